#!/usr/bin/env bash
# Fails if a C++ file of the tree is not laid out as .clang-format says. To repair: clang-format-19 -i FILE...
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files --cached --others --exclude-standard -z -- '*.cc' '*.h' |
  xargs -0 -r -n 40 -P 2 clang-format-19 --dry-run -Werror
