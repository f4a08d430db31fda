#!/usr/bin/env bash
# Installs the peers, builds what measures them, measures, and writes a table and a picture: see README.md. Options are those of compare.py.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
# shellcheck source=install.sh
source "$here/install.sh"
(cd "$here" && "$python" -m unittest -q)
dotnet build -c Release -v quiet --nologo "$root/benchmarks/CnnGen.Benchmarks"
dotnet publish -c Release -v quiet --nologo -o "$here/out/onnxruntime" "$here/onnxruntime"
"${cxx[@]}" "$here"/onednn/*.cpp -ldnnl -o "$here/out/onednn_peer"
dotnet "$root/benchmarks/CnnGen.Benchmarks/bin/Release/net10.0/CnnGen.Benchmarks.dll" reference --folder "$here/out/reference"
"$python" "$here/onnx_model.py" --reference "$here/out/reference"
exec "$python" "$here/compare.py" "$@"
