# train-aot.sh DIST CACHE: makes the ahead-of-time cache CACHE, unless another process does. Run by entrepot and
# make-dist.sh, with JAVA_HOME set. A JVM uses a cache only with the same class path, collector and module options.
# The name of a cache ends in what it serves: -look.aot, -sets.aot, -work.aot.
#
# The name of a cache holds the digest of all jars: JDK 25 runs stale classes from a cache of other jars (JDK-8377932).
set -u
dist=$1
cache=$2
[ -w "$dist" ] || exit 0
if command -v flock >/dev/null; then
  exec 9>"$dist/.aot.lock"
  flock -n 9 || exit 0
fi
. "$dist/launch.sh"
# Under the lock, what others left behind belongs to nobody.
trained=
[ -r "$dist/trained-in" ] && { read -r trained || :; } <"$dist/trained-in"
if [ "$trained" != "$dist" ]; then
  rm -f "$dist"/aot-*
  printf '%s\n' "$dist" >"$dist/.trained-in.$$" && mv "$dist/.trained-in.$$" "$dist/trained-in" || exit 0
fi
[ ! -e "$cache" ] && [ ! -e "$cache.failed" ] || exit 0
rm -rf "$dist"/.aot-new.*
for old in "$dist"/aot-*; do
  case $old in "$dist/aot-$entrepot_jars-"*) ;; *) rm -f "$old" ;; esac
done
new=$dist/.aot-new.$$
mkdir "$new" || exit 0
trap 'rm -rf "$new"' EXIT
trap 'exit 1' HUP INT TERM
kind=${cache##*-}
kind=${kind%.aot}
train() {
  # shellcheck disable=SC2086 # options are words
  "$JAVA_HOME/bin/java" $entrepot_jvm -cp "$entrepot_classpath" "$@" \
    -Dentrepot.home="$dist" -Dorg.sqlite.lib.path="$dist/native" -DZstdNativePath="$dist/native/libzstd-jni.so" \
    org.entrepot.app.pack.Training "$kind" "$new/store" 9>&-
}
# What there is to look at is made by another process: a cache holds the classes that the training used.
[ "$kind" = work ] || kind=work train -Xlog:disable
train "-XX:AOTCacheOutput=$new/cache.aot"
if [ -s "$new/cache.aot" ]; then
  mv "$new/cache.aot" "$cache"
else
  # Not tried again at every command.
  : >"$cache.failed"
fi
