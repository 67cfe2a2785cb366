"""Inverted documents, against the terms of each document counted one by one."""

from array import array
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import STREAMS
from indexer.entry_terms import EntryTerms
from indexer.inversion import Inverter
from indexer.postings import term_hash
from kb.search import IndexEntry

some_words = st.lists(
    st.sampled_from(
        ["Hộ", "nghèo", "nghéo", "ngheo", "sinh", "kế", "90/QĐ-TTg", "LĐ-TB&XH", ".", ",", "2,75%", "1.000"]
    ),
    max_size=12,
).map(" ".join)
some_entries = st.lists(
    st.builds(lambda title, text: IndexEntry("d", title, text, None, {}), some_words, some_words), max_size=6
)


def inverted(entries: list[IndexEntry]) -> Inverter:
    inverter = Inverter()
    for entry in entries:
        inverter.add(EntryTerms(entry))
    return inverter


@pytest.mark.parametrize("stream", STREAMS)
@settings(max_examples=60, deadline=None)
@given(entries=some_entries)
def test_postings_are_the_counts_of_each_document(stream: str, entries: list[IndexEntry]) -> None:
    postings = inverted(entries).postings()
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for place, term in enumerate(postings.hashes.tolist()):
        for at in range(postings.starts[place], postings.starts[place + 1]):
            found[int(postings.documents[at])][term] = int(postings.frequencies[at])
    for number, entry in enumerate(entries):
        counts = EntryTerms(entry).stream_counts(stream)
        hashes = {term_hash(stream, term): count for term, count in counts.items()}
        assert {term: found[number][term] for term in hashes} == hashes
    total = sum(len(EntryTerms(entry).stream_counts(each)) for entry in entries for each in STREAMS)
    assert total == len(postings.documents)
    assert postings.lengths.tolist() == [EntryTerms(e).stream_counts("syllables").total() for e in entries]


@settings(max_examples=60, deadline=None)
@given(entries=some_entries)
def test_occurrences_are_the_positions_of_each_document(entries: list[IndexEntry]) -> None:
    found = [
        (term, document, position)
        for term, documents, positions in inverted(entries).occurrences()
        for document, packed in zip(documents, positions, strict=True)
        for position in array("I", packed)
    ]
    wanted = [
        (token.term, number, token.position)
        for number, entry in enumerate(entries)
        for token in EntryTerms(entry).sequence()
    ]
    assert found == sorted(wanted, key=lambda place: (place[0].encode(), *place[1:]))


def test_a_form_counts_once_for_each_document_that_has_it() -> None:
    texts = ["Hộ nghèo, hộ nghèo.", "Ho ngheo.", "Hộ cận nghèo."]
    counted = inverted([IndexEntry("d", "Tin", text, None, {}) for text in texts]).documents_with()
    assert (counted["hộ"], counted["ho"], counted["nghèo"], counted["tin"]) == (2, 1, 2, 3)
