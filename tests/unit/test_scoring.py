"""Postings and BM25 on arrays, against the plainest possible computation of the same."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entry_terms import EntryTerms
from indexer.inversion import Inverter
from indexer.postings import Postings, merge_postings
from indexer.schema import BM25_B, BM25_K1
from indexer.scoring import Scorer
from indexer.segments import Segment, build_segment, merge_segments
from kb.search import IndexEntry

Texts = list[list[str]]


def postings(texts: Texts, directory: Path) -> Postings:
    inverter = Inverter()
    for text in texts:
        inverter.add(EntryTerms(IndexEntry("d", "", " ".join(text), None, {})))
    directory.mkdir(parents=True, exist_ok=True)
    inverter.postings().save(directory)
    return Postings.open(directory)


def plain_bm25(texts: Texts, weights: dict[str, float]) -> list[float]:
    mean = max(sum(map(len, texts)) / max(len(texts), 1), 1.0)
    scores = []
    for text in texts:
        score = 0.0
        for term, weight in weights.items():
            count = sum(term in other for other in texts)
            if count and (frequency := text.count(term)):
                idf = math.log(1 + (len(texts) - count + 0.5) / (count + 0.5))
                norm = BM25_K1 * (1 - BM25_B + BM25_B * len(text) / mean)
                score += weight * idf * frequency * (BM25_K1 + 1) / (frequency + norm)
        scores.append(score)
    return scores


some_texts = st.lists(st.lists(st.sampled_from("abcdef"), max_size=12), min_size=1, max_size=8)
some_weights = st.dictionaries(st.sampled_from("abcdefg"), st.floats(0.1, 3.0), min_size=1)


@settings(max_examples=50, deadline=None)
@given(texts=some_texts, cut=st.integers(0, 8), weights=some_weights)
def test_scores_are_bm25_whichever_segments_the_documents_are_in(
    tmp_path_factory: pytest.TempPathFactory, texts: Texts, cut: int, weights: dict[str, float]
) -> None:
    path = tmp_path_factory.mktemp("postings")
    parts = [postings(texts[:cut], path / "first"), postings(texts[cut:], path / "second")]
    wanted = plain_bm25(texts, weights)
    terms = {("syllables", term): weight for term, weight in weights.items()}
    assert Scorer(parts).score(terms) == pytest.approx(wanted, rel=1e-5)
    assert Scorer([merge_postings(parts)]).score(terms) == pytest.approx(wanted, rel=1e-5)


def test_streams_do_not_mix(tmp_path: Path) -> None:
    scorer = Scorer([postings([["bò", "dê"]], tmp_path)])
    assert scorer.sums({("syllables", "dê"): 1.0}).tolist() == [1.0]
    assert scorer.sums({("pairs", "dê"): 1.0}).tolist() == [0.0]


def test_unknown_terms_have_no_weight_and_no_score(tmp_path: Path) -> None:
    scorer = Scorer([postings([["bò"], ["dê"]], tmp_path)])
    assert scorer.idf([("syllables", "trâu"), ("syllables", "bò")])[0] == 0.0
    assert scorer.score({("syllables", "trâu"): 1.0}).tolist() == [0.0, 0.0]


def test_a_term_more_frequent_than_a_byte_holds_still_ranks_first(tmp_path: Path) -> None:
    scorer = Scorer([postings([["bò"] * 1000, ["bò", *["dê"] * 999]], tmp_path)])
    scores = scorer.score({("syllables", "bò"): 1.0})
    assert scores[0] > scores[1] > 0


def test_no_documents_at_all_are_no_error(tmp_path: Path) -> None:
    assert len(Scorer([]).score({("syllables", "bò"): 1.0})) == 0
    assert len(Scorer([postings([], tmp_path)]).score({("syllables", "bò"): 1.0})) == 0


def entries(*texts: str) -> list[IndexEntry]:
    return [
        IndexEntry(f"d{number}", "Tin", text, None, {"province": ("Hà Giang",)})
        for number, text in enumerate(texts)
    ]


def test_a_single_syllable_is_found_alike_by_postings_and_by_whoosh(tmp_path: Path) -> None:
    build_segment(tmp_path / "a", entries("Nuôi bò.", "Trồng bơ và nuôi dê.", "Bỏ hoang."))
    segment = Segment.open(tmp_path / "a")
    for syllable in ("bo", "nuoi", "hoang", "tin", "khong"):
        by_postings = np.flatnonzero(Scorer([segment.postings]).sums({("folded", syllable): 1.0}))
        assert segment.whoosh.with_sequence([syllable]).tolist() == by_postings.tolist()
    segment.close()


def test_merged_segments_answer_like_the_ones_they_were_made_of(tmp_path: Path) -> None:
    texts = ("Nuôi bò sinh sản.", "Trồng nhãn.", "Nuôi dê và bò sinh sản.", "Hộ nghèo.")
    build_segment(tmp_path / "a", entries(*texts[:1]))
    build_segment(tmp_path / "b", entries(*texts[1:]))
    parts = [Segment.open(tmp_path / name) for name in "ab"]
    merge_segments(tmp_path / "c", parts)
    merged = Segment.open(tmp_path / "c")
    terms = {("syllables", "bò"): 1.0, ("words", "sinh_sản"): 0.5}
    apart = Scorer([part.postings for part in parts]).score(terms)
    assert Scorer([merged.postings]).score(terms).tolist() == apart.tolist()
    assert merged.whoosh.with_sequence(["bo", "sinh", "san"]).tolist() == [0, 2]
    for segment in (*parts, merged):
        segment.close()


def test_a_segment_that_fails_while_it_is_built_leaves_nothing(tmp_path: Path) -> None:
    def failing() -> object:
        yield from entries("Nuôi bò.")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        build_segment(tmp_path / "a", failing())  # type: ignore[arg-type]
    assert not (tmp_path / "a").exists()
