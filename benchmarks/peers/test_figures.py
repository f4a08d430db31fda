"""Checks of figures.py; `run.sh` runs them before it measures."""
import unittest

import figures
from figures import Figure


class FigureTests(unittest.TestCase):
    def test_a_line_is_read_and_written_back(self):
        for line in ("cnngen 2 infer_b32 1234 img/s", "onednn 1 conv3_fwd_b32 230.1 GFLOP/s winograd jit_wino:avx512_core"):
            with self.subTest(line):
                self.assertEqual([line], [str(figure) for figure in figures.parse(line)])

    def test_comments_and_empty_lines_are_no_figures(self):
        self.assertEqual([], figures.parse("# oneDNN 2.6.3\n\n"))

    def test_a_line_of_another_form_is_an_error(self):
        for line in ("Warning: slow", "cnngen one infer_b1 1 ms", "cnngen 0 infer_b1 1 ms", "cnngen 1 infer_b1 fast ms", "cnngen 1 infer_b1 1"):
            with self.subTest(line), self.assertRaises(ValueError):
                figures.parse(line)

    def test_medians_keep_tools_threads_and_metrics_apart(self):
        values = [Figure("a", 1, "infer_b1", value, "ms") for value in (5, 1, 2)]
        others = [Figure("a", 2, "infer_b1", 7, "ms"), Figure("b", 1, "infer_b1", 8, "ms", "first"), Figure("b", 1, "infer_b1", 9, "ms", "last")]
        self.assertEqual(
            [Figure("a", 1, "infer_b1", 2, "ms", spread=(1, 5)), Figure("a", 2, "infer_b1", 7, "ms", spread=(7, 7)),
             Figure("b", 1, "infer_b1", 8.5, "ms", "last", (8, 9))],
            figures.medians(values + others))

    def test_a_speedup_is_above_one_where_ours_is_faster(self):
        self.assertEqual(2, figures.speedup(Figure("a", 1, "infer_b1", 1, "ms"), Figure("b", 1, "infer_b1", 2, "ms")))
        self.assertEqual(2, figures.speedup(Figure("a", 1, "train_b32", 400, "img/s"), Figure("b", 1, "train_b32", 200, "img/s")))
        with self.assertRaises(ValueError):
            figures.speedup(Figure("a", 1, "infer_b1", 1, "ms"), Figure("b", 1, "infer_b1", 2, "s"))

    def test_the_best_peer_is_the_fastest_one(self):
        measured = [
            Figure("cnngen", 1, "infer_b1", 1, "ms"), Figure("onednn", 1, "infer_b1", 3, "ms"), Figure("pytorch", 1, "infer_b1", 2, "ms"),
            Figure("pytorch", 2, "infer_b1", 0.5, "ms"), Figure("cnngen", 1, "train_b32", 400, "img/s"), Figure("pytorch", 1, "infer_b32", 9, "img/s")]
        self.assertEqual(2, figures.over_best_peer(measured, 1, "infer_b1"))
        for threads, metric in ((2, "infer_b1"), (1, "train_b32"), (1, "infer_b32")):
            self.assertIsNone(figures.over_best_peer(measured, threads, metric))

    def test_a_table_has_a_dash_where_a_tool_has_no_figure(self):
        rows = figures.table("avx2", [
            Figure("cnngen", 1, "infer_b1", 1, "ms", spread=(0.9, 1.25)), Figure("pytorch", 1, "infer_b1", 2, "ms"),
            Figure("cnngen", 1, "train_b32", 300, "img/s"), Figure("cnngen", 1, "fma_peak", 120, "GFLOP/s")], ["infer_b1", "train_b32"])
        self.assertEqual(
            [["isa", "threads", "metric", "cnngen", "pytorch"],
             ["avx2", "1", "infer_b1", "1 ms (0.9 to 1.25)", "2 ms"],
             ["avx2", "1", "train_b32", "300 img/s", "-"]],
            rows)
        self.assertEqual("isa   threads  metric", figures.as_text([row[:3] for row in rows]).splitlines()[0])
        self.assertEqual("| isa | threads | metric |\n|---|---|---|", "\n".join(figures.as_markdown([row[:3] for row in rows]).splitlines()[:2]))

    def test_ratios_tell_warm_and_cold_samples_apart(self):
        measured = [
            Figure("cnngen", 1, "infer_b1", 1, "ms"), Figure("cnngen", 1, "infer_b1_cold", 4, "ms"),
            Figure("onednn", 1, "infer_b1", 2, "ms"), Figure("onednn", 1, "infer_b1_cold", 6, "ms"), Figure("pytorch", 1, "infer_b1", 3, "ms")]
        self.assertEqual(
            [["isa", "threads", "metric", "onednn", "onednn, cold", "pytorch", "pytorch, cold"], ["avx2", "1", "infer_b1", "2.00", "1.50", "3.00", "-"]],
            figures.ratios("avx2", measured, ["infer_b1"]))
        warm = [figure for figure in measured if not figure.metric.endswith(figures.COLD)]
        self.assertEqual(["isa", "threads", "metric", "onednn", "pytorch"], figures.ratios("avx2", warm, ["infer_b1"])[0])


if __name__ == "__main__":
    unittest.main()
