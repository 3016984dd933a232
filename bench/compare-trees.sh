#!/usr/bin/env bash
# Publishes the same packages with Entrepot, aptly and reprepro and prints every difference between the trees:
# the packages, each field of each stanza, Release, Contents and the files. docs/compatibility.md explains them.
#
#   bench/compare-trees.sh CORPUS [ENTREPOT]
#
#   CORPUS    a directory of .deb files for amd64 and all; COUNT of them (default 200) spread over it are taken
#   ENTREPOT  default: ./entrepot of this checkout
#   KEEP      a directory that gets the trees, instead of a temporary one that is removed
#
# Some odd packages are built besides: a udeb, a source package, an epoch, several lines of Conffiles, odd spelling of
# fields, an unknown field of several lines, and a data.tar without "./". Needs aptly, reprepro, dpkg, binutils, python3.
set -euo pipefail

corpus=$(realpath "${1:?usage: bench/compare-trees.sh CORPUS [ENTREPOT]}")
entrepot=$(realpath "${2:-$(dirname "$0")/../entrepot}")
here=$(dirname "$(realpath "$0")")
for tool in aptly reprepro dpkg-deb ar python3; do
  command -v "$tool" >/dev/null ||
    { echo "compare-trees.sh: $tool is missing: apt-get install aptly reprepro dpkg binutils python3" >&2; exit 2; }
done
if [ -n "${KEEP-}" ]; then
  mkdir -p "$KEEP"
  work=$(mktemp -d "$(realpath "$KEEP")/trees.XXXXXX")
else
  work=$(mktemp -d "${TMPDIR:-/tmp}/entrepot-trees.XXXXXX")
  trap 'rm -rf "$work"' EXIT
fi
export HOME=$work/home LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1700000000
mkdir -p "$HOME" "$work/debs" "$work/build"

find "$corpus" -name '*.deb' | sort | awk -v count="${COUNT:-200}" '
  { all[NR] = $0 } END { step = NR > count ? NR / count : 1; for (i = 1; i <= NR; i += step) print all[int(i)] }' |
  xargs -d '\n' cp -t "$work/debs"

# build NAME FILE: a package with the control stanza of standard input and one file; NAME is its directory.
build() {
  mkdir -p "$work/build/$1/DEBIAN" "$work/build/$1/usr/share/doc/$1" "$work/build/$1/etc/$1"
  cat >"$work/build/$1/DEBIAN/control"
  echo text >"$work/build/$1/usr/share/doc/$1/a file with blanks"
  echo 1 >"$work/build/$1/etc/$1/one.conf"
  echo 2 >"$work/build/$1/etc/$1/two.conf"
  dpkg-deb --root-owner-group -b "$work/build/$1" "$work/debs/$2" >/dev/null 2>&1
}
rest=$'Section: misc\nPriority: optional\nMaintainer: Nobody <nobody@example.org>\nDescription: odd\n A second line.\n .\n A third.'
build x-epoch x-epoch_1.0-1_amd64.deb <<<$'Package: x-epoch\nVersion: 2:1.0-1\nArchitecture: amd64\n'"$rest"
build x-case x-case_1.0_amd64.deb <<<$'package: x-case\nVERSION: 1.0\narchitecture: amd64\nmulti-arch: foreign\ninstalled-size: 12\nPRE-DEPENDS: libc6\nX-oDD-field: kept\n'"$rest"
build x-conffiles x-conffiles_1.0_amd64.deb <<<$'Package: x-conffiles\nVersion: 1.0\nArchitecture: amd64\nConffiles:\n /etc/x-conffiles/one.conf b026324c6904b2a9cb4b88d6d61c81d1\n /etc/x-conffiles/two.conf 26ab0db90d72e28ad0ba1e22ee510510\nX-Notes: first\n  second, indented\n .\n third\n'"$rest"
build x-folded x-folded_1.0_amd64.deb <<<$'Package: x-folded\nVersion: 1.0\nArchitecture: amd64\nDepends: libc6,\n libm6,\n\tlibz1\n'"$rest"
build x-source x-source_1.0_amd64.deb <<<$'Package: x-source\nSource: x-other (0.9-1)\nVersion: 1.0\nArchitecture: amd64\n'"$rest"
build x-udeb x-udeb_1.0_amd64.udeb <<<$'Package: x-udeb\nVersion: 1.0\nArchitecture: amd64\nSection: debian-installer\nPriority: optional\nMaintainer: Nobody <nobody@example.org>\nDescription: a udeb'

# As some other builders write it: members of data.tar named "usr/..." and not "./usr/...".
build x-nodot x-nodot_1.0_amd64.deb <<<$'Package: x-nodot\nVersion: 1.0\nArchitecture: amd64\n'"$rest"
(
  cd "$work/build/x-nodot"
  tar --owner=0 --group=0 -cJf ../data.tar.xz usr etc
  cd ..
  rm -f control.tar.xz debian-binary
  ar x "$work/debs/x-nodot_1.0_amd64.deb" debian-binary
  tar -C x-nodot/DEBIAN --owner=0 --group=0 -cJf control.tar.xz ./control
  rm "$work/debs/x-nodot_1.0_amd64.deb"
  ar rc "$work/debs/x-nodot_1.0_amd64.deb" debian-binary control.tar.xz data.tar.xz
)

# A native source package.
(
  cd "$work/debs"
  mkdir -p "$work/build/x-src-1.0/debian"
  echo text >"$work/build/x-src-1.0/debian/README"
  tar -C "$work/build" --owner=0 --group=0 --mtime=@1700000000 -czf x-src_1.0.tar.gz x-src-1.0
  line() { echo " $("$1" <x-src_1.0.tar.gz | cut -d' ' -f1) $(stat -c %s x-src_1.0.tar.gz) x-src_1.0.tar.gz"; }
  {
    printf '%s\n' 'Format: 1.0' 'Source: x-src' 'Binary: x-src' 'Architecture: all' 'Version: 1.0' \
      'Maintainer: Nobody <nobody@example.org>' 'Standards-Version: 4.6.2' 'Build-Depends: debhelper-compat (= 13)' \
      'Package-List:' ' x-src deb misc optional arch=all'
    echo 'Checksums-Sha1:'; line sha1sum
    echo 'Checksums-Sha256:'; line sha256sum
    echo 'Files:'; line md5sum
  } >x-src_1.0.dsc
)

for tool in entrepot aptly; do
  echo "{\"rootDir\": \"$work/$tool\"}" >"$work/$tool.conf"
  if [ "$tool" = entrepot ]; then run=("$entrepot"); else run=(aptly); fi
  run+=("-config=$work/$tool.conf")
  {
    "${run[@]}" repo create -distribution=trees -component=main r
    "${run[@]}" repo add r "$work/debs"
    "${run[@]}" publish repo -skip-signing -architectures=amd64,source -origin=Origin -label=Label r
  } >"$work/$tool.log" 2>&1 || { echo "compare-trees.sh: $tool failed:" >&2; tail -n 20 "$work/$tool.log" >&2; exit 1; }
done
mkdir -p "$work/reprepro/conf"
printf '%s\n' 'Origin: Origin' 'Label: Label' 'Codename: trees' 'Suite: trees' 'Architectures: amd64 source' 'Components: main' \
  'UDebComponents: main' 'Contents: . .gz' 'DebIndices: Packages Release . .gz' >"$work/reprepro/conf/distributions"
run=(reprepro -b "$work/reprepro" --export=never -C main)
: >"$work/reprepro.log"
# One at a time: what reprepro refuses is a difference too, not the end.
for package in "$work"/debs/*.deb "$work"/debs/*.udeb "$work"/debs/*.dsc; do
  case $package in *.deb) verb=includedeb ;; *.udeb) verb=includeudeb ;; *) verb="-S misc -P optional includedsc" ;; esac
  # shellcheck disable=SC2086 # options are words: a .dsc does not tell section and priority
  "${run[@]}" $verb trees "$package" >>"$work/reprepro.log" 2>&1 ||
    echo "reprepro refuses ${package##*/}: $(tail -n 3 "$work/reprepro.log" | head -n 1)"
done
reprepro -b "$work/reprepro" export trees >>"$work/reprepro.log" 2>&1

python3 "$here/compare-trees.py" "$work/entrepot/public" aptly="$work/aptly/public" reprepro="$work/reprepro"
