#!/usr/bin/env bash
# What publishing with NativeAOT and building C programs needs beside the .NET SDK, on Debian and Ubuntu. Does nothing where a C compiler is there.
set -euo pipefail
if command -v clang > /dev/null || command -v gcc > /dev/null; then
    exit 0
fi
if ! command -v apt-get > /dev/null || [ "$(id -u)" != 0 ]; then
    echo "clang or gcc is needed; install one of them." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends gcc libc6-dev zlib1g-dev
