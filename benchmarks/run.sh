#!/usr/bin/env bash
# Measures CnnGen by its own commands and writes the pages of benchmarks/results: `run.sh` for all, or `run.sh quick` and so on. Peers and deployment have scripts of their own.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export PYTHONDONTWRITEBYTECODE=1
dotnet build -c Release -v quiet --nologo "$here/CnnGen.Benchmarks"
exec "${PYTHON:-python3}" "$here/measure.py" "$@"
