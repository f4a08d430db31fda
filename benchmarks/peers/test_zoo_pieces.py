"""Checks of zoo_pieces.py."""
import tempfile
import unittest
from pathlib import Path

from figures import Figure
from zoo_pieces import Piece, Pieces


def piece(
        tool: str, turn: int, *lines: str, isa: str = "avx2", threads: int = 1, date: str = "2026-01-01", commit: str = "CnnGen 1", busy: float = 0) -> Piece:
    return Piece("unet", isa, threads, turn, tool, 3, date, "A machine", commit, f"{tool} 1, of today", busy, lines)


class ZooPiecesTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, "pieces.jsonl")

    def test_pieces_are_there_again_when_a_run_goes_on(self):
        first = Pieces(self.path)
        first.add(piece("cnngen", 0, "cnngen 1 unet_infer_b1 5 ms"))
        self.assertEqual(first.all, Pieces(self.path).all)
        self.assertTrue(Pieces(self.path).has(("unet", "avx2", 1, 0, "cnngen")))
        self.assertFalse(Pieces(self.path).has(("unet", "avx2", 1, 1, "cnngen")))
        first.clear()
        self.assertEqual([], Pieces(self.path).all)

    def test_medians_are_over_the_rounds_of_an_instruction_set_and_a_number_of_threads(self):
        pieces = Pieces(self.path)
        for turn, value in enumerate((5, 1, 2)):
            pieces.add(piece("onednn", turn, f"onednn 1 unet_infer_b1 {value} ms way {turn}"))
        pieces.add(piece("onednn", 0, "onednn 1 unet_infer_b1 9 ms", isa="avx512"))
        pieces.add(piece("onednn", 0, "onednn 2 unet_infer_b1 7 ms", threads=2))
        self.assertEqual([Figure("onednn", 1, "unet_infer_b1", 2, "ms", "way 2", (1, 5))], pieces.medians("avx2", 1))

    def test_the_way_of_an_earlier_round_is_known(self):
        pieces = Pieces(self.path)
        pieces.add(piece("onednn", 0, "onednn 1 unet_infer_b1 5 ms all direct,any", "onednn 1 unet_infer_b32 5 img/s"))
        self.assertEqual({"infer_b1": "all direct,any"}, pieces.ways("unet", "avx2", 1, "onednn"))
        for other in (("resnet20", "avx2", 1, "onednn"), ("unet", "avx512", 1, "onednn"), ("unet", "avx2", 2, "onednn"), ("unet", "avx2", 1, "pytorch")):
            self.assertEqual({}, pieces.ways(*other))

    def test_notes_name_all_days_and_commits_and_how_many_rounds_there_are(self):
        pieces = Pieces(self.path)
        pieces.add(piece("cnngen", 0, busy=0.5))
        pieces.add(piece("cnngen", 1, date="2026-01-03", commit="CnnGen 2"))
        pieces.add(piece("onednn", 0))
        pieces.add(piece("pytorch", 0, isa="avx512", commit="CnnGen 3", busy=1))
        pieces.add(piece("pytorch", 0, threads=2, commit="CnnGen 4", busy=1))
        notes = pieces.notes("avx2", 1)
        self.assertEqual(
            ["A machine", "CnnGen 1; CnnGen 2", "onednn 1, of today", "1 to 2 rounds of 3 samples, 2026-01-01 to 2026-01-03"], notes[:4])
        self.assertIn("median 0%, at most 50%", notes[-1])


if __name__ == "__main__":
    unittest.main()
