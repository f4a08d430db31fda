"""The pages of `benchmarks/results`: what was measured, how, when, on which machine and commit."""
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "results"


def write(name: str, title: str, command: str, notes: list[str], body: list[str]) -> Path:
    """Writes a page and returns where."""
    FOLDER.mkdir(exist_ok=True)
    page = FOLDER / name
    page.write_text("\n".join([f"# {title}", "", f"Written by `{command}`.", "", *(f"- {note}" for note in notes), "", *body]).rstrip("\n") + "\n")
    return page
