#!/usr/bin/env bash
# The tests of ONNX' operators that the standard has for those who read its models, on Debian and Ubuntu. Does nothing where they are there.
set -euo pipefail
if [ -d /usr/share/libonnx-testdata/data/node ]; then
    exit 0
fi
if ! command -v apt-get > /dev/null || [ "$(id -u)" != 0 ]; then
    echo "Debian's package libonnx-testdata is needed; install it." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends libonnx-testdata
