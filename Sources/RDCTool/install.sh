#!/usr/bin/env bash
# Installs rdc for Linux: program, man pages, completions, librdc and its header,
# and what makes file managers show .rdc files as pictures.
#
#   install.sh --prefix DIR               into DIR/bin, DIR/lib and so on
#   install.sh --archive FILE.tar.gz      into an archive to unpack anywhere, and
#                                         FILE.cdx.json, its bill of materials
#
# What follows `--` goes to `swift build` instead of --static-swift-stdlib, which
# puts the Swift runtime into the program.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
usage="usage: install.sh --prefix DIR | --archive FILE.tar.gz [-- OPTIONS]"
[ $# -ge 2 ] || { echo "$usage" >&2; exit 64; }
mode=$1
# Of the caller's folder, not of the repository.
target=$(realpath -m "$2")
shift 2
options=(--static-swift-stdlib)
if [ $# -gt 0 ]; then
  [ "$1" = -- ] || { echo "$usage" >&2; exit 64; }
  shift
  options=("$@")
fi
cd "$here/../.."

swift build -c release --product rdc "${options[@]}" >&2
library=$(Sources/CInterface/library.sh "${options[@]}")
program=$(swift build -c release "${options[@]}" --show-bin-path)/rdc
version=$("$program" --version)

place() {
  local root=$1 page shell
  install -s -Dm755 "$program" "$root/bin/rdc"
  install -Dm755 "$library.0" "$root/lib/librdc.so.0"
  ln -sf librdc.so.0 "$root/lib/librdc.so"
  install -Dm644 Sources/CInterface/include/rdc.h "$root/include/rdc.h"
  mkdir -p "$root/lib/pkgconfig"
  # The folders are found from the file's own place.
  cat > "$root/lib/pkgconfig/rdc.pc" << END
prefix=\${pcfiledir}/../..
Name: rdc
Description: Lossy image codec whose reader chooses what a picture is faithful to
Version: $version
Cflags: -I\${prefix}/include
Libs: -L\${prefix}/lib -lrdc
END
  for page in man/*.[15]; do
    install -Dm644 "$page" "$root/share/man/man${page##*.}/${page##*/}"
  done
  mkdir -p "$root/share/bash-completion/completions" \
    "$root/share/zsh/site-functions" "$root/share/fish/vendor_completions.d"
  complete() { "$program" --generate-completion-script "$1"; }
  complete bash > "$root/share/bash-completion/completions/rdc"
  complete zsh > "$root/share/zsh/site-functions/_rdc"
  complete fish > "$root/share/fish/vendor_completions.d/rdc.fish"
  install -Dm644 Sources/RDCTool/Desktop/rdc.xml \
    "$root/share/mime/packages/rdc.xml"
  install -Dm644 Sources/RDCTool/Desktop/rdc.thumbnailer \
    "$root/share/thumbnailers/rdc.thumbnailer"
  install -Dm644 LICENSE "$root/share/doc/rdc/LICENSE"
}

case $mode in
  --prefix)
    place "$target"
    if command -v update-mime-database > /dev/null; then
      update-mime-database "$target/share/mime"
    fi
    echo "rdc $version is in $target"
    ;;
  --archive)
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    name=rdc-$version-linux-$(uname -m)
    place "$scratch/$name"
    # Beside the archive and in it: what it is made of.
    python3 "$here/sbom.py" "$program" > "$scratch/sbom.json"
    cp "$scratch/sbom.json" "$scratch/$name/share/doc/rdc/sbom.cdx.json"
    cp "$scratch/sbom.json" "${target%.tar.gz}.cdx.json"
    tar -C "$scratch" --sort=name --owner=0 --group=0 --numeric-owner \
      -czf "$scratch/archive" "$name"
    mv "$scratch/archive" "$target"
    echo "$target: $name, $(stat -c %s "$target") bytes"
    ;;
  *)
    echo "$usage" >&2
    exit 64
    ;;
esac
