"""What measurements depend on beside the programs that are measured."""
import os
import platform
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def busy_share() -> float:
    """How much of the processors other programs take just now, from 0 to 1."""
    def ticks() -> tuple[int, int]:
        fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        return sum(fields), fields[3] + fields[4]
    total, idle = ticks()
    time.sleep(0.3)
    total_after, idle_after = ticks()
    return 1 - (idle_after - idle) / max(1, total_after - total)


def description() -> list[str]:
    """What the figures depend on."""
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?")
    # Pages that other scripts have just written are no change of what is measured.
    commit, changes = (
        subprocess.run(["git", "-C", str(ROOT), *arguments], text=True, stdout=subprocess.PIPE, check=True).stdout.strip()
        for arguments in (["describe", "--always"], ["status", "--porcelain", "--", ".", ":!benchmarks/results"])
    )
    commit += "-dirty" if changes else ""
    return [f"{model}, {os.cpu_count()} processors, {platform.system()} {platform.release()}", f"CnnGen {commit}"]


def instruction_sets() -> list[str]:
    """The instruction sets of this machine that are compared, the best first."""
    flags = Path("/proc/cpuinfo").read_text()
    return ["avx512", "avx2"] if all(f" {flag}" in flags for flag in ("avx512f", "avx512bw", "avx512vl", "avx512dq")) else ["avx2"]
