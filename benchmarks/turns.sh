#!/usr/bin/env bash
# Measures this tree in turns with another commit and writes results/turns.md: `turns.sh COMMIT`, HEAD when left out; further arguments are turns.py's.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
base=HEAD
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then base=$1; shift; fi
commit=$(git -C "$here" rev-parse --short "$base^{commit}")
other=$(mktemp -d)
trap 'git -C "$here" worktree remove --force "$other/tree"; rmdir "$other"' EXIT
git -C "$here" worktree add -q --detach "$other/tree" "$commit"
for tree in "$here/.." "$other/tree"; do
    dotnet build -c Release -v quiet --nologo "$tree/benchmarks/CnnGen.Benchmarks"
done
export PYTHONDONTWRITEBYTECODE=1
"${PYTHON:-python3}" "$here/turns.py" --commit "$commit" --base "$other/tree" "$@"
