#!/usr/bin/env bash
# Installs the peers, builds what measures them, measures, and writes a table and a picture: see README.md. Options are those of compare.py.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
# Debian's Python, which has Debian's PyTorch; set PYTHON to measure another.
python=${PYTHON:-/usr/bin/python3}
export PYTHONDONTWRITEBYTECODE=1

as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
missing=()
for package in g++ libdnnl-dev libopenblas0-openmp python3-torch python3-matplotlib dataset-fashion-mnist; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    "${as_root[@]}" apt-get update
    "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"
fi

(cd "$here" && "$python" -m unittest -q)
mkdir -p "$here/out"
dotnet build -c Release -v quiet --nologo "$root/benchmarks/CnnGen.Benchmarks"
dotnet publish -c Release -v quiet --nologo -o "$here/out/onnxruntime" "$here/onnxruntime"
g++ -std=c++17 -O3 -Wall -Wextra -Werror -fno-math-errno -mavx2 -mfma -fopenmp "$here"/onednn/*.cpp -ldnnl -o "$here/out/onednn_peer"
dotnet "$root/benchmarks/CnnGen.Benchmarks/bin/Release/net10.0/CnnGen.Benchmarks.dll" reference --folder "$here/out/reference"
"$python" "$here/onnx_model.py" --reference "$here/out/reference"
exec "$python" "$here/compare.py" "$@"
