#!/usr/bin/env bash
# How long a small command takes, from a cold JVM: the mean of `repo list` over a number of runs.
#
#   bench/startup.sh [ENTREPOT [RUNS]]
#
#   ENTREPOT  the program to measure; default: ./entrepot of this checkout
#   RUNS      default 20
#
# aptly is measured too where it is installed. Files are in memory; "cold" is the process.
set -euo pipefail

entrepot=$(realpath "${1:-$(dirname "$0")/../entrepot}")
runs=${2:-20}
work=$(mktemp -d "${TMPDIR:-/tmp}/entrepot-startup.XXXXXX")
trap 'rm -rf "$work"' EXIT
export HOME=$work/home LC_ALL=C.UTF-8
mkdir -p "$HOME"

# mean NAME COMMAND...
mean() {
  local name=$1 i
  shift
  "$@" >/dev/null # the first one reads the files, and may build or make the cache
  "$@" >/dev/null
  : >"$work/times"
  for ((i = 0; i < runs; i++)); do
    /usr/bin/time -f '%e %U %S %M' -a -o "$work/times" "$@" >/dev/null
  done
  sort -n "$work/times" | awk -v name="$name" '
    { wall[NR] = $1; sum += $1; cpu += $2 + $3; if ($4 > rss) rss = $4 }
    END { printf "| %s | %.0f | %.0f | %.0f | %.0f | %.0f |\n", name, 1000 * sum / NR, 1000 * wall[int((NR + 1) / 2)], 1000 * wall[1], 1000 * cpu / NR, rss / 1024 }'
}

echo "{\"rootDir\": \"$work/entrepot\"}" >"$work/entrepot.conf"
"$entrepot" "-config=$work/entrepot.conf" repo create bench >/dev/null
load=$(cut -d' ' -f1-3 /proc/loadavg)
echo "\`repo list\`, $runs runs, $(nproc) processors, load average before $load"
echo
echo "| tool | mean ms | median ms | best ms | mean CPU ms | peak MB |"
echo "|---|---|---|---|---|---|"
mean entrepot "$entrepot" "-config=$work/entrepot.conf" repo list
if command -v aptly >/dev/null; then
  echo "{\"rootDir\": \"$work/aptly\"}" >"$work/aptly.conf"
  aptly "-config=$work/aptly.conf" repo create bench >/dev/null
  mean aptly aptly "-config=$work/aptly.conf" repo list
fi
