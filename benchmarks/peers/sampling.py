"""How long a call takes, measured as `quick` does it."""
import time
from statistics import median
from typing import Callable, Iterable

SAMPLE_SECONDS = 0.03
# Programs that PyTorch compiles as they run settle within a few calls.
WARM_UPS = 3


def seconds_of(run: Callable[[], object], samples: int, summary: Callable[[Iterable[float]], float] = median) -> float:
    """Seconds of one call: the median (or another summary) of samples of about 30 ms, or of one call where that is longer."""
    for _ in range(WARM_UPS):
        run()
    times = 1
    while (took := _time(run, times)) < SAMPLE_SECONDS / 2:
        times *= 2
    times = max(1, round(times * SAMPLE_SECONDS / took))
    return summary(_time(run, times) / times for _ in range(samples))


def _time(run: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        run()
    return time.perf_counter() - start
