#!/bin/sh
# Makes the figures of docs/backtest.md from New York City's capital projects.
#   docs/backtest-nyc.sh FILE.csv [WORK-DIRECTORY]
# The file is not shipped; docs/backtest.md says where it comes from. Without it nothing is done.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
data=${1:-capital-projects.csv}
if [ ! -f "$data" ]; then
  echo "skipped: $data is not there; docs/backtest.md says where it comes from"
  exit 0
fi
work=${2:-$(mktemp -d)}
attention() { # exit code 3: rows or tolerances were refused, and listed
  "$@" || [ $? -eq 3 ]
}
attention "$root/plimsoll" import "$data" --mapping nyc-capital --data-dir "$work/data"
"$root/plimsoll" export "$work/export" --data-dir "$work/data"
attention "$root/plimsoll" backtest --policy prince2 --export "$work/export"
cat > "$work/ahead.yaml" <<'POLICY'
name: Told ahead
source: docs/backtest.md
granted by: New York City
reason: the limits of the mapping, and what the trend of the reports makes expected
applies to: every project
tolerances:
  - id: cost
    kind: cost
    measure: cost growth over original baseline
    limit: at most +10 %
    forecast: 365 days
  - id: time
    kind: time
    measure: finish slip against original baseline
    limit: at most 180 days
    forecast: 365 days
POLICY
"$root/plimsoll" backtest --policy "$work/ahead.yaml" --export "$work/export"
"$root/plimsoll" backtest --policy "$work/ahead.yaml" --export "$work/export" --sweep time.limit=30..360:30
"$root/plimsoll" backtest --policy "$work/ahead.yaml" --export "$work/export" --sweep cost.limit=2.5..30:2.5
