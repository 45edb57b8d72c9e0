#!/usr/bin/env bash
# Installs what building needs on Debian 12, by apt: only what is missing, removing nothing. Harmless when run again.
#   scripts/setup.sh             compilers, libraries, tools
#   scripts/setup.sh --clients   also the real clients that some tests drive: kubectl, aws, chromium, Python's clients
set -euo pipefail
cd "$(dirname "$0")/.."

build_packages=(
  ccache clang-19 clang-format-19 clang-tidy-19 cmake g++ libclang-rt-19-dev lld-19 ninja-build pkg-config
  libbenchmark-dev libboost1.81-dev libcli11-dev libcpp-httplib-dev libexpected-dev libfmt-dev libgmock-dev
  libgtest-dev libmimalloc-dev libpugixml-dev librapidcheck-dev libre2-dev libssl-dev libxxhash-dev libyaml-cpp-dev zlib1g-dev
  nlohmann-json3-dev
)
client_packages=(chromium python3-boto3 python3-kubernetes)
clients_folder=build/clients # Debian's own kubectl or aws, where they cannot be installed beside a vendor's

usage() {
  sed -n '2,4p' "$0" | cut -c3-
  exit "$1"
}

with_clients=false
for argument in "$@"; do
  case "$argument" in
    --clients) with_clients=true ;;
    --help | -h) usage 0 ;;
    *) usage 2 >&2 ;;
  esac
done

say() { echo "setup: $*"; }
installed() { [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]; }

as_root=()
if ((EUID != 0)); then as_root=(sudo); fi
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@"; }

updated=false
update_once() {
  if $updated; then return; fi
  apt update
  updated=true
}

install_missing() {
  local missing=() package
  for package in "$@"; do
    installed "$package" || missing+=("$package")
  done
  if ((${#missing[@]} == 0)); then return 0; fi
  say "installing ${missing[*]}"
  update_once
  apt install -y --no-remove --no-install-recommends "${missing[@]}"
}

# Debian has two versions of Boost's headers, and only one of them fits on a machine.
if installed libboost1.74-dev && ! installed libboost1.81-dev; then
  say "libboost1.74-dev is installed and conflicts with libboost1.81-dev, which nlbsim needs (Boost.URL and Describe are" \
    "not in 1.74)." >&2
  say "Nothing was removed. If nothing else needs it: apt-get remove libboost1.74-dev, then run this again." >&2
  exit 1
fi

# A client program: the machine's own, else Debian's package, else Debian's package unpacked beside everything else.
provide_client() {
  local program=$1 package=$2
  if command -v "$program" >/dev/null || [[ -x "$clients_folder/usr/bin/$program" ]]; then return; fi
  if install_missing "$package"; then return; fi
  say "$package cannot be installed beside what is here; unpacking it into $clients_folder"
  local scratch
  scratch=$(mktemp -d)
  chmod 755 "$scratch" # apt drops its privileges to download
  (cd "$scratch" && apt-get -q download "$package")
  mkdir -p "$clients_folder"
  dpkg -x "$scratch"/*.deb "$clients_folder"
  rm -r "$scratch"
}

install_missing "${build_packages[@]}"
if $with_clients; then
  install_missing "${client_packages[@]}"
  provide_client kubectl kubernetes-client
  provide_client aws awscli
fi
say "everything needed is here"
