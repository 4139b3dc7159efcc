# shellcheck shell=bash
# One running service, started, measured and stopped.

SERVICE=""
SERVICE_PID=""

# Starts the command on a free port and waits until it is ready; READY_MS tells how long it took.
start_service() {
  local begun listen
  listen="127.0.0.1:$(free_port)"
  SERVICE="http://$listen"
  begun="$(milliseconds)"
  "$@" --listen "$listen" >"$WORK/service.out" 2>"$WORK/service.log" &
  SERVICE_PID=$!
  until curl --silent --fail --output /dev/null "$SERVICE/readyz"; do
    kill -0 "$SERVICE_PID" 2>/dev/null || service_failed "it ended"
    [ $(($(milliseconds) - begun)) -lt 120000 ] || service_failed "not ready after two minutes"
    sleep 0.01
  done
  READY_MS=$(($(milliseconds) - begun))
}

service_failed() {
  cat "$WORK/service.log" >&2
  fail "the service did not start: $1"
}

# The work of the service itself so far, in milliseconds; a busy machine does not lengthen it.
service_work() {
  awk '{print ($14 + $15) * 10}' "/proc/$SERVICE_PID/stat"
}

# A line of the service's memory in bytes: VmRSS is what it holds now, VmHWM the most so far.
memory() {
  awk -v line="^$1:" '$0 ~ line {print $2 * 1024}' "/proc/$SERVICE_PID/status"
}

at_most() {
  echo "$1: $2 $4, $(($2 * 100 / $3)) % of the limit"
  [ "$2" -le "$3" ] || fail "$1 is over its limit of $3 $4"
}

# Asks the service to stop as an operator would; it must end by itself and without an error.
stop_service() {
  [ -n "$SERVICE_PID" ] || return 0
  local pid="$SERVICE_PID"
  SERVICE_PID=""
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid" || fail "the service ended with code $?"
}

milliseconds() {
  echo $(($(date +%s%N) / 1000000))
}
