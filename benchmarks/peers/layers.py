"""The tables of `layers`: a row for each kind, and one for each layer."""
import re

from figures import Figure, as_markdown

_LAYER = re.compile(r"layers_(?P<kind>\w+?)_(?P<shape>\d+x\d+x\d+_\d+)_b(?P<batch>\d+)")

# What keeps layers of a kind below their limit, as far as tries have shown.
LIMITS = {
    "1x1":
        "Few output channels: 24 and 40 are computed as 32 and 48, so that 75 % and 83 % are the most. At 32 images short sums over "
        "large maps, which come from memory: multiplying and loading hide each other but in part.",
    "1x1_s2": "The kernel of 8 MB comes from the third-level cache.",
    "3x3_s2": "14 x 14 x 512: the kernel of 9 MB comes from the third-level cache.",
    "stem3x3_s2": "At 32 images presumably the stores to memory beside sums of 27 terms.",
    "dw3x3":
        "An input comes from the second-level cache about twice, for nine multiply-adds. With 256, 512 and 1024 channels pixels are a "
        "power of two apart, and their cache lines share few places of the first-level cache. At 32 images a tile reads and writes "
        "dozens of places of memory side by side, which presumably no prefetcher follows; asking for the inputs of the tile below helps "
        "(AVX2: from 30 % to 45 % on 56 x 56), asking for its outputs, too, does not.",
    "dw3x3_s2": "As dw3x3, with four inputs for each output.",
    "dw5x5": "At 32 images as dw3x3.",
    "dw5x5_s2": "As dw3x3_s2.",
    "grouped3x3":
        "At 32 images the blocks of channels walk over the map one after the other, a cache line of each pixel at a time, and nothing "
        "asks for it ahead. With AVX-512 and 4 or 8 channels a group the JIT holds inputs for several terms and spills sums.",
    "grouped3x3_s2": "As grouped3x3, with four inputs for each output.",
}


def tables(figures: list[Figure]) -> list[str]:
    """Kinds with their least and median shares, then layers with what they come closest to."""
    shares = {figure.metric: figure.value for figure in figures}
    layers: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in figures:
        if match := _LAYER.fullmatch(figure.metric):
            layers.setdefault((match["kind"], match["shape"]), {})[match["batch"]] = figure
    kinds = [["kind", "b1 least", "b1 median", "b32 least", "b32 median", "what limits it"]]
    for kind in dict.fromkeys(kind for kind, _ in layers):
        cells = [f"{shares[f'layers_{kind}_b{batch}_{what}']:.0f} %" for batch in (1, 32) for what in ("least", "median")]
        kinds.append([kind, *cells, LIMITS.get(kind, "")])
    rows = [["kind", "input, outputs", "b1", "of the", "b32", "of the"]]
    for (kind, shape), batches in layers.items():
        rows.append([kind, shape.replace("_", ", "), *(cell for batch in ("1", "32") for cell in _cells(batches[batch]))])
    return [as_markdown(kinds), "", as_markdown(rows), ""]


def _cells(figure: Figure) -> list[str]:
    limit = figure.note.removeprefix("of the ").split(",")[0]
    return [f"{figure.value:.0f} %", limit]
