#!/usr/bin/env bash
# The browser that the tests of samples/Serve look at its page with, on Debian and Ubuntu. Does nothing where it is there.
set -euo pipefail
if command -v chromium > /dev/null; then
    exit 0
fi
if ! command -v apt-get > /dev/null || [ "$(id -u)" != 0 ]; then
    echo "Debian's package chromium is needed; install it." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends chromium fonts-dejavu-core
