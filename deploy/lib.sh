# What the scripts of deploy/ and tests/ share. Sourced, never run.
# Sets AKIN_ROOT (the source tree), AKIN_STATE_DIR (everything that is built, stored or logged) and AKIN_BUILD_DIR.

AKIN_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
AKIN_STATE_DIR=${AKIN_STATE_DIR:-$AKIN_ROOT/.akin}
# The tree that programs and tests are built in, so that nothing is compiled twice.
AKIN_BUILD_DIR=$AKIN_STATE_DIR/build/release

# say TEXT: one line of progress.
say() { printf 'akin: %s\n' "$*"; }

# fail TEXT: the one line that says why, and the end; with code 3, so that a caller knows that why was said.
fail() {
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
  cmake -S "$AKIN_ROOT" -B "$dir" -G Ninja "$@" >"$log" 2>&1 ||
    fail "cmake failed: $(last_words "$log") (all of it: $log)"
}

# configure_programs: AKIN_BUILD_DIR, without the tests unless they are in it already.
configure_programs() {
  local tests=()
  [[ -e $AKIN_BUILD_DIR/CMakeCache.txt ]] || tests=(-DAKIN_TESTS=OFF)
  configure "$AKIN_BUILD_DIR" -DCMAKE_BUILD_TYPE=Release "${tests[@]}"
}

# build DIR [TARGET…]: prints ninja's progress; compiler messages are part of it.
# Two builds of one tree take turns.
build() {
  local dir=$1
  shift
  flock "$dir" ninja -C "$dir" -j "$(nproc)" "$@" || fail "the build failed; the messages are above (again: ninja -C $dir $*)"
}
