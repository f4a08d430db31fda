#!/usr/bin/env bash
# Builds a program for CnnGen and each peer that loads the weights and predicts one image, and measures what it takes to ship and to start: see README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
peers=$here/../peers
out=$here/out
python=${PYTHON:-/usr/bin/python3}
export PYTHONDONTWRITEBYTECODE=1

as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
missing=()
for package in g++ libdnnl-dev libopenblas0-openmp python3-torch strace time; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    "${as_root[@]}" apt-get update
    "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"
fi

mkdir -p "$out"
dotnet build -c Release -v quiet --nologo "$root/benchmarks/CnnGen.Benchmarks"
dotnet "$root/benchmarks/CnnGen.Benchmarks/bin/Release/net10.0/CnnGen.Benchmarks.dll" reference --folder "$out/reference"
"$python" "$peers/onnx_model.py" --reference "$out/reference"

dotnet publish -c Release -v quiet --nologo -o "$out/cnngen" "$here/cnngen"
dotnet publish -c Release -v quiet --nologo -o "$out/tiny" "$root/samples/TinyAot"
dotnet publish -c Release -v quiet --nologo -p:CnnGenAotInstructionSet=v4 -o "$out/tiny-v4" "$root/samples/TinyAot"
dotnet publish -c Release -v quiet --nologo -p:PublishAot=false -o "$out/tiny-jit" "$root/samples/TinyAot"
mapfile -t onednn < <(ls "$peers"/onednn/*.cpp | grep -v -e /main.cpp -e /trainer.cpp -e /nadam.cpp)
g++ -std=c++17 -O3 -Wall -Wextra -Werror -fno-math-errno -mavx2 -mfma -fopenmp -I "$peers/onednn" "$here/onednn/main.cpp" "${onednn[@]}" -ldnnl -o "$out/onednn_startup"
dotnet restore -v quiet "$here/onnxruntime"
runtime=$(dotnet build "$here/onnxruntime" -t:PrintPath -v minimal --nologo --no-restore | sed -n 's/^ *\(\/.*onnxruntime.*\)$/\1/p' | head -1)
headers=$(dirname "$(find "$runtime" -name onnxruntime_cxx_api.h | head -1)")
cp "$runtime/runtimes/linux-x64/native/libonnxruntime.so" "$out/libonnxruntime.so.1"
ln -sf libonnxruntime.so.1 "$out/libonnxruntime.so"
g++ -std=c++17 -O2 -Wall -Wextra -I "$headers" "$here/onnxruntime/main.cpp" -L "$out" -lonnxruntime -Wl,-rpath,'$ORIGIN' -o "$out/onnxruntime_startup"
exec "$python" "$here/measure.py" "$@"
