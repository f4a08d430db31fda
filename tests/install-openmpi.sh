#!/usr/bin/env bash
# What starts the processes of the tests of CnnGen.Distributed, on Debian and Ubuntu. Does nothing where it is there.
set -euo pipefail
if command -v mpirun > /dev/null; then
    exit 0
fi
if ! command -v apt-get > /dev/null || [ "$(id -u)" != 0 ]; then
    echo "Debian's package openmpi-bin is needed; install it." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends openmpi-bin
