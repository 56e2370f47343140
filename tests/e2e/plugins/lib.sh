# What the tests of deploy/examples/plugins share. Sourced after deploy/lib.sh and tests/lib.sh. What is started here ends
# with the test.

EXAMPLES=$AKIN_ROOT/deploy/examples/plugins
scratch=$(mktemp -d)
started=()
clean_up() {
  local pid
  for pid in "${started[@]}"; do kill -CONT "$pid" 2>/dev/null && kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  rm -rf "$scratch"
}
trap clean_up EXIT

# start NAME COMMAND…: runs it in the background, with --address_file, and waits until it serves. Sets pid and address.
start() {
  local name=$1 i
  shift
  rm -f "$scratch/$name.address"
  "$@" --address_file "$scratch/$name.address" >>"$scratch/$name.log" 2>&1 &
  pid=$!
  started+=("$pid")
  for ((i = 0; i < 600; ++i)); do
    [[ ! -e $scratch/$name.address ]] || break
    kill -0 "$pid" 2>/dev/null || fail "$name ended: $(tail -n 3 "$scratch/$name.log")"
    sleep 0.1
  done
  [[ -e $scratch/$name.address ]] || fail "$name did not start: $(tail -n 3 "$scratch/$name.log")"
  address=$(<"$scratch/$name.address")
}

# await WHAT COMMAND…: until the command succeeds, at most a minute.
await() {
  local what=$1 until=$((SECONDS + 60))
  shift
  while ((SECONDS < until)); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.1
  done
  fail "$what: not after a minute"
}

# conforms ADDRESS [FLAG…]: the plug-in keeps the contract.
conforms() {
  "$AKIN_BIN_DIR/akin_plugin_conformance" --address "$1" --deadline 20s "${@:2}" >"$scratch/conformance" ||
    fail "the plug-in breaks the contract: $(grep FAIL "$scratch/conformance")"
  say "$(grep -c PASS "$scratch/conformance") checks of the contract passed"
}

[[ -x ${AKIN_BIN_DIR:-}/akin_plugin_conformance ]] || skip "AKIN_BIN_DIR has no akin_plugin_conformance"

# start_akin: a fresh Akin with the sample news, without plug-ins. Sets akin_pid and akin_address.
start_akin() {
  pipelines ''
  start akin "$AKIN_BIN_DIR/akin" serve --data_dir "$scratch/data" --listen 127.0.0.1:0 --pipelines "$scratch/pipelines"
  akin_pid=$pid akin_address=$address
  akin ingest "$AKIN_ROOT/deploy/local/samples/stories" >/dev/null
  await "all news is in search and Similar News, with its stories" caught_up
}

# newest: the log's newest revision.
newest() { revisions newest_revision | sort -n | tail -n 1; }
# revisions FIELD: of each service that has one.
revisions() { akin status --json | grep -oE "\"$1\":\"?[0-9]+" | grep -oE '[0-9]+$'; }
caught_up() {
  [[ $( { revisions applied_revision; revisions newest_revision; revisions story_revision; } | grep -v '^0$' | sort -u | wc -l) == 1 ]]
}

# akin COMMAND…
akin() { "$AKIN_BIN_DIR/akin" "$@" --address "$akin_address"; }

# pipelines ADDRESS [BINDING…]: binds the plug-in at ADDRESS so in the one pipeline that there is. Empty: none. Returns once
# that is in use, where Akin runs.
pipelines() {
  local target=$1 binding
  shift
  {
    echo 'default_pipeline: "tested"'
    [[ -z $target ]] || printf 'plugins { name: "plugin" target: "%s" deadline_ms: 2000 }\n' "$target"
    echo 'pipelines { name: "tested" own_weight: 1'
    for binding in "$@"; do echo "  bindings { plugin: \"plugin\" $binding }"; done
    echo '}'
  } >"$scratch/pipelines.new"
  mv "$scratch/pipelines.new" "$scratch/pipelines"
  [[ -z ${akin_address:-} ]] || await "the pipelines are in use" in_use
}
in_use() {
  local version
  version=$("$AKIN_BIN_DIR/akin" pipeline check "$scratch/pipelines" | grep -oE '[0-9a-f]{8,}' | head -n 1)
  akin plugins --json | grep -F "$version"
}

# id_of QUERY: of the article that is found first.
id_of() { akin search "$1" --page_size 1 --json | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["hits"][0]["article"]["name"])'; }

# listed SEED: the names in its list, with the plug-in's reason after each.
listed() {
  akin similar "$1" --json --max_staleness 0 | python3 -c '
import json, sys
for hit in json.loads(sys.stdin.readline())["hits"]:
    print(hit["article"]["name"], *(r["text"] for r in hit["reasons"] if r["type"] == "REASON_TYPE_PLUGIN"))'
}

# lists SEED REGEX: a line of its list matches. grep reads all of it: pipefail would count what is cut off as a failure.
lists() { listed "$1" | grep -E "$2" >/dev/null; }
lists_not() { ! lists "$@"; }
# first SEED REGEX: the first line of its list matches.
first() { listed "$1" | sed -n 1p | grep -E "$2" >/dev/null; }

# degraded SEED: its list says that the plug-in is missing.
degraded() { akin similar "$1" --json --max_staleness 0 | grep >/dev/null '"component":"plug-in plugin"'; }
