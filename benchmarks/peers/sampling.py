"""How long a call takes, measured as `quick` does it."""
import time
from statistics import median
from typing import Callable, Iterable, Optional

SAMPLE_SECONDS = 0.03
# Programs that PyTorch compiles as they run settle within a few calls.
WARM_UPS = 3

Run = Callable[[], object]


def seconds_of(run: Run, samples: int, summary: Callable[[Iterable[float]], float] = median, sweep: Optional[Run] = None) -> float:
    """
    Seconds of one call: the median (or another summary) of samples. Each is of about 30 ms, or of one call where that is longer, behind an untimed call;
    with a sweep, which empties the caches, it is of one call behind that.
    """
    for _ in range(WARM_UPS):
        run()
    if sweep:
        return summary([_cold(run, sweep) for _ in range(samples)])
    times = 1
    while (took := _time(run, times)) < SAMPLE_SECONDS / 2:
        times *= 2
    times = max(1, round(times * SAMPLE_SECONDS / took))
    return summary([_warm(run, times) for _ in range(samples)])


def _warm(run: Run, times: int) -> float:
    run()
    return _time(run, times) / times


def _cold(run: Run, sweep: Run) -> float:
    sweep()
    return _time(run, 1)


def _time(run: Run, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        run()
    return time.perf_counter() - start
