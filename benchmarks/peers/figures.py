"""Figures as every tool prints them, one a line: `<tool> <threads> <metric> <value> <unit> [note]`; and tables of their ratios."""
import re
from dataclasses import dataclass
from statistics import median
from typing import Iterable, Optional

BASE_TOOL = "cnngen"
# Units in which less is better.
TIMES = {"ms", "s"}
# How the name of a metric ends whose samples begin with empty caches.
COLD = "_cold"

_LINE = re.compile(r"(?P<tool>[a-z]\w*) (?P<threads>[1-9]\d*) (?P<metric>\w+) (?P<value>[-+.\deE]+) (?P<unit>\S+)(?: (?P<note>.+))?")


@dataclass(frozen=True)
class Figure:
    """One line; the note says with which settings or algorithm the value was reached. A median knows the least and the greatest of its values."""

    tool: str
    threads: int
    metric: str
    value: float
    unit: str
    note: str = ""
    spread: Optional[tuple[float, float]] = None

    def __str__(self) -> str:
        return f"{self.tool} {self.threads} {self.metric} {self.value:.4g} {self.unit} {self.note}".rstrip()


def parse(text: str) -> list[Figure]:
    """The figures in what a tool printed. Empty lines and lines that begin with # are none; any other is an error."""
    figures = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"expected '<tool> <threads> <metric> <value> <unit>', but got '{line}'")
        fields = match.groupdict()
        figures.append(Figure(fields["tool"], int(fields["threads"]), fields["metric"], float(fields["value"]), fields["unit"], fields["note"] or ""))
    return figures


def medians(figures: Iterable[Figure]) -> list[Figure]:
    """One figure for each tool, number of threads and metric, in order of appearance: the median of its values, with the note that came last."""
    groups: dict[tuple[str, int, str], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.tool, figure.threads, figure.metric), []).append(figure)
    return [_median(*key, group) for key, group in groups.items()]


def _median(tool: str, threads: int, metric: str, group: list[Figure]) -> Figure:
    values = [figure.value for figure in group]
    return Figure(tool, threads, metric, median(values), group[-1].unit, group[-1].note, (min(values), max(values)))


def find(figures: Iterable[Figure], tool: str, threads: int, metric: str) -> Optional[Figure]:
    """The figure of a tool, or None."""
    return next((figure for figure in figures if (figure.tool, figure.threads, figure.metric) == (tool, threads, metric)), None)


def speedup(ours: Figure, theirs: Figure) -> float:
    """How many times as fast `ours` is: above 1 where it is faster, whether the figures are times or speeds."""
    if ours.metric != theirs.metric or ours.unit != theirs.unit:
        raise ValueError(f"'{ours}' and '{theirs}' cannot be compared")
    return theirs.value / ours.value if ours.unit in TIMES else ours.value / theirs.value


def over_best_peer(figures: list[Figure], threads: int, metric: str) -> Optional[float]:
    """How many times as fast ours is as the fastest of the others; None where there is none, or not ours."""
    ours = find(figures, BASE_TOOL, threads, metric)
    others = [figure for figure in figures if (figure.threads, figure.metric) == (threads, metric) and figure.tool != BASE_TOOL]
    return min((speedup(ours, figure) for figure in others), default=None) if ours else None


def tools_of(figures: Iterable[Figure], metrics: list[str]) -> list[str]:
    """The tools that have some of the metrics, ours first."""
    return [BASE_TOOL] + sorted({figure.tool for figure in figures if figure.metric in metrics} - {BASE_TOOL})


def table(isa: str, figures: list[Figure], metrics: list[str]) -> list[list[str]]:
    """Rows of a table, the heading first: each number of threads and metric, a column for each tool, "-" where there is no figure."""
    tools = tools_of(figures, metrics)
    return [["isa", "threads", "metric", *tools]] + [
        [isa, str(threads), metric, *(_cell(figure) for figure in found)]
        for threads, metric, found in _rows(figures, metrics, tools)]


def ratios(isa: str, figures: list[Figure], metrics: list[str]) -> list[list[str]]:
    """
    The same rows with how many times as fast ours is as each peer: a column for samples that begin warm, and one for those that begin cold, where there are any.
    """
    tools = tools_of(figures, metrics)
    cold = any(figure.metric.endswith(COLD) for figure in figures)
    endings = ["", COLD] if cold else [""]
    rows = [["isa", "threads", "metric", *(f"{tool}{', cold' if ending else ''}" for tool in tools[1:] for ending in endings)]]
    for threads, metric, _ in _rows(figures, metrics, tools):
        row = [isa, str(threads), metric]
        for tool in tools[1:]:
            for ending in endings:
                ours, theirs = (find(figures, each, threads, metric + ending) for each in (BASE_TOOL, tool))
                row.append(f"{speedup(ours, theirs):.2f}" if ours and theirs else "-")
        rows.append(row)
    return rows


def _rows(figures: list[Figure], metrics: list[str], tools: list[str]) -> Iterable[tuple[int, str, list[Optional[Figure]]]]:
    for threads in sorted({figure.threads for figure in figures}):
        for metric in metrics:
            found = [find(figures, tool, threads, metric) for tool in tools]
            if any(found):
                yield threads, metric, found


def _cell(figure: Optional[Figure]) -> str:
    if figure is None:
        return "-"
    spread = f" ({figure.spread[0]:.4g} to {figure.spread[1]:.4g})" if figure.spread else ""
    return f"{figure.value:.4g} {figure.unit}{spread}"


def as_text(rows: list[list[str]]) -> str:
    """A table with aligned columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def as_markdown(rows: list[list[str]]) -> str:
    """The same table in Markdown."""
    heading, *body = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([heading, "|" + "---|" * len(rows[0]), *body])
