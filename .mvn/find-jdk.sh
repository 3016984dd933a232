# Sets JAVA_HOME to a JDK of at least version 25: the one already set, else the newest below /usr/lib/jvm, else the one
# on PATH. Sourced by mvnw and by entrepot; prints one sentence and returns 1 when there is none.
entrepot_jdk_version() {
  # The release file of a JDK says its version without starting it.
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  entrepot_line=$(grep '^JAVA_VERSION=' "$1/release") || return 1
  entrepot_line=${entrepot_line#*\"}
  entrepot_line=${entrepot_line%%[!0-9]*}
  [ -n "$entrepot_line" ] && [ "$entrepot_line" -ge 25 ]
}
entrepot_find_jdk() {
  [ -n "${JAVA_HOME-}" ] && entrepot_jdk_version "$JAVA_HOME" && return 0
  for entrepot_candidate in /usr/lib/jvm/*; do
    if entrepot_jdk_version "$entrepot_candidate"; then
      JAVA_HOME=$entrepot_candidate
      return 0
    fi
  done
  entrepot_candidate=$(command -v javac) && entrepot_candidate=$(readlink -f "$entrepot_candidate") &&
    entrepot_candidate=${entrepot_candidate%/bin/javac} && entrepot_jdk_version "$entrepot_candidate" &&
    JAVA_HOME=$entrepot_candidate && return 0
  echo "entrepot: no JDK 25 or newer in JAVA_HOME, /usr/lib/jvm or PATH; install one (for example Temurin's temurin-25-jdk) or set JAVA_HOME" >&2
  return 1
}
entrepot_find_jdk && export JAVA_HOME
