# Sourced: installs the peers that are missing, and says which Python has PyTorch, and how to compile.
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
mkdir -p "$here/out"
# What compiles programs that call oneDNN.
cxx=(g++ -std=c++17 -O3 -Wall -Wextra -Werror -fno-math-errno -mavx2 -mfma -fopenmp)
