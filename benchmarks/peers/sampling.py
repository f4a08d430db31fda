"""How long a call takes, measured as `quick` does it."""
import time
from math import inf
from statistics import median
from typing import Callable, Iterable, Optional

SAMPLE_SECONDS = 0.03
# Programs that PyTorch compiles as they run settle within a few calls.
WARM_UPS = 3
WARM_UP_SECONDS = 1

Run = Callable[[], object]


def seconds_of(
        run: Run, samples: int, summary: Callable[[Iterable[float]], float] = median, sweep: Optional[Run] = None, limit: float = inf) -> float:
    """
    Seconds of one call: the median (or another summary) of samples. Each is of about 30 ms, or of one call where that is longer, behind a call of the same;
    with a sweep, which empties the caches, it is of one call behind that. Samples end early where they have taken longer than a limit, in seconds.
    """
    _warm_up(run)
    times, seconds = (1, []) if sweep else _calibrate(run)
    while len(seconds) < samples and (not seconds or sum(seconds) * times < limit):
        if sweep:
            sweep()
        seconds.append(_time(run, times) / times)
    return summary(seconds)


def _warm_up(run: Run) -> None:
    """Calls until the program has settled, or for a while: long calls do not change much any more."""
    start = time.perf_counter()
    for _ in range(WARM_UPS):
        run()
        if time.perf_counter() - start > WARM_UP_SECONDS:
            break


def _calibrate(run: Run) -> tuple[int, list[float]]:
    """How many calls a sample takes, and the sample that a single call has been where it takes one."""
    times = 1
    while (took := _time(run, times)) < SAMPLE_SECONDS / 2:
        times *= 2
    times = max(1, round(times * SAMPLE_SECONDS / took))
    return times, [took] if times == 1 else []


def _time(run: Run, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        run()
    return time.perf_counter() - start
