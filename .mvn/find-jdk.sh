# Sets JAVA_HOME to a JDK of at least version 25: the one already set, else the first below /usr/lib/jvm, else the one on
# PATH; and entrepot_jdk to its exact build. Sourced by mvnw and by entrepot; prints one sentence and returns 1 when there
# is none. Starts no process in the usual cases: it is on the way of every command.
entrepot_jdk_of() {
  # The release file of a JDK says its version without starting it.
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  entrepot_jdk=
  while IFS='=' read -r entrepot_key entrepot_value; do
    [ "$entrepot_key" = JAVA_RUNTIME_VERSION ] && entrepot_jdk=${entrepot_value#\"} && entrepot_jdk=${entrepot_jdk%\"}
  done <"$1/release"
  entrepot_major=${entrepot_jdk%%[!0-9]*}
  [ -n "$entrepot_major" ] && [ "$entrepot_major" -ge 25 ]
}
entrepot_find_jdk() {
  [ -n "${JAVA_HOME-}" ] && entrepot_jdk_of "$JAVA_HOME" && return 0
  for entrepot_candidate in /usr/lib/jvm/*; do
    entrepot_jdk_of "$entrepot_candidate" && JAVA_HOME=$entrepot_candidate && return 0
  done
  entrepot_candidate=$(command -v javac) && entrepot_candidate=$(readlink -f "$entrepot_candidate") &&
    entrepot_candidate=${entrepot_candidate%/bin/javac} && entrepot_jdk_of "$entrepot_candidate" &&
    JAVA_HOME=$entrepot_candidate && return 0
  echo "entrepot: no JDK 25 or newer in JAVA_HOME, /usr/lib/jvm or PATH; install one (for example Temurin's temurin-25-jdk) or set JAVA_HOME" >&2
  return 1
}
entrepot_find_jdk && export JAVA_HOME
