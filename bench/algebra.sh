#!/usr/bin/env bash
# Compares Entrepot with aptly in what snapshots are combined by: wall time, processor time and peak memory, start-up
# included. Prints a Markdown table.
#
#   bench/algebra.sh CORPUS CHANGED [ENTREPOT]
#
#   CORPUS    a directory of .deb files for amd64 and all, searched recursively
#   CHANGED   another one with some of the packages in other versions
#   ENTREPOT  the program to measure; default: ./entrepot of this checkout
#   LIMIT     seconds that one step may take; default 1800
#   STORES    a directory for the two stores, kept and used again; default: a temporary one that is removed
#
# Needs aptly and time (Debian packages).
set -euo pipefail

corpus=$(realpath "${1:?usage: bench/algebra.sh CORPUS CHANGED [ENTREPOT]}")
changed=$(realpath "${2:?usage: bench/algebra.sh CORPUS CHANGED [ENTREPOT]}")
entrepot=$(realpath "${3:-$(dirname "$0")/../entrepot}")
limit=${LIMIT:-1800}
[ -x /usr/bin/time ] || { echo "algebra.sh: /usr/bin/time is missing: apt-get install time" >&2; exit 2; }
command -v aptly >/dev/null || { echo "algebra.sh: aptly is missing: apt-get install aptly" >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/entrepot-algebra.XXXXXX")
trap 'rm -rf "$work"' EXIT
stores=${STORES:-$work}
mkdir -p "$stores" "$work/home"
export HOME=$work/home LC_ALL=C.UTF-8
"$entrepot" version >"$work/version" 2>&1 # builds, if it has to

run_entrepot() { timeout "$limit" "$entrepot" "-config=$stores/entrepot.conf" "$@"; }
run_aptly() { timeout "$limit" aptly "-config=$stores/aptly.conf" "$@"; }

for tool in entrepot aptly; do
  [ ! -e "$stores/$tool.conf" ] || continue
  echo "{\"rootDir\": \"$stores/$tool\", \"architectures\": [\"amd64\"]}" >"$stores/$tool.conf"
  "run_$tool" repo create base >/dev/null
  "run_$tool" repo add base "$corpus" >/dev/null
  "run_$tool" repo create news >/dev/null
  "run_$tool" repo add news "$changed" >/dev/null
done

# measure STEP ARGUMENTS...: both tools, one after the other; what is made must not be there yet.
measure() {
  local step=$1 tool program line="| $1 |"
  local -A wall
  shift
  for tool in entrepot aptly; do
    program=$tool
    [ "$tool" = aptly ] || program=$entrepot
    if /usr/bin/time -f '%e %U %S %M' -o "$work/time" \
      timeout "$limit" "$program" "-config=$stores/$tool.conf" "$@" >"$work/log" 2>&1; then
      line="$line $(awk '{ printf "%.2f s, CPU %.2f s, %d MB", $1, $2 + $3, $4 / 1024 }' "$work/time") |"
      wall[$tool]=$(cut -d' ' -f1 "$work/time")
    else
      echo "algebra.sh: $tool $step failed; the end of its output:" >&2
      tail -n 3 "$work/log" >&2
      line="$line failed |"
      wall[$tool]=0
    fi
  done
  echo "$line $(echo "${wall[entrepot]} ${wall[aptly]}" | awk '{ if ($1 > 0 && $2 > 0) printf "%.1f", $2 / $1; else print "-" }') |"
}

n=$$ # snapshots of earlier runs on the same stores stay
echo "$(find "$corpus" -name '*.deb' | wc -l) packages and $(find "$changed" -name '*.deb' | wc -l) changed ones, $(nproc) processors, $(date -u +%F),"
echo "Entrepot $(git -C "$(dirname "$entrepot")" rev-parse --short HEAD 2>/dev/null || cat "$work/version"); load average $(cut -d' ' -f1-3 /proc/loadavg)"
echo
echo "| step | entrepot | aptly | aptly's wall time, in Entrepot's |"
echo "|---|---|---|---|"
measure "\`snapshot create\`" snapshot create "a$n" from repo base
for tool in entrepot aptly; do "run_$tool" snapshot create "n$n" from repo news >/dev/null; done
measure "\`snapshot merge\`" snapshot merge "m$n" "a$n" "n$n"
measure "\`snapshot merge -latest\`" snapshot merge -latest "l$n" "a$n" "n$n"
measure "\`snapshot diff\`" snapshot diff "a$n" "m$n"
measure "\`snapshot filter 'Section (libs)'\`" snapshot filter "a$n" "f$n" 'Section (libs)'
measure "\`snapshot filter -with-deps gnome\`" snapshot filter -with-deps "a$n" "g$n" gnome
measure "\`snapshot pull\` with dependencies" snapshot pull "n$n" "a$n" "p$n" gnome
measure "\`snapshot pull\` of everything" snapshot pull "a$n" "n$n" "q$n" "\$Architecture (amd64)"
measure "\`snapshot verify\`" snapshot verify "a$n"
measure "\`snapshot search 'Name (~ ^lib.*-dev\$)'\`" snapshot search "a$n" 'Name (~ ^lib.*-dev$)'
measure "\`snapshot search 'Description (~ …)'\`" snapshot search "a$n" 'Description (~ "[Gg]raph.*database")'
echo
echo "load average after: $(cut -d' ' -f1-3 /proc/loadavg)"
