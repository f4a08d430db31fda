"""Figures as every tool prints them, one a line: `<tool> <threads> <metric> <value> <unit> [note]`; and tables of their ratios."""
import re
from dataclasses import dataclass
from statistics import median
from typing import Iterable, Optional

BASE_TOOL = "cnngen"
# Units in which less is better.
TIMES = {"ms", "s"}

_LINE = re.compile(r"(?P<tool>[a-z]\w*) (?P<threads>[1-9]\d*) (?P<metric>\w+) (?P<value>[-+.\deE]+) (?P<unit>\S+)(?: (?P<note>.+))?")


@dataclass(frozen=True)
class Figure:
    """One line; the note says with which settings or algorithm the value was reached."""

    tool: str
    threads: int
    metric: str
    value: float
    unit: str
    note: str = ""

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
    return [
        Figure(*key, median(figure.value for figure in group), group[-1].unit, group[-1].note)
        for key, group in groups.items()
    ]


def find(figures: Iterable[Figure], tool: str, threads: int, metric: str) -> Optional[Figure]:
    """The figure of a tool, or None."""
    return next((figure for figure in figures if (figure.tool, figure.threads, figure.metric) == (tool, threads, metric)), None)


def speedup(ours: Figure, theirs: Figure) -> float:
    """How many times as fast `ours` is: above 1 where it is faster, whether the figures are times or speeds."""
    if ours.metric != theirs.metric or ours.unit != theirs.unit:
        raise ValueError(f"'{ours}' and '{theirs}' cannot be compared")
    return theirs.value / ours.value if ours.unit in TIMES else ours.value / theirs.value


def table(isa: str, figures: list[Figure], metrics: list[str]) -> list[list[str]]:
    """Rows of a table, the heading first: each number of threads and metric, a column for each tool, "-" where there is no figure."""
    tools = [BASE_TOOL] + sorted({figure.tool for figure in figures if figure.metric in metrics} - {BASE_TOOL})
    rows = [["isa", "threads", "metric", *tools, *(f"{BASE_TOOL} / {tool}" for tool in tools[1:])]]
    for threads in sorted({figure.threads for figure in figures}):
        for metric in metrics:
            found = [find(figures, tool, threads, metric) for tool in tools]
            if not any(found):
                continue
            values = [f"{figure.value:.4g} {figure.unit}" if figure else "-" for figure in found]
            ratios = [f"{speedup(found[0], figure):.2f}" if found[0] and figure else "-" for figure in found[1:]]
            rows.append([isa, str(threads), metric, *values, *ratios])
    return rows


def as_text(rows: list[list[str]]) -> str:
    """A table with aligned columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def as_markdown(rows: list[list[str]]) -> str:
    """The same table in Markdown."""
    heading, *body = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([heading, "|" + "---|" * len(rows[0]), *body])
