#!/usr/bin/env bash
# Makes an archive, unpacks it elsewhere, and uses what is in it: the program, the
# library through pkg-config, the pages, the completions. Arguments go to `swift
# build`, so that CI can take what its tests have built.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
Sources/RDCTool/install.sh --archive "$scratch/rdc.tar.gz" -- \
  "${@:---static-swift-stdlib}"
mkdir "$scratch/elsewhere"
tar -C "$scratch/elsewhere" --strip-components 1 -xzf "$scratch/rdc.tar.gz"
prefix=$scratch/elsewhere

"$prefix/bin/rdc" decode Fixtures/golden/7-rung1.rdc -o "$scratch/7.png" --quiet
cmp "$scratch/7.png" Fixtures/golden/7-rung1.distortion.png
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
read -ra flags <<< "$(pkg-config --cflags --libs rdc)"
"${CC:-cc}" -std=c11 Tests/CInterfaceTests/interface.c "${flags[@]}" -lpthread \
  -o "$scratch/interface"
LD_LIBRARY_PATH=$prefix/lib "$scratch/interface" Fixtures
python3 - "$scratch/rdc.cdx.json" "$prefix/share/doc/rdc/sbom.cdx.json" << 'END'
import json
import sys

bill, inside = (json.load(open(path)) for path in sys.argv[1:])
names = {part["name"] for part in bill["components"]}
wanted = {"digits", "photo", "libpng", "zlib", "libzstd", "swift", "swift-numerics"}
assert bill == inside and wanted <= names, names
assert all(part["version"] for part in bill["components"]), bill
END
for file in share/man/man1/rdc.1 share/man/man5/rdc.5 share/fish/vendor_completions.d/rdc.fish \
  share/mime/packages/rdc.xml share/thumbnailers/rdc.thumbnailer \
  share/bash-completion/completions/rdc share/zsh/site-functions/_rdc share/doc/rdc/LICENSE; do
  [ -s "$prefix/$file" ] || { echo "$file is missing" >&2; exit 1; }
done
