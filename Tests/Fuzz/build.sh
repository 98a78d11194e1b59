#!/usr/bin/env bash
# Builds what run.sh runs, and prints its path. SwiftPM would link a program with
# libFuzzer's `main` beside its own, so the objects are linked here. The tests share
# the build: swift test $(Tests/Fuzz/build.sh --flags).
set -euo pipefail
cd "$(dirname "$0")/../.."
coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table
flags=(-c release --scratch-path .build/sanitized --sanitize address
  -Xswiftc -enable-testing -Xswiftc "-sanitize-coverage=$coverage"
  -Xcc -fsanitize=fuzzer-no-link,undefined -Xcc -fno-sanitize-recover=undefined)
if [ "${1:-}" = --flags ]; then
  echo "${flags[@]}"
  exit
fi
swift build "${flags[@]}" --product Fuzz "$@" >&2
built=$(swift build "${flags[@]}" --show-bin-path)
read -ra needed <<< "$(pkg-config --libs libpng zlib libzstd)"
swiftc -sanitize=address,fuzzer \
  "@$built/Fuzz.product/Objects.LinkFileList" "${needed[@]}" \
  -o "$built/rdc-fuzz" >&2
echo "$built/rdc-fuzz"
