#!/usr/bin/env bash
# Builds the networks of the zoo and what measures its peers, measures, and writes a table: see README.md. Options are those of compare_zoo.py.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=install.sh
source "$here/install.sh"
(cd "$here" && "$python" -m unittest -q)
dotnet build -c Release -v quiet --nologo "$here/../zoo"
dotnet publish -c Release -v quiet --nologo -o "$here/out/onnxruntime" "$here/onnxruntime"
"${cxx[@]}" "$here"/onednn/zoo/*.cpp "$here/onednn/reference.cpp" -ldnnl -o "$here/out/onednn_zoo"
exec "$python" "$here/compare_zoo.py" "$@"
