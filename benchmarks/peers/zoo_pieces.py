"""What the comparison on the zoo has measured so far, piece by piece, so that a long measurement can be stopped and gone on with."""
import dataclasses
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Iterable

import figures
from figures import Figure


@dataclass(frozen=True)
class Piece:
    """What one tool printed for a network in a round, and what it was measured on."""

    network: str
    isa: str
    threads: int
    turn: int
    tool: str
    samples: int
    date: str
    machine: str
    commit: str
    version: str
    # How much of the processors other programs took just before.
    busy: float
    lines: tuple[str, ...]

    @property
    def place(self) -> tuple[str, str, int, int, str]:
        """What no other piece has in common with it."""
        return self.network, self.isa, self.threads, self.turn, self.tool

    @property
    def figures(self) -> list[Figure]:
        """Its figures."""
        return figures.parse("\n".join(self.lines))


class Pieces:
    """The pieces in a file, a line of JSON for each."""

    def __init__(self, path: Path):
        self._path = path
        lines = path.read_text().splitlines() if path.exists() else []
        self.all = [Piece(**{**fields, "lines": tuple(fields["lines"])}) for fields in map(json.loads, lines)]

    def add(self, piece: Piece) -> None:
        """Keeps a piece, in the file at once."""
        self.all.append(piece)
        with self._path.open("a") as file:
            file.write(json.dumps(dataclasses.asdict(piece)) + "\n")

    def clear(self) -> None:
        """Forgets all."""
        self.all = []
        self._path.unlink(missing_ok=True)

    def has(self, place: tuple[str, str, int, int, str]) -> bool:
        """Whether a piece has been measured."""
        return any(piece.place == place for piece in self.all)

    def ways(self, network: str, isa: str, threads: int, tool: str) -> dict[str, str]:
        """The ways that were the fastest in an earlier round, by metric without the name of the network."""
        return {
            figure.metric.removeprefix(f"{network}_"): figure.note
            for piece in self.all if (piece.network, piece.isa, piece.threads, piece.tool) == (network, isa, threads, tool)
            for figure in piece.figures if figure.note}

    def of(self, isa: str, threads: int) -> list[Piece]:
        """Those of an instruction set and a number of threads."""
        return [piece for piece in self.all if (piece.isa, piece.threads) == (isa, threads)]

    def medians(self, isa: str, threads: int) -> list[Figure]:
        """The figures of an instruction set and a number of threads, each the median of its rounds."""
        return figures.medians(figure for piece in self.of(isa, threads) for figure in piece.figures)

    def notes(self, isa: str, threads: int) -> list[str]:
        """What these figures depend on; several where the pieces were not all measured on the same day, commit or machine."""
        pieces = self.of(isa, threads)
        turns = Counter((piece.network, piece.tool) for piece in pieces)
        busy = [piece.busy for piece in pieces]
        return [
            _each(piece.machine for piece in pieces),
            _each(piece.commit for piece in pieces),
            *sorted({piece.version for piece in pieces if piece.tool != figures.BASE_TOOL}),
            f"{_span(turns.values())} rounds of {_span(piece.samples for piece in pieces)} samples, {_span(piece.date for piece in pieces)}",
            "each sample follows a call of the same; a value is the median of the rounds, with the least and the greatest of them",
            f"processors taken by other programs between the measurements: median {median(busy):.0%}, at most {max(busy):.0%}",
        ]


def _each(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(values))


def _span(values: Iterable[object]) -> str:
    first, *_, last = sorted(values) * 2
    return f"{first}" if first == last else f"{first} to {last}"
