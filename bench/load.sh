#!/usr/bin/env bash
# load.sh [ENTREPOT]: requests per second of Entrepot's API (SQLite) and aptly's, one after the other, at 1, 16 and 64 clients;
# prints a Markdown table. SECONDS_EACH=10 is the time of each figure, TOOLS="entrepot aptly" chooses, TASKS=100000 (0: not) is
# the length of the run that watches the memory of Entrepot.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
entrepot=$(realpath "${1:-$here/entrepot}")
seconds=${SECONDS_EACH:-10} tasks=${TASKS:-100000}
set +u; . "$here/.mvn/find-jdk.sh"; set -u
java=$JAVA_HOME/bin/java
work=$(mktemp -d)
pid=
stop() { if [ -n "$pid" ]; then kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || :; pid=; fi; }
trap 'stop; rm -rf "$work"' EXIT
load() { "$java" "$here/bench/Load.java" "http://127.0.0.1:$port" "$@"; }

start() {
  mkdir -p "$work/$1"
  port=$((20000 + RANDOM % 20000))
  printf '{"rootDir": "%s"}\n' "$work/$1/root" | tee "$work/$1/.aptly.conf" >"$work/$1/.entrepot.conf"
  program=aptly
  [ "$1" = aptly ] || program=$entrepot
  HOME=$work/$1 "$program" api serve -listen=127.0.0.1:$port >"$work/$1.log" 2>&1 &
  pid=$!
  for _ in $(seq 100); do
    curl -fs -o "$work/version" "http://127.0.0.1:$port/api/version" && return
    sleep 0.2
  done
  cat "$work/$1.log" >&2
  exit 1
}

echo "load average before: $(cut -d' ' -f1-3 /proc/loadavg)"
for tool in ${TOOLS:-entrepot aptly}; do
  start "$tool"
  load create 16 "$seconds" warm >"$work/warm"
  for kind in create add read; do
    for clients in 1 16 64; do
      echo "| $tool | $kind | $clients | $(timeout $((seconds * 4 + 60)) "$java" "$here/bench/Load.java" "http://127.0.0.1:$port" \
        "$kind" "$clients" "$seconds" "$kind$clients" || echo "no answer") |"
    done
  done
  if [ "$tool" = entrepot ] && [ "$tasks" -gt 0 ]; then
    echo
    load memory 16 "$tasks" m "$(cat /proc/$pid/task/$pid/children | tr -d ' ' | grep . || echo $pid)"
    echo
  fi
  stop
done
