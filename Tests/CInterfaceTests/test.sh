#!/usr/bin/env bash
# Builds librdc and the program that uses every function of rdc.h, runs it under
# AddressSanitizer, and checks what the library needs and what it gives.
# An argument is a librdc.so that is already built.
set -euo pipefail
cd "$(dirname "$0")/../.."
library=${1:-$(Sources/CInterface/library.sh)}
folder=$(cd "$(dirname "$library")" && pwd)
header=Sources/CInterface/include
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
compiler=${CC:-cc}

warnings=(-Wall -Wextra -Wpedantic -Werror)
echo '#include "rdc.h"' > "$scratch/alone.c"
cp "$scratch/alone.c" "$scratch/alone.cpp"
"$compiler" -std=c99 "${warnings[@]}" -I$header -c "$scratch/alone.c" \
  -o "$scratch/alone.o"
"${CXX:-c++}" -std=c++11 "${warnings[@]}" -I$header -c "$scratch/alone.cpp" \
  -o "$scratch/alone.o"

# Every function of the header is there, and nothing else.
grep -o '\brdc_[a-z_]*(' $header/rdc.h | tr -d '(' | sort -u \
  > "$scratch/declared"
nm -D --defined-only "$library" | awk '{ print $3 }' | sort \
  > "$scratch/defined"
diff "$scratch/declared" "$scratch/defined"

# The Swift runtime is inside: only C's and C++'s libraries beside our three.
readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' \
  > "$scratch/needed"
allowed='^(libpng16|libz|libzstd|libc|libm|libstdc\+\+|libgcc_s|libdl|libpthread|ld-linux.*)\.so'
if grep -Ev "$allowed" "$scratch/needed"; then
  echo "librdc needs the libraries above" >&2
  exit 1
fi

# Every function is used.
while read -r function; do
  grep -q "$function(" Tests/CInterfaceTests/interface.c || {
    echo "interface.c does not use $function" >&2
    exit 1
  }
done < "$scratch/declared"

"$compiler" -std=c11 -g -fsanitize=address,undefined "${warnings[@]}" \
  -I$header Tests/CInterfaceTests/interface.c -L"$folder" -lrdc -lpthread \
  -Wl,-rpath,"$folder" -o "$scratch/interface"
"$scratch/interface" Fixtures
