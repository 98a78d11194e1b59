#!/usr/bin/env bash
# The trainer's tests, in an environment of their own outside the repository, which
# is made once for each state of pyproject.toml. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")"

state=$(cksum < pyproject.toml | cut -d ' ' -f 1)
environment=${TMPDIR:-/tmp}/rdc-trainer-$(id -u)-$state

if [ ! -e "$environment/complete" ]; then
  rm -rf "$environment"
  python3 -m venv "$environment"
  "$environment/bin/python" - > "$environment/requirements.txt" << 'END'
import tomllib

with open("pyproject.toml", "rb") as source:
    project = tomllib.load(source)["project"]
print(*project["dependencies"], *project["optional-dependencies"]["test"], sep="\n")
END
  # PyTorch for processors alone is a fifth of the size; not every index has it.
  torch=$(grep '^torch==' "$environment/requirements.txt")
  "$environment/bin/pip" install --quiet "$torch+cpu" 2> /dev/null || true
  "$environment/bin/pip" install --quiet -r "$environment/requirements.txt"
  touch "$environment/complete"
fi

# A busy machine has no use for more threads than the tests have work for.
OMP_NUM_THREADS=1 exec "$environment/bin/python" -m pytest "$@"
