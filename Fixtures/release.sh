#!/usr/bin/env bash
# Freezes a version: release.sh VERSION. From then on every later rdc decodes the files
# in Fixtures/released/VERSION to the same pixels, with the same packs; the tests
# say so, and Fixtures/regenerate.sh writes none of them anew.
#
# It writes the version in its places and the changelog's heading, and copies what has
# digests. Build, test and commit afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?usage: release.sh VERSION}
if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  echo "'$version' is no version such as 1.0.0" >&2
  exit 64
fi
folder=Fixtures/released/$version
if [ -e "$folder" ]; then
  echo "$folder is there: $version was released" >&2
  exit 1
fi
if ! grep -qx '## Unreleased' CHANGELOG.md; then
  echo "CHANGELOG.md has no section 'Unreleased'" >&2
  exit 1
fi

former=$(sed -n 's/.*version = "\(.*\)"/\1/p' Sources/RDC/Release.swift)
for file in Sources/RDC/Release.swift Sources/Python/pyproject.toml \
  Tests/CInterfaceTests/interface.c; do
  sed -i "s/\"${former//./\\.}\"/\"$version\"/" "$file"
  grep -q "\"$version\"" "$file" || { echo "$file: no version" >&2; exit 1; }
done
sed -i "s/^## Unreleased\$/## $version/" CHANGELOG.md

mkdir -p "$folder"
cp -r Fixtures/golden Fixtures/conformance "$folder"
# The packs that these files name. One that is not embedded any more belongs into
# Fixtures/packs, with its bytes as they are.
(
  cd Fixtures/released
  find "$version" -type f -print0 | sort -z | xargs -0 sha256sum >> SHA256SUMS
)
echo "$folder: $(find "$folder" -type f | wc -l) files are frozen"
