#!/usr/bin/env bash
# The museum of known defects: does exploration find each of them?
#   scripts/museum.sh            builds and explores every exhibit of scenarios/museum/; exit 1 if one is missed
#   scripts/museum.sh NAME...    these exhibits only
#   scripts/museum.sh --check    builds nothing: are all exhibits well-formed, and does every patch apply?
# An exhibit is a text that says what the defect is and where tier T1 finds it, and then either a patch that puts the
# defect back into the engine, or the name of a profile that has it. Patches are applied to a copy of the tree under
# build/museum/, one at a time; the copy is built where it was built last time, so each costs a few files.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
museum=scenarios/museum
tree=$root/build/museum/tree
program=$tree/build/release/nlbsim
jobs=${NLBSIM_JOBS:-2}

say() { echo "museum: $*"; }
complain() { echo "museum: $*" >&2; }

# The value of a key of an exhibit's head: what ends at the first empty line. A value may go on in indented lines.
value() { # FILE KEY
  awk -v key="$2: " '
    /^$/ { exit }
    /^  / { if (found) text = text " " substr($0, 3); next }
    { found = index($0, key) == 1; if (found) text = substr($0, length(key) + 1) }
    END { print text }' "$1"
}

is_well_formed() { # FILE
  local key good=true
  for key in Defect Origin Scenario Oracle; do
    [[ -n $(value "$1" "$key") ]] || { complain "$1: its head lacks \"$key:\""; good=false; }
  done
  [[ -e scenarios/library/$(value "$1" Scenario) ]] || { complain "$1: there is no such scenario in the library"; good=false; }
  if [[ $1 == *.profile ]]; then
    [[ -n $(value "$1" Profile) ]] || { complain "$1: its head lacks \"Profile:\""; good=false; }
  elif ! git apply --check "$1"; then
    complain "$1: the patch does not apply any more: make it anew on the present engine"
    good=false
  fi
  $good
}

# Makes the copy equal to the tree, and touches only what differs.
copy_tree() {
  mkdir -p "$tree"
  local wanted there
  wanted=$(mktemp)
  there=$(mktemp)
  git ls-files --cached --others --exclude-standard -- ':!scenarios/museum' | sort >"$wanted"
  (cd "$tree" && find . -path ./build -prune -o -type f -print | cut -c3- | sort) >"$there"
  comm -13 "$wanted" "$there" | (cd "$tree" && xargs -r -d '\n' rm)
  local file
  while IFS= read -r file; do
    [[ -e $file ]] || continue
    cmp -s "$file" "$tree/$file" && continue
    mkdir -p "$tree/$(dirname "$file")"
    cp "$file" "$tree/$file"
  done <"$wanted"
  rm "$wanted" "$there"
}

build() {
  local log=$root/build/museum/build.log
  (
    cd "$tree"
    [[ -e build/release/build.ninja ]] || cmake --preset release
    cmake --build --preset release --target nlbsim -j "$jobs"
  ) >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    return 1
  }
}

# Prints the first plan that led the oracle to it, or nothing.
first_plan() { # FILE
  local profile options=()
  profile=$(value "$1" Profile)
  [[ -z $profile ]] || options=(--profile "$profile")
  "$program" explore "$tree/scenarios/library/$(value "$1" Scenario)" --tier T1 --jobs "$jobs" "${options[@]}" |
    awk -v oracle="$(value "$1" Oracle)" '$1 == "FOUND" { found = $2 == oracle; next } found { print substr($0, 3); found = 0 }' |
    head -n 1 || true
}

# One line about an exhibit. Leaves the copy as the tree is.
show() { # FILE
  local name plan=
  name=$(basename "$1")
  if [[ $1 == *.patch ]]; then git apply --directory="${tree#"$root"/}" "$1"; fi
  if build; then plan=$(first_plan "$1"); else complain "$1: the engine does not compile with it"; fi
  [[ $1 != *.patch ]] || copy_tree
  if [[ -n $plan ]]; then
    printf 'found   %-42s %-5s %s\n' "$name" "$(value "$1" Oracle)" "$plan"
  else
    printf 'missed  %-42s %-5s %s\n' "$name" "$(value "$1" Oracle)" "$(value "$1" Scenario)"
    return 1
  fi
}

only_check=false exhibits=()
for argument in "$@"; do
  case "$argument" in
    --check) only_check=true ;;
    --help | -h)
      sed -n '2,8p' "$0" | cut -c3-
      exit 0
      ;;
    -*)
      complain "unknown option $argument; there is --check"
      exit 2
      ;;
    *)
      known=("$museum/$argument."*)
      [[ -e ${known[0]} ]] || { complain "there is no exhibit $argument in $museum"; exit 2; }
      exhibits+=("${known[@]}")
      ;;
  esac
done
if ((${#exhibits[@]} == 0)); then exhibits=("$museum"/*.profile "$museum"/*.patch); fi

good=true
for file in "${exhibits[@]}"; do is_well_formed "$file" || good=false; done
$good || exit 1
if $only_check; then
  say "${#exhibits[@]} exhibits are in order"
  exit 0
fi

copy_tree
found=0
for file in "${exhibits[@]}"; do
  if show "$file"; then found=$((found + 1)); fi
done
say "$found of ${#exhibits[@]} exhibits found"
((found == ${#exhibits[@]}))
