# What the scripts of deploy/ and tests/ share. Sourced, never run.
# Sets AKIN_ROOT (the source tree), AKIN_STATE_DIR (everything that is built, stored or logged) and AKIN_BUILD_DIR.

AKIN_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
AKIN_STATE_DIR=${AKIN_STATE_DIR:-$AKIN_ROOT/.akin}
# The tree that programs and tests are built in, so that nothing is compiled twice.
AKIN_BUILD_DIR=$AKIN_STATE_DIR/build/release

# What an installed Akin has.
readonly AKIN_PROGRAMS=(akin akin-storage akin-ingestion akin-search akin-recommendation akin-web)

# say TEXT: one line of progress.
say() {
  clear_line
  printf 'akin: %s\n' "$*"
}

# clear_line: a person sees on one line what is being done, until something else takes its place.
clear_line() { [[ ! -t 1 ]] || printf '\r\033[K'; }

# doing TEXT: such a line; nothing where nobody looks.
doing() { [[ ! -t 1 ]] || printf '\r\033[Kakin: %s' "$*"; }

# took TEXT: says what was done since the last such line, and how long it took.
took() {
  say "$* ($(duration_text $((SECONDS - step_begun))))"
  step_begun=$SECONDS
}
step_begun=$SECONDS

# duration_text SECONDS: "4 min 5 s".
duration_text() { (($1 < 60)) && echo "$1 s" || echo "$(($1 / 60)) min $(($1 % 60)) s"; }

# fail TEXT: the one line that says why, and the end; with code 3, so that a caller knows that why was said.
fail() {
  clear_line
  printf 'akin: error: %s\n' "$*" >&2
  exit 3
}

# log_of NAME: where NAME's output goes.
log_of() {
  mkdir -p "$AKIN_STATE_DIR/log" 2>/dev/null || fail "cannot write to $AKIN_STATE_DIR (disk full, or not yours?)"
  printf '%s/log/%s.log' "$AKIN_STATE_DIR" "$1"
}

# last_words LOG: the line of a log that most likely tells what went wrong.
last_words() {
  grep -iE 'no space left|error|fatal|cannot|failed' "$1" | head -n 1 || true
}

# configure DIR [CMAKE_ARG…]: a Ninja tree in DIR; costs nothing when nothing changed.
configure() {
  local dir=$1 log
  shift
  log=$(log_of configure)
  doing "configuring"
  cmake -S "$AKIN_ROOT" -B "$dir" -G Ninja "$@" >"$log" 2>&1 ||
    fail "cmake failed: $(last_words "$log") (all of it: $log)"
}

# configure_programs: AKIN_BUILD_DIR, without the tests unless they are in it already.
configure_programs() {
  local tests=()
  [[ -e $AKIN_BUILD_DIR/CMakeCache.txt ]] || tests=(-DAKIN_TESTS=OFF)
  configure "$AKIN_BUILD_DIR" -DCMAKE_BUILD_TYPE=Release "${tests[@]}"
}

# build DIR [TARGET…]: a person sees a bar, everybody else ninja's lines; compiler messages are part of both.
# Two builds of one tree take turns.
build() {
  local dir=$1 ninja
  shift
  ninja=(env NINJA_STATUS='[%f/%t] ' flock "$dir" ninja -C "$dir" -j "$(nproc)" "$@")
  if [[ -t 1 ]]; then "${ninja[@]}" 2>&1 | show_build; else "${ninja[@]}"; fi ||
    fail "the build failed; the messages are above (again: ninja -C $dir $*)"
}

# build_programs: AKIN_PROGRAMS, in AKIN_BUILD_DIR.
build_programs() {
  step_begun=$SECONDS
  configure_programs
  build "$AKIN_BUILD_DIR" "${AKIN_PROGRAMS[@]}"
  took "built the programs"
}

# show_build: reads ninja's lines; the "[7/230] …" among them become a bar, all others are shown as they are.
show_build() {
  local line begun=$SECONDS
  trap '' INT  # ninja ends, then this does and clears the bar
  while IFS= read -r line; do
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\  ]]; then
      doing "building $(bar "${BASH_REMATCH[@]:1}" $((SECONDS - begun)))"
    elif [[ $line != "ninja: Entering directory"* && $line != "ninja: no work to do." ]]; then
      clear_line
      printf '%s\n' "$line"
    fi
  done
  clear_line
}

# bar DONE TOTAL SECONDS: how much is done and, once that says something, how much longer it takes.
bar() {
  local width=30 filled
  filled=$(($2 > 0 ? $1 * width / $2 : 0))
  printf '[%s%s] %s of %s' "$(repeat '#' $filled)" "$(repeat . $((width - filled)))" "$1" "$2"
  (($3 < 5 || $1 == 0)) || printf ', about %s left' "$(duration_text $(($3 * ($2 - $1) / $1)))"
}
repeat() { printf "%$2s" '' | tr ' ' "$1"; }
