#!/usr/bin/env bash
# Fuzzes a reader under the address and undefined-behaviour sanitizers:
#   run.sh TARGET [option of libFuzzer]...
# It ends at the first finding, or at -runs=N or -max_total_time=SECONDS. Corpus and
# findings are in .build/fuzz/TARGET. A finding becomes a file with a name in
# Fixtures/fuzz/TARGET, which the tests read from then on.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${1:?usage: run.sh TARGET [option of libFuzzer]...}
shift

fuzzer=${RDC_FUZZER:-}
if [ -z "$fuzzer" ]; then
  fuzzer=$(Tests/Fuzz/build.sh)
fi

folder=.build/fuzz/$target
mkdir -p "$folder/corpus" "$folder/seeds" "$folder/findings"
seeds=("$folder/seeds")
if [ -d "Fixtures/fuzz/$target" ]; then
  seeds+=("Fixtures/fuzz/$target")
fi
export RDC_FUZZ_TARGET=$target RDC_FUZZ_SEEDS=$folder/seeds
# A signal ends the process at once; Swift's own report can take minutes.
export SWIFT_BACKTRACE=enable=no
exec "$fuzzer" -dict=Tests/Fuzz/words.dict -max_len=65536 -len_control=20 \
  -timeout=20 -malloc_limit_mb=512 -rss_limit_mb=3000 \
  -artifact_prefix="$folder/findings/" -print_final_stats=1 \
  "$@" "$folder/corpus" "${seeds[@]}"
