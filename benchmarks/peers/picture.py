"""A bar chart of the figures."""
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

from figures import BASE_TOOL, TIMES, Figure, find

TITLES = {"infer_b1": "Prediction, one image", "infer_b32": "Prediction, 32 images", "train_b32": "Training, batches of 32"}
NAMES = {"cnngen": "CnnGen", "onednn": "oneDNN", "onnxruntime": "ONNX Runtime", "pytorch": "PyTorch", "avx512": "AVX-512", "avx2": "AVX2"}
COLOURS = {"cnngen": "#1f6feb", "onednn": "#9aa4af", "onnxruntime": "#c5a572", "pytorch": "#d9805f"}


def draw(by_isa: dict[str, list[Figure]], metrics: list[str], path: Path) -> None:
    """A panel for each metric, a group of bars for each instruction set and number of threads: images per second, longer is faster."""
    # The same figures make the same file.
    matplotlib.rcParams["svg.hashsalt"] = "cnngen"
    groups = [(isa, threads) for isa, measured in by_isa.items() for threads in sorted({figure.threads for figure in measured})]
    tools = sorted({figure.tool for measured in by_isa.values() for figure in measured}, key=lambda tool: (tool != BASE_TOOL, tool))
    chart, panels = pyplot.subplots(1, len(metrics), figsize=(11, 1.4 + 0.17 * len(groups) * (len(tools) + 1)), sharey=True)
    for panel, metric in zip(panels, metrics):
        for index, tool in enumerate(tools):
            bars = [(group, find(by_isa[isa], tool, threads, metric)) for group, (isa, threads) in enumerate(groups)]
            drawn = [(group + index / (len(tools) + 1), _images_per_second(figure)) for group, figure in bars if figure]
            if drawn:
                places, speeds = zip(*drawn)
                rectangles = panel.barh(places, speeds, 0.9 / (len(tools) + 1), color=COLOURS.get(tool), label=NAMES.get(tool, tool))
                panel.bar_label(rectangles, [f"{speed:,.0f}" for speed in speeds], padding=2, fontsize=7)
        panel.set_title(TITLES.get(metric, metric), fontsize=10)
        panel.set_xlabel("images/s, longer is faster", fontsize=8)
        panel.tick_params(labelsize=8)
        panel.margins(x=0.16)
        panel.spines[["top", "right"]].set_visible(False)
    middle = (len(tools) - 1) / 2 / (len(tools) + 1)
    panels[0].set_yticks(
        [group + middle for group in range(len(groups))],
        [f"{NAMES.get(isa, isa)}\n{threads} thread{'s' if threads > 1 else ''}" for isa, threads in groups])
    panels[0].invert_yaxis()
    # A tool that only trains or only predicts is in some panels only; the first has all that predict.
    handles, labels = panels[0].get_legend_handles_labels()
    chart.legend(handles, labels, loc="lower center", ncols=len(tools), fontsize=8, frameon=False)
    chart.tight_layout(rect=(0, 0.4 / chart.get_figheight(), 1, 1))
    chart.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None, dpi=120)
    pyplot.close(chart)


def _images_per_second(figure: Figure) -> float:
    return 1e3 / figure.value if figure.unit in TIMES else figure.value
