# make-dist.sh CHECKOUT COMMIT: builds the distribution and its ahead-of-time cache, unless another process just did.
# Run by entrepot, with JAVA_HOME set.
set -u
here=$1
commit=${2:-unknown}
dist=$here/app/target/dist
log=$here/.mvn/build.log
[ -w "$here/.mvn" ] || {
  echo "entrepot: not built yet, and $here is not writable; run $here/entrepot once as its owner" >&2
  exit 1
}
if command -v flock >/dev/null; then
  exec 9>"$here/.mvn/build.lock"
  flock 9
fi
built=none
[ -r "$dist/built-from" ] && { read -r built || :; } <"$dist/built-from"
[ "$built" != "$commit" ] || exit 0
echo "entrepot: building, which takes a few minutes (only now and when another commit is checked out)" >&2
"$here/mvnw" -q -B -ntp -f "$here/pom.xml" -DskipTests -Dspotless.check.skip=true package >"$log" 2>&1 </dev/null 9>&- || {
  grep -E 'ERROR|mvnw:' "$log" | head -n 12 >&2
  echo "entrepot: the build failed; its whole output is in $log" >&2
  exit 1
}
[ -r "$dist/launch.sh" ] || {
  echo "entrepot: the build made no $dist/launch.sh; its output is in $log" >&2
  exit 1
}
. "$here/.mvn/find-jdk.sh" || exit 1
. "$dist/launch.sh"
for kind in look sets work; do
  [ -n "${ENTREPOT_NO_AOT-}" ] ||
    sh "$here/.mvn/train-aot.sh" "$dist" "$dist/aot-$entrepot_jars-$entrepot_jdk-$kind.aot" >>"$log" 2>&1 </dev/null 9>&-
done
# Last, and at once: who sees it finds everything else.
printf '%s\n' "$commit" >"$dist/.built-from.$$" && mv "$dist/.built-from.$$" "$dist/built-from"
