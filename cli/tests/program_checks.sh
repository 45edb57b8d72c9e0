# What the tests of one command of nlbsim share, to be sourced: `expect CODE ARGUMENT...` runs "$program" "$command" and
# checks its exit code; says, complains and silent look at what it printed. Sourced with the program as its argument.
program=$1
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
fail() {
  echo "failed: $*" >&2
  echo "--- stdout" >&2
  cat "$scratch/out" >&2
  echo "--- stderr" >&2
  cat "$scratch/err" >&2
  exit 1
}
expect() {
  local wanted=$1 code=0
  shift
  "$program" "$command" "$@" >"$scratch/out" 2>"$scratch/err" || code=$?
  [[ $code == "$wanted" ]] || fail "nlbsim $command $* ended with $code, not $wanted"
}
says() { grep -qF -- "$1" "$scratch/out" || fail "stdout does not say: $1"; }
complains() { grep -qF -- "$1" "$scratch/err" || fail "stderr does not say: $1"; }
silent() { ! grep -qF -- "$1" "$scratch/out" || fail "stdout says: $1"; }
