"""The best passage and its fragments, exact to the letter."""

from collections.abc import Sequence

from kb.document import Passage, Span
from kb.snippets import FRAGMENT_LENGTH, best_passage, fragments


class WordMatcher:
    """Finds given words, each as worthy as told."""

    def __init__(self, **weights: float) -> None:
        self._weights = weights

    def find(self, text: str) -> Sequence[tuple[Span, str]]:
        found = []
        position = 0
        for word in text.split():
            start = text.index(word, position)
            position = start + len(word)
            if word.strip(".,") in self._weights:
                found.append((Span(start, start + len(word.strip(".,"))), word.strip(".,")))
        return found

    def weight(self, term: str) -> float:
        return self._weights.get(term, 0.0)


TEXT = "Huyện có nhiều hộ. Nuôi bò sinh sản giúp hộ nghèo.\nXã bên trồng chè, nuôi bò."
PASSAGES = (Passage(0, Span(0, 50)), Passage(1, Span(51, len(TEXT))))


def test_the_passage_with_more_of_the_query_wins() -> None:
    passage, matches = best_passage(TEXT, PASSAGES, WordMatcher(sinh=1.0, sản=1.0, bò=1.0))
    assert passage == PASSAGES[0]
    assert [span.cut(TEXT) for span, _ in matches] == ["bò", "sinh", "sản"]


def test_a_preferred_passage_wins_over_one_only_a_little_better() -> None:
    matcher = WordMatcher(bò=1.0, nuôi=0.9, hộ=0.4)
    assert best_passage(TEXT, PASSAGES, matcher, frozenset({1}))[0] == PASSAGES[1]


def test_without_a_match_the_preferred_passage_is_shown_and_its_beginning() -> None:
    matcher = WordMatcher(không=1.0)
    passage, matches = best_passage(TEXT, PASSAGES, matcher, frozenset({1}))
    assert passage == PASSAGES[1]
    (fragment,) = fragments(TEXT, PASSAGES[1], matches, matcher)
    assert fragment.text.startswith("Xã bên")
    assert fragment.matches == ()


def test_fragments_are_pieces_of_the_text_with_neighbouring_words_marked_as_one() -> None:
    matcher = WordMatcher(bò=1.0, sinh=1.0, sản=1.0)
    passage, matches = best_passage(TEXT, PASSAGES, matcher)
    assert passage is not None
    (fragment,) = fragments(TEXT, passage, matches, matcher)
    assert fragment.text == fragment.span.cut(TEXT)
    assert [piece for piece, is_match in fragment.parts() if is_match] == ["bò sinh sản"]
    assert "".join(piece for piece, _ in fragment.parts()) == fragment.text


def test_two_fragments_at_most_each_of_readable_length_in_text_order() -> None:
    text = "đất " * 100 + "bò " + "đất " * 100 + "dê " + "đất " * 100
    passage = Passage(0, Span(0, len(text.strip())))
    matcher = WordMatcher(bò=1.0, dê=2.0)
    found = fragments(text, passage, best_passage(text, (passage,), matcher)[1], matcher)
    assert [[span.cut(text) for span in fragment.matches] for fragment in found] == [["bò"], ["dê"]]
    assert all(len(fragment.text) <= FRAGMENT_LENGTH for fragment in found)


def test_a_document_without_passages_has_no_best_one() -> None:
    assert best_passage("", (), WordMatcher()) == (None, [])
