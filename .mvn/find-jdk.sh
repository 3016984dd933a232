# Sets and exports JAVA_HOME, a JDK of version 25 or newer: the one already set, else one below /usr/lib/jvm,
# else the one on PATH. Sets entrepot_jdk to its maker and exact build. Sourced by mvnw and by entrepot; says
# one sentence and returns 1 when there is none. Runs no other process unless it has to look at PATH.
entrepot_jdk_of() {
  # The release file tells the version without starting anything. Its lines are sorted, and read costs a system call a
  # byte: stop at the version.
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  entrepot_maker=
  entrepot_jdk=
  while IFS='=' read -r entrepot_key entrepot_value; do
    entrepot_value=${entrepot_value#\"}
    case $entrepot_key in
    IMPLEMENTOR) entrepot_maker=${entrepot_value%\"} ;;
    JAVA_RUNTIME_VERSION)
      entrepot_jdk=${entrepot_value%\"}
      break
      ;;
    esac
  done <"$1/release"
  entrepot_major=${entrepot_jdk%%[!0-9]*}
  [ -n "$entrepot_major" ] && [ "$entrepot_major" -ge 25 ] || return 1
  entrepot_jdk="$entrepot_maker $entrepot_jdk"
  # It becomes part of a file name.
  case $entrepot_jdk in */*) entrepot_jdk="unknown ${entrepot_major}" ;; esac
}
entrepot_find_jdk() {
  [ -n "${JAVA_HOME-}" ] && entrepot_jdk_of "$JAVA_HOME" && return 0
  case $- in *f*) entrepot_noglob=1 && set +f ;; *) entrepot_noglob= ;; esac
  set -- /usr/lib/jvm/*
  [ -z "$entrepot_noglob" ] || set -f
  for entrepot_candidate; do
    entrepot_jdk_of "$entrepot_candidate" && JAVA_HOME=$entrepot_candidate && return 0
  done
  entrepot_candidate=$(command -v javac) && entrepot_candidate=$(readlink -f "$entrepot_candidate") &&
    entrepot_candidate=${entrepot_candidate%/bin/javac} && entrepot_jdk_of "$entrepot_candidate" &&
    JAVA_HOME=$entrepot_candidate && return 0
  echo "entrepot: found no JDK 25 or newer in JAVA_HOME, /usr/lib/jvm or PATH; install one (for example temurin-25-jdk) or set JAVA_HOME" >&2
  return 1
}
entrepot_find_jdk && export JAVA_HOME
