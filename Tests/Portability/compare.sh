#!/usr/bin/env bash
# Compares the kernels' checksums between this machine's instruction sets and
# aarch64 (gcc-aarch64-linux-gnu, qemu-user; left out where they are missing).
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sources=(Tests/Portability/kernels.c Sources/CKernels/*.c)
# GCC does not know the pragma that keeps products and sums apart.
flags=(-std=gnu11 -O2 -ffp-contract=off -ISources/CKernels/include
  -ISources/CKernels -lm)

"${CC:-cc}" "${sources[@]}" "${flags[@]}" -o "$scratch/here"
"$scratch/here" 0 > "$scratch/expected"
echo "$(uname -m), baseline: $(wc -l < "$scratch/expected") checksums"

compare() {
  local name=$1 status=0
  shift
  "$@" > "$scratch/found" 2> "$scratch/error" || status=$?
  if [ $status -eq 3 ]; then
    echo "$name: $(cat "$scratch/error"), left out"
  elif [ $status -ne 0 ]; then
    cat "$scratch/error"
    exit 1
  else
    diff "$scratch/expected" "$scratch/found"
    echo "$name: equal"
  fi
}

compare "instruction set 1" "$scratch/here" 1
compare "instruction set 2" "$scratch/here" 2
if command -v aarch64-linux-gnu-gcc qemu-aarch64 > /dev/null; then
  aarch64-linux-gnu-gcc -static "${sources[@]}" "${flags[@]}" -o "$scratch/arm"
  compare "aarch64" qemu-aarch64 "$scratch/arm" 0
else
  echo "aarch64: no cross compiler or emulator here, left out"
fi
