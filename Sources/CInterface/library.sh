#!/usr/bin/env bash
# Builds librdc for Linux and prints its path: the Swift runtime inside, no
# symbols but those of rdc.h. Arguments go to `swift build`.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
arguments=(-c release --product rdc-c "$@")
swift build "${arguments[@]}" >&2
built=$(swift build "${arguments[@]}" --show-bin-path)
# SwiftPM links the runtime into programs alone, so the objects are linked here.
read -ra needed <<< "$(pkg-config --libs libpng zlib libzstd)"
swiftc -emit-library -static-stdlib -use-ld=lld \
  "@$built/rdc-c.product/Objects.LinkFileList" "${needed[@]}" \
  -Xlinker -soname=librdc.so.0 -Xlinker "--version-script=$here/rdc.map" \
  -Xlinker --gc-sections -Xlinker --strip-all -o "$built/librdc.so.0"
ln -sf librdc.so.0 "$built/librdc.so"
echo "$built/librdc.so"
