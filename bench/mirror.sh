#!/usr/bin/env bash
# Compares Entrepot with aptly, reprepro and debmirror as mirrors of one archive: wall time, CPU time and peak memory of the
# first update and of one when nothing changed. Prints a Markdown table.
#
#   bench/mirror.sh CORPUS [ENTREPOT]
#
#   CORPUS    a directory of .deb files for amd64 and all, searched recursively
#   ENTREPOT  the program to measure; default: ./entrepot of this checkout
#   LIMIT     seconds that one step may take; default 1800
#   TOOLS     which tools; default "entrepot aptly reprepro debmirror"
#
# The archive is made by apt-ftparchive, signed by a key of its own, and served by nginx on loopback. Everything written is
# below a temporary directory (TMPDIR) that is removed at the end.
set -euo pipefail

corpus=$(realpath "${1:?usage: bench/mirror.sh CORPUS [ENTREPOT]}")
entrepot=$(realpath "${2:-$(dirname "$0")/../entrepot}")
limit=${LIMIT:-1800}
tools=${TOOLS:-entrepot aptly reprepro debmirror}
for tool in nginx apt-ftparchive gpg /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "mirror.sh: $tool is missing: apt-get install nginx-light apt-utils gpg time" >&2; exit 2; }
done

work=$(mktemp -d "${TMPDIR:-/tmp}/entrepot-mirror.XXXXXX")
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
export HOME=$work/home GNUPGHOME=$work/gnupg LC_ALL=C.UTF-8
mkdir -p "$HOME" "$work/up/pool/main" "$work/up/dists/stable/main/binary-amd64"
mkdir -m 700 "$GNUPGHOME"
results=$work/results
: >"$results"

gpg --batch --quiet --passphrase '' --quick-generate-key 'Bench <bench@example.org>' rsa2048 sign never
gpg --export >"$work/key.gpg"
cp "$work/key.gpg" "$GNUPGHOME/trustedkeys.gpg"
find "$corpus" -name '*.deb' -exec ln -t "$work/up/pool/main" {} + 2>/dev/null ||
  find "$corpus" -name '*.deb' -exec cp -n -t "$work/up/pool/main" {} +
chmod -R a+rX "$work"
(
  cd "$work/up"
  apt-ftparchive packages pool/main >dists/stable/main/binary-amd64/Packages
  gzip -k dists/stable/main/binary-amd64/Packages
  xz -k -T0 dists/stable/main/binary-amd64/Packages
  cd dists/stable
  apt-ftparchive -o APT::FTPArchive::Release::Suite=stable -o APT::FTPArchive::Release::Codename=stable \
    -o APT::FTPArchive::Release::Architectures=amd64 -o APT::FTPArchive::Release::Components=main release . >Release
  gpg --batch --yes --clearsign -o InRelease Release
  gpg --batch --yes --armor -b -o Release.gpg Release
)
port=$((20000 + RANDOM % 20000))
cat >"$work/nginx.conf" <<END
daemon off; pid $work/pid; error_log $work/error.log; worker_processes 1; user root;
events { worker_connections 512; }
http {
  access_log off; sendfile on; keepalive_requests 100000;
  client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c; uwsgi_temp_path $work/d; scgi_temp_path $work/e;
  server { listen 127.0.0.1:$port; root $work/up; }
}
END
nginx -c "$work/nginx.conf" -p "$work" 2>/dev/null &
server=$!
url=http://127.0.0.1:$port

# measure TOOL STEP COMMAND...: appends "tool step seconds CPU-seconds KiB", with "-" for all when the command fails or takes too long.
measure() {
  local tool=$1 step=$2 seconds user system rss
  shift 2
  if /usr/bin/time -f '%e %U %S %M' -o "$work/time" timeout "$limit" "$@" >"$work/log" 2>&1; then
    read -r seconds user system rss <"$work/time"
  else
    echo "mirror.sh: $tool $step failed; the end of its output:" >&2
    tail -n 5 "$work/log" >&2
    seconds=- user=0 system=0 rss=-
  fi
  echo "$tool $step $seconds $(echo "$user $system" | awk '{ print $1 + $2 }') $rss" >>"$results"
  echo "$tool $step: $seconds s" >&2
}

for tool in $tools; do
  case $tool in
  entrepot)
    echo "{\"rootDir\": \"$work/entrepot\"}" >"$HOME/.entrepot.conf"
    "$entrepot" mirror create -keyring="$work/key.gpg" m "$url" stable >/dev/null
    set -- "$entrepot" mirror update m
    ;;
  aptly)
    echo "{\"rootDir\": \"$work/aptly\"}" >"$HOME/.aptly.conf"
    aptly mirror create -keyring="$work/key.gpg" m "$url" stable >/dev/null
    set -- aptly mirror update -keyring="$work/key.gpg" m
    ;;
  reprepro)
    mkdir -p "$work/reprepro/conf"
    printf 'Codename: stable\nArchitectures: amd64\nComponents: main\nUpdate: up\n' >"$work/reprepro/conf/distributions"
    printf 'Name: up\nMethod: %s\nSuite: stable\nArchitectures: amd64\nVerifyRelease: blindtrust\n' "$url" >"$work/reprepro/conf/updates"
    set -- reprepro -s -b "$work/reprepro" update
    ;;
  debmirror)
    set -- debmirror "$work/debmirror" --method=http --host="127.0.0.1:$port" --root=/ --dist=stable --section=main --arch=amd64 \
      --nosource --no-check-gpg --rsync-extra=none --timeout=60
    ;;
  esac
  sync
  measure "$tool" first "$@"
  measure "$tool" unchanged "$@"
done

echo "| tool | step | seconds | CPU seconds | MiB |"
echo "|---|---|---|---|---|"
while read -r tool step seconds cpu rss; do
  echo "| $tool | $step | $seconds | $cpu | $([ "$rss" = - ] && echo - || echo $((rss / 1024))) |"
done <"$results"
echo "$(find "$work/up/pool" -name '*.deb' | wc -l) packages, $(du -sm "$work/up/pool" | cut -f1) MiB; $(nproc) processors; $(git -C "$(dirname "$0")" rev-parse --short HEAD)"
