#!/usr/bin/env bash
# The package's tests, on a library that is built or given as RDC_LIBRARY, in an
# environment of their own outside the repository, which is made once for each
# state of pyproject.toml. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")"

state=$(cksum < pyproject.toml | cut -d ' ' -f 1)
environment=${TMPDIR:-/tmp}/rdc-python-$(id -u)-$state

if [ ! -e "$environment/complete" ]; then
  rm -rf "$environment"
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet 'setuptools>=77' 'cffi>=1.17' 'numpy>=1.26' \
    pytest mypy 'pillow>=11' 'pyarrow>=15' pandas
  touch "$environment/complete"
fi
"$environment/bin/pip" install --quiet --no-build-isolation --no-deps \
  --force-reinstall .
"$environment/bin/python" -m mypy
exec "$environment/bin/python" -m pytest "$@"
