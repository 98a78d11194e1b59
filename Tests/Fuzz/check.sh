#!/usr/bin/env bash
# A fixed number of inputs of each target, what CI has time for. The seed is fixed, so
# that a run repeats; run.sh goes on from here.
set -euo pipefail
cd "$(dirname "$0")/../.."
RDC_FUZZER=$(Tests/Fuzz/build.sh "$@")
export RDC_FUZZER
log=$(mktemp)
trap 'rm -f "$log"' EXIT
while read -r target runs; do
  if ! Tests/Fuzz/run.sh "$target" -runs="$runs" -seed=1 2> "$log"; then
    cat "$log"
    exit 1
  fi
  echo "$target: $runs inputs"
done << 'END'
container 50000
idx 30000
png 20000
digits 2000
photos 2000
sections 2000
packs 200
END
