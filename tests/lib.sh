# What tests that are scripts share. Sourced after deploy/lib.sh.

# skip REASON: ends the test as skipped; ctest knows the code, and tests/run repeats the reason.
skip() {
  echo "SKIPPED: $*"
  exit 77
}

failures=0
# expect WHAT COMMAND…: COMMAND holds; otherwise the test fails, and goes on.
expect() {
  local what=$1
  shift
  if "$@"; then
    echo "ok: $what"
  else
    echo "FAILED: $what"
    failures=$((failures + 1))
  fi
}
fails() { ! "$@"; }

# verdict: the end of a test that expects.
verdict() {
  echo
  ((failures == 0)) || { echo "$failures expectations failed"; exit 1; }
  echo "everything held"
}

# npm_tool PACKAGE VERSION: installs PACKAGE once under .akin/tools and prints its folder.
# Skips the test where npm or its registry is out of reach.
npm_tool() {
  local folder=$AKIN_STATE_DIR/tools/$1-$2 log
  if [[ ! -e $folder/complete ]]; then
    command -v npm >/dev/null || return 1
    mkdir -p "$folder"
    log=$folder/npm.log
    (
      flock 9
      [[ -e $folder/complete ]] ||
        npm install --prefix "$folder" --no-audit --no-fund --no-update-notifier "$1@$2" >"$log" 2>&1 </dev/null || exit 1
      touch "$folder/complete"
    ) 9>"$folder/lock" || return 1
  fi
  echo "$folder/node_modules/$1"
}

# build_tests TARGET…: in the tree with all tests, of which nothing is compiled twice; their programs are in $TEST_BIN.
TEST_BIN=$AKIN_BUILD_DIR/bin
build_tests() {
  configure "$AKIN_BUILD_DIR" -DCMAKE_BUILD_TYPE=Release -DAKIN_TESTS=ON >&2
  build "$AKIN_BUILD_DIR" "$@" >&2
}

# lucene_class_path: what a program needs that uses Lucene, which deploy/setup bench installs.
lucene_class_path() {
  printf '%s:' /usr/share/java/lucene-{core,queries,analyzers-common,facet,grouping}-8*.jar
}

# Data sets from outside, which are never copied into this tree.
export AKIN_DATA=${AKIN_DATA:-$(dirname "$AKIN_ROOT")/shared/data}
