#!/usr/bin/env bash
# Compares Entrepot with aptly, reprepro and apt-ftparchive on one directory of packages: wall time and peak memory of
# importing, publishing, publishing again unchanged, and publishing after one package was added. Prints a Markdown table.
#
#   bench/peers.sh CORPUS [ENTREPOT]
#
#   CORPUS    a directory of .deb files for amd64 and all, searched recursively
#   ENTREPOT  the program to measure; default: ./entrepot of this checkout
#   LIMIT     seconds that one step may take; default 1800
#   TOOLS     which tools; default "entrepot aptly reprepro apt-ftparchive"
#
# Nothing is signed, since that would measure the signer. Everything written is below a temporary directory (TMPDIR)
# that is removed at the end. Needs aptly, reprepro, apt-utils, dpkg and time (all Debian packages).
set -euo pipefail

corpus=$(realpath "${1:?usage: bench/peers.sh CORPUS [ENTREPOT]}")
entrepot=$(realpath "${2:-$(dirname "$0")/../entrepot}")
limit=${LIMIT:-1800}
tools=${TOOLS:-entrepot aptly reprepro apt-ftparchive}
[ -x /usr/bin/time ] || { echo "peers.sh: /usr/bin/time is missing: apt-get install time" >&2; exit 2; }
for tool in $tools dpkg-deb; do
  [ "$tool" = entrepot ] || command -v "$tool" >/dev/null ||
    { echo "peers.sh: $tool is missing: apt-get install aptly reprepro apt-utils dpkg" >&2; exit 2; }
done

work=$(mktemp -d "${TMPDIR:-/tmp}/entrepot-peers.XXXXXX")
trap 'rm -rf "$work"' EXIT
# Nobody's own configuration or keys take part.
export HOME=$work/home LC_ALL=C.UTF-8
mkdir -p "$HOME"
results=$work/results
: >"$results"

# measure TOOL STEP COMMAND...: appends "tool step seconds CPU-seconds KiB", with "-" for all when the command fails or takes too long.
measure() {
  local tool=$1 step=$2 seconds user system rss
  shift 2
  if /usr/bin/time -f '%e %U %S %M' -o "$work/time" timeout "$limit" "$@" >"$work/log" 2>&1; then
    read -r seconds user system rss <"$work/time"
  else
    echo "peers.sh: $tool $step failed; the end of its output:" >&2
    tail -n 5 "$work/log" >&2
    seconds=- user=0 system=0 rss=-
  fi
  echo "$tool $step $seconds $(echo "$user $system" | awk '{ print $1 + $2 }') $rss" >>"$results"
  echo "$tool $step: $seconds s" >&2
}

# The package that comes later.
mkdir -p "$work/new/DEBIAN" "$work/new/usr/share/doc/entrepot-bench-new" "$work/added"
cat >"$work/new/DEBIAN/control" <<END
Package: entrepot-bench-new
Version: 1.0-1
Architecture: amd64
Section: misc
Priority: optional
Maintainer: Nobody <nobody@example.org>
Description: one more package
END
echo new >"$work/new/usr/share/doc/entrepot-bench-new/README"
added=$work/added/entrepot-bench-new_1.0-1_amd64.deb
dpkg-deb --root-owner-group -b "$work/new" "$added" >/dev/null

"$entrepot" version >"$work/version" 2>&1 # builds, if it has to
debs=$(find "$corpus" -name '*.deb' | wc -l)
find "$corpus" -name '*.deb' -print0 | sort -z >"$work/list"
xargs -0 cat <"$work/list" >/dev/null # each tool finds the packages in memory
load=$(cut -d' ' -f1-3 /proc/loadavg)

for tool in $tools; do
  case $tool in
  entrepot)
    echo "{\"rootDir\": \"$work/entrepot\"}" >"$work/entrepot.conf"
    run=("$entrepot" "-config=$work/entrepot.conf")
    "${run[@]}" repo create -distribution=bench bench >/dev/null
    measure entrepot import "${run[@]}" repo add bench "$corpus"
    measure entrepot publish "${run[@]}" publish repo -skip-signing -architectures=amd64 bench
    measure entrepot unchanged "${run[@]}" publish update -skip-signing bench
    "${run[@]}" repo add bench "$added" >/dev/null
    measure entrepot one-more "${run[@]}" publish update -skip-signing bench
    ;;
  aptly)
    echo "{\"rootDir\": \"$work/aptly\"}" >"$work/aptly.conf"
    run=(aptly "-config=$work/aptly.conf")
    "${run[@]}" repo create -distribution=bench bench >/dev/null
    measure aptly import "${run[@]}" repo add bench "$corpus"
    measure aptly publish "${run[@]}" publish repo -skip-signing -architectures=amd64 bench
    measure aptly unchanged "${run[@]}" publish update -skip-signing bench
    "${run[@]}" repo add bench "$added" >/dev/null
    measure aptly one-more "${run[@]}" publish update -skip-signing bench
    ;;
  reprepro)
    # By export=never the import does not publish, as with the others. xargs keeps below the limit of a command line.
    mkdir -p "$work/reprepro/conf"
    printf '%s\n' 'Codename: bench' 'Architectures: amd64' 'Components: main' 'Contents:' >"$work/reprepro/conf/distributions"
    run=(reprepro -b "$work/reprepro")
    measure reprepro import xargs -0 -n 5000 -a "$work/list" "${run[@]}" --export=never -C main -S misc -P optional includedeb bench
    measure reprepro publish "${run[@]}" export bench
    measure reprepro unchanged "${run[@]}" export bench
    "${run[@]}" --export=never -C main -S misc -P optional includedeb bench "$added" >/dev/null 2>&1
    measure reprepro one-more "${run[@]}" export bench
    ;;
  apt-ftparchive)
    # A yardstick, not a repository manager: reads, hashes and prints Packages, with its cache for the later runs. It has
    # no pool; "import" and "publish" are one step.
    index="apt-ftparchive --db '$work/ftparchive.db' packages"
    measure apt-ftparchive publish sh -c "$index '$corpus' | gzip -6 >'$work/Packages.gz'"
    measure apt-ftparchive unchanged sh -c "$index '$corpus' | gzip -6 >'$work/Packages.gz'"
    measure apt-ftparchive one-more sh -c "{ $index '$corpus'; $index '$work/added'; } | gzip -6 >'$work/Packages.gz'"
    ;;
  esac
done

# Tools that published different numbers of packages cannot be compared.
for tree in entrepot/public aptly/public reprepro; do
  packages=$work/$tree/dists/bench/main/binary-amd64/Packages
  [ ! -r "$packages" ] || echo "$tree: $(grep -c '^Package:' "$packages") packages" >&2
done

echo "$debs packages, $(nproc) processors ($(sed -n 's/^model name[^:]*: //p;T;q' /proc/cpuinfo)), $(uname -sr), $(date -u +%F),"
echo "Entrepot $(git -C "$(dirname "$entrepot")" rev-parse --short HEAD 2>/dev/null || cat "$work/version"); load average before $load, after $(cut -d' ' -f1-3 /proc/loadavg)"
echo
awk '
  function cell(tool, step,    seconds, text) {
    if (!((tool, step) in wall)) return ""
    seconds = wall[tool, step]
    if (seconds == "-") return "failed"
    text = sprintf("%.2f s, CPU %.2f s, %d MB", seconds, cpu[tool, step], rss[tool, step] / 1024)
    if (tool != "entrepot" && wall["entrepot", step] > 0) text = text sprintf(" (%.1fx, CPU %.1fx)", seconds / wall["entrepot", step], cpu[tool, step] / cpu["entrepot", step])
    return text
  }
  { if (!($1 in seen)) { seen[$1] = 1; tools[++count] = $1 }
    wall[$1, $2] = $3; cpu[$1, $2] = $4; rss[$1, $2] = $5
    if ($3 == "-") bad[$1] = 1; else if ($2 == "import" || $2 == "publish") { wall[$1, "both"] += $3; cpu[$1, "both"] += $4; if ($5 > rss[$1, "both"]) rss[$1, "both"] = $5 } }
  END {
    for (t in bad) delete wall[t, "both"]
    header = "| step |"; rule = "|---|"
    for (i = 1; i <= count; i++) { header = header " " tools[i] " |"; rule = rule "---|" }
    print header; print rule
    split("import publish both unchanged one-more", steps, " ")
    title["import"] = "import"; title["publish"] = "first publish"; title["both"] = "import + first publish"
    title["unchanged"] = "publish again, unchanged"; title["one-more"] = "publish again, one package more"
    for (s = 1; s <= 5; s++) {
      line = "| " title[steps[s]] " |"
      for (i = 1; i <= count; i++) line = line " " cell(tools[i], steps[s]) " |"
      print line
    }
  }' "$results"
echo
echo "Wall time, processor time and peak resident memory of the largest process; in parentheses how many times Entrepot's."
