# Sets commit to the commit that is checked out in $here, read without starting git; empty outside a checkout.
# Sourced by entrepot.
commit=
git=$here/.git
if [ -f "$git" ]; then
  # A linked work tree.
  { read -r git || :; } <"$git"
  git=${git#gitdir: }
  case $git in /*) ;; *) git=$here/$git ;; esac
fi
if [ -r "$git/HEAD" ]; then
  { read -r commit || :; } <"$git/HEAD"
  case $commit in
  "ref: "*)
    ref=${commit#ref: }
    refs=$git
    if [ -r "$git/commondir" ]; then
      { read -r refs || :; } <"$git/commondir"
      case $refs in /*) ;; *) refs=$git/$refs ;; esac
    fi
    commit=
    if [ -r "$refs/$ref" ]; then
      { read -r commit || :; } <"$refs/$ref"
    elif [ -r "$refs/packed-refs" ]; then
      while read -r packed name; do
        [ "$name" != "$ref" ] || commit=$packed
      done <"$refs/packed-refs"
    fi
    ;;
  esac
fi
