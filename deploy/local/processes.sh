# Starts and stops processes by name, for up and down. Sourced after deploy/lib.sh.
# A process is known by its pid and its start time, so that a pid the kernel has given to
# somebody else is never taken for ours.

readonly RUN_DIR=$AKIN_STATE_DIR/run
# In the order of starting; stopped in the reverse order.
readonly PROCESSES=(redis storage ingestion search recommendation web)
# How long a process may take to drain its calls before it is killed.
readonly STOP_SECONDS=60

# lock: one up or down at a time; released when the script ends.
lock() {
  mkdir -p "$RUN_DIR" 2>/dev/null || fail "cannot write to $AKIN_STATE_DIR (disk full, or not yours?)"
  exec 9>"$RUN_DIR/lock"
  flock -n 9 || fail "another deploy/local/up or down is at work on $AKIN_STATE_DIR"
}

# start_time PID: when the process started, in clock ticks since boot; fails if it is gone or a zombie.
start_time() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The command's name, in parentheses, may contain anything; the fields after it are numbers and letters.
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} != Z ]] && echo "${fields[19]}"
}

# pid_of NAME: the pid of the running process; fails if it does not run.
pid_of() {
  local pid started
  read -r pid started 2>/dev/null <"$RUN_DIR/$1.pid" || return 1
  # Without a start time it had ended before it could be read.
  [[ -n $started && $(start_time "$pid") == "$started" ]] && echo "$pid"
}

# start NAME COMMAND…: detached from this script: own session, no inherited streams or locks.
start() {
  local name=$1 log pid fd
  log=$(log_of "$name")
  shift
  (
    cd "$AKIN_STATE_DIR"
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      ((fd <= 2)) || eval "exec $fd>&-"
    done
    exec setsid "$@" </dev/null >>"$log" 2>&1
  ) &
  pid=$!
  # What cannot be remembered could not be stopped later.
  echo "$pid $(start_time "$pid" || true)" 2>/dev/null >"$RUN_DIR/$name.pid" || {
    kill -KILL "$pid"
    fail "cannot write to $RUN_DIR (disk full?)"
  }
}

# stop NAME: asks it to end, waits, and kills it if it does not; does nothing if it does not run.
stop() {
  local pid deadline=$((SECONDS + STOP_SECONDS))
  if pid=$(pid_of "$1"); then
    kill -TERM "$pid" 2>/dev/null || true
    while pid_of "$1" >/dev/null && ((SECONDS < deadline)); do
      sleep 0.05
    done
    if pid=$(pid_of "$1"); then
      say "$1 did not end within $STOP_SECONDS seconds and is killed"
      kill -KILL "$pid" 2>/dev/null || true
    fi
  fi
  rm -f "$RUN_DIR/$1.pid"
}

# runs_current NAME BINARY: NAME runs, and from BINARY as it is now.
runs_current() {
  local pid
  pid=$(pid_of "$1") && [[ $(readlink "/proc/$pid/exe") == "$(readlink -f "$2")" ]]
}
