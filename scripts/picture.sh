#!/usr/bin/env bash
# Makes docs/report.png, the picture of the README, from a real report: picture.sh [PROGRAM]. Needs Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-build/release/nlbsim}")
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
"$program" run scenarios/library/happy-path/hp-all-at-once.yaml --out "$scratch/report" >/dev/null
"$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$scratch/profile" \
  --window-size=1280,860 --virtual-time-budget=5000 --screenshot="$PWD/docs/report.png" \
  "file://$scratch/report/report.html#scenario=hp-all-at-once" 2>/dev/null
echo "docs/report.png: $(stat -c %s docs/report.png) bytes"
