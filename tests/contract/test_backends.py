"""What every search engine behind the protocol must do: the same suite for each."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indexer.embedded_backend import EmbeddedBackend
from indexer.opensearch_backend import OpenSearchBackend
from kb.errors import SearchUnavailable
from kb.query import Addition, Query, parse_query
from kb.search import Filters, IndexEntry, Ranking, SearchBackend, SearchRequest
from kb.settings import ClusterSettings

Opener = Callable[[], SearchBackend]


def entry(doc_id: str, title: str, text: str, **facets: tuple[str, ...]) -> IndexEntry:
    day = int(doc_id[-1]) + 1
    return IndexEntry(
        doc_id, title, text, date(2024, 1, day), {"kind": ("news",), "year": ("2024",), **facets}
    )


ENTRIES = (
    entry("d0", "Nuôi bò sinh sản", "Hộ nghèo nuôi bò sinh sản ở Yên Minh.", province=("Hà Giang",)),
    entry(
        "d1", "Trồng nhãn Idol", "Ông Triều trồng nhãn Idol, lãi 147 triệu đồng/năm.", province=("Cần Thơ",)
    ),
    entry("d2", "Nuôi dê", "HTX nuôi dê ở Hoà Bình; hoà bình và an cư.", province=("Hòa Bình",)),
    entry(
        "d3",
        "Kế hoạch 36/KH-UBND",
        "Kế hoạch số 36/KH-UBND về bò và trâu.",
        province=("Cần Thơ",),
        kind=("plan",),
    ),
    entry("d4", "Ve mo hinh nuoi bo", "Mo hinh nuoi bo khong dau.", province=("Hà Giang", "Cần Thơ")),
)


@pytest.fixture(params=["embedded", "opensearch"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens the same index, empty at first, as often as it is called."""
    if request.param == "embedded":
        return lambda: EmbeddedBackend(tmp_path / "index")
    settings: ClusterSettings = request.getfixturevalue("cluster_settings")
    return lambda: OpenSearchBackend(settings)


@pytest.fixture
def backend(opener: Opener) -> Iterator[SearchBackend]:
    with closing(opener()) as opened:
        yield opened


@pytest.fixture
def filled(backend: SearchBackend) -> SearchBackend:
    with backend.rebuild(1) as batch:
        batch.put(ENTRIES)
    return backend


def ask(backend: SearchBackend, text: str, **request: object) -> Ranking:
    return backend.search(parse_query(text), SearchRequest(text=text, **request))  # type: ignore[arg-type]


def found(backend: SearchBackend, text: str, **request: object) -> list[str]:
    return [doc_id for doc_id, _ in ask(backend, text, **request).hits]


def test_without_an_index_a_search_fails_instead_of_finding_nothing(backend: SearchBackend) -> None:
    assert backend.revision() is None
    with pytest.raises(SearchUnavailable):
        ask(backend, "bò")
    with pytest.raises(SearchUnavailable):
        backend.doc_ids()


def test_an_empty_index_finds_nothing(backend: SearchBackend) -> None:
    with backend.rebuild(1):
        pass
    assert ask(backend, "bò") == Ranking((), 0, ask(backend, "bò").facets)
    assert backend.doc_ids() == frozenset()


@pytest.mark.parametrize(
    ("text", "best"),
    [
        pytest.param("nhãn Idol", "d1", id="marked"),
        pytest.param("nhan idol", "d1", id="unmarked"),
        pytest.param("NHÃN IDOL", "d1", id="capitals"),
        pytest.param("nhãn idol".encode().decode(), "d1", id="small"),
        pytest.param("nha\u0303n Idol", "d1", id="decomposed"),
        pytest.param("Hòa Bình", "d2", id="other-tone-place"),
        pytest.param("36/KH-UBND", "d3", id="document-number"),
        pytest.param("36/KH", "d3", id="part-of-a-document-number"),
        pytest.param("147 triệu đồng", "d1", id="amount"),
        pytest.param("an cư", "d2", id="short-words-are-no-stop-words"),
        pytest.param("mô hình nuôi bò không dấu", "d4", id="marked-query-finds-unmarked-text"),
    ],
)
def test_the_right_document_comes_first(filled: SearchBackend, text: str, best: str) -> None:
    assert found(filled, text)[0] == best


def test_a_marked_query_ranks_marked_text_above_unmarked(filled: SearchBackend) -> None:
    assert found(filled, "nuôi bò")[:2] == ["d0", "d4"]


def test_every_word_of_a_short_query_must_be_found(filled: SearchBackend) -> None:
    assert set(found(filled, "nuôi dê")) == {"d2"}


def test_a_phrase_must_stand_together_in_this_order(filled: SearchBackend) -> None:
    assert set(found(filled, '"nuôi bò"')) == {"d0"}
    assert set(found(filled, '"nuoi bo"')) == {"d0", "d4"}
    assert found(filled, '"bò nuôi"') == []
    assert found(filled, '"36/KH-UBND"') == ["d3"]


def test_a_phrase_does_not_run_across_a_sentence(filled: SearchBackend) -> None:
    with filled.update(2) as batch:
        batch.put([entry("d5", "Hai câu", "Nhà ông nuôi bò. Sinh sản tốt.")])
    assert "d5" not in found(filled, '"bò sinh sản"')


def test_an_exclusion_takes_documents_away(filled: SearchBackend) -> None:
    assert set(found(filled, "bò -trâu")) == {"d0", "d4"}
    assert set(found(filled, '-"nuôi bò"')) == {"d1", "d2", "d3", "d4"}


def test_either_alternative_will_do(filled: SearchBackend) -> None:
    assert set(found(filled, "dê OR nhãn")) == {"d1", "d2"}
    assert set(found(filled, 'dê OR "nhãn Idol"')) == {"d1", "d2"}


def test_an_empty_query_finds_everything_newest_first(filled: SearchBackend) -> None:
    assert found(filled, "") == ["d4", "d3", "d2", "d1", "d0"]


def test_words_that_no_document_has_find_nothing(filled: SearchBackend) -> None:
    assert ask(filled, "xyzzy").total == 0


def test_a_word_that_no_document_has_does_not_hide_the_others(filled: SearchBackend) -> None:
    assert found(filled, "nhãn Idool") == ["d1"]


def test_filters_limit_hits_and_facets_count_what_would_be_added(filled: SearchBackend) -> None:
    ranking = ask(filled, "", filters=Filters({"province": ("Hà Giang",)}))
    assert {doc_id for doc_id, _ in ranking.hits} == {"d0", "d4"}
    assert ranking.total == 2
    assert ranking.facets["province"] == {"Cần Thơ": 3, "Hà Giang": 2, "Hòa Bình": 1}
    assert ranking.facets["kind"] == {"news": 2}


def test_filters_hold_for_phrases_too(filled: SearchBackend) -> None:
    assert found(filled, '"36/KH-UBND"', filters=Filters({"kind": ("news",)})) == []


def test_pages_do_not_overlap_and_scores_never_rise(filled: SearchBackend) -> None:
    pages = [ask(filled, "bò", page=page, page_size=1) for page in (1, 2, 3)]
    hits = [hit for page in pages for hit in page.hits]
    assert len({doc_id for doc_id, _ in hits}) == len(hits) == pages[0].total
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)


def test_an_update_adds_replaces_and_deletes_in_one_step(filled: SearchBackend) -> None:
    with filled.update(2) as batch:
        batch.delete(["d3"])
        batch.put([entry("d1", "Trồng ổi", "Trồng ổi."), entry("d6", "Nuôi ong", "Nuôi ong mật.")])
        assert found(filled, "nhãn Idol") == ["d1"]
    assert filled.revision() == 2
    assert filled.doc_ids() == {"d0", "d1", "d2", "d4", "d6"}
    assert found(filled, "nhãn Idol") == []
    assert found(filled, "ong mật") == ["d6"]
    assert found(filled, "36/KH-UBND") == []


def test_a_batch_that_raises_leaves_the_live_index_as_it_was(filled: SearchBackend) -> None:
    for change in (filled.update, filled.rebuild):
        with pytest.raises(RuntimeError), change(2) as batch:
            batch.put([entry("d7", "Nuôi ong", "Nuôi ong.")])
            raise RuntimeError
        assert filled.revision() == 1
        assert len(filled.doc_ids()) == len(ENTRIES)
        assert "d7" not in found(filled, "nuôi ong")


def test_another_reader_sees_a_published_index_without_being_reopened(
    filled: SearchBackend, opener: Opener
) -> None:
    with closing(opener()) as reader:
        assert len(reader.doc_ids()) == 5
        with filled.rebuild(2) as batch:
            batch.put(ENTRIES[:2])
        assert reader.doc_ids() == {"d0", "d1"}


def test_the_matcher_finds_what_was_searched_exactly_to_the_letter(filled: SearchBackend) -> None:
    text = "Nhãn  ido, nhãn Idol và NHÃN"
    found_spans = filled.matcher(parse_query("nhan idol")).find(text)
    assert [span.cut(text) for span, _ in found_spans] == ["Nhãn", "nhãn", "Idol", "NHÃN"]


def test_a_marked_query_does_not_mark_other_words_of_the_same_letters(filled: SearchBackend) -> None:
    text = "con bò bỏ bữa, bo bo"
    spans = filled.matcher(parse_query("bò")).find(text)
    assert [span.cut(text) for span, _ in spans] == ["bò", "bo", "bo"]


def test_a_query_of_every_kind_of_clause_at_once_is_answered(filled: SearchBackend) -> None:
    assert found(filled, 'nuôi "bò sinh sản" hộ OR nhà -trâu') == ["d0"]


def test_many_small_updates_leave_an_index_that_answers_like_a_fresh_one(backend: SearchBackend) -> None:
    with backend.rebuild(1):
        pass
    texts = [f"Xã {name} nuôi bò, lứa thứ {number}." for number, name in enumerate("abcdefghijklmnop")]
    for number, text in enumerate(texts):
        with backend.update(number + 2) as batch:
            batch.put([entry(f"n{number}", "Tin", text)])
            batch.delete([f"n{number - 8}"])
    assert backend.doc_ids() == {f"n{number}" for number in range(8, 16)}
    assert set(found(backend, "nuôi bò")) == backend.doc_ids()
    assert found(backend, '"lứa thứ 12"') == ["n12"]
    assert found(backend, "xã k") == ["n10"]


def name_of(typed: str, added: str, weight: float = 0.9) -> Query:
    """The query `typed` with another name for all of it."""
    return replace(parse_query(typed), additions=(Addition(typed, added, weight),))


def found_by(backend: SearchBackend, query: Query) -> list[str]:
    return [doc_id for doc_id, _ in backend.search(query, SearchRequest()).hits]


@pytest.mark.parametrize(
    ("typed", "added", "best"),
    [
        pytest.param("hợp tác xã", "HTX", "d2", id="abbreviation"),
        pytest.param("hop tac xa", "HTX", "d2", id="typed-without-marks"),
        pytest.param("NDI", "nhãn Idol", "d1", id="of-several-words"),
        pytest.param("heo", "bò sinh sản", "d0", id="of-several-marked-words"),
    ],
)
def test_another_name_stands_in_for_words_that_no_document_has(
    filled: SearchBackend, typed: str, added: str, best: str
) -> None:
    assert found_by(filled, name_of(typed, added)) == [best]


def test_another_name_counts_as_the_typed_word_being_there(filled: SearchBackend) -> None:
    query = replace(parse_query("bò NDI"), additions=(Addition("NDI", "sinh sản", 0.9),))
    assert found_by(filled, query) == ["d0"]


def test_typed_words_rank_above_another_name_for_them(filled: SearchBackend) -> None:
    assert found_by(filled, name_of("dê", "nhãn")) == ["d2", "d1"]
    assert found_by(filled, name_of("nhãn", "dê")) == ["d1", "d2"]


def test_of_two_names_for_one_thing_only_the_better_counts(filled: SearchBackend) -> None:
    plain = dict(filled.search(parse_query("bò sinh sản"), SearchRequest()).hits)
    named = dict(filled.search(name_of("bò sinh sản", "hộ nghèo", 0.5), SearchRequest()).hits)
    assert named["d0"] == pytest.approx(plain["d0"])


def test_the_words_of_another_name_apart_are_not_it(filled: SearchBackend) -> None:
    assert "d3" not in found_by(filled, name_of("heo", "bò trâu"))
    text = "hợp tác giữa hai xã; hợp tác xã"
    spans = filled.matcher(name_of("HTX", "hợp tác xã")).find(text)
    assert {span.cut(text) for span, _ in spans} == {"hợp", "tác", "xã"}
    assert min(span.start for span, _ in spans) == text.rindex("hợp")


def test_another_name_is_highlighted_as_the_words_it_stands_for(filled: SearchBackend) -> None:
    matcher = filled.matcher(name_of("hợp tác xã", "HTX"))
    assert {term for _, term in matcher.find("các HTX")} == {"hop", "tac", "xa"}
    assert matcher.weight("hop") > 0


def test_the_lexicon_knows_which_words_stand_side_by_side(filled: SearchBackend) -> None:
    lexicon = filled.lexicon()
    assert [lexicon.has(text) for text in ("HTX", "Nhãn Idol", "bò", "sinh sản")] == [True] * 4
    assert [lexicon.has(text) for text in ("heo", "Idol nhãn", "sinh dê")] == [False] * 3


def test_the_lexicon_counts_words_and_offers_others(filled: SearchBackend) -> None:
    lexicon = filled.lexicon()
    assert lexicon.known(["nhãn", "NHAN", "nhán", "trầu"]) == [True, True, False, False]
    assert [each.word for each in lexicon.respellings("nhan")] == ["nhãn"]
    assert "nhãn" in [each.word for each in lexicon.respellings("nhãnn")]
    assert lexicon.pair_documents(["nuôi", "sinh"], ["bò", "sản"]) == [[1, 0], [0, 1]]


def test_the_lexicon_is_that_of_the_live_index(filled: SearchBackend) -> None:
    assert not filled.lexicon().known(["mật"])[0]
    with filled.update(2) as batch:
        batch.put([entry("d6", "Nuôi ong", "Nuôi ong mật.")])
    assert filled.lexicon().known(["mật"])[0]
    assert [each.word for each in filled.lexicon().respellings("mat")] == ["mật"]


def test_the_lexicon_knows_words_together_and_apart(filled: SearchBackend) -> None:
    lexicon = filled.lexicon()
    assert [lexicon.apart(word) for word in ("nhanidol", "nhãnidol", "nhãn", "bòdê")] == [
        "nhãn idol",
        "nhãn idol",
        None,
        None,
    ]
    assert [lexicon.together("Id", "ol"), lexicon.together("I", "dol"), lexicon.together("nhãn", "Idol")] == [
        "idol",
        None,
        None,
    ]


@pytest.mark.parametrize(
    "typed", ["Dak Lak", "dak lak", '"dak lak"', "Đak Lak", "Đắk Lắk", '"đăk lăk"', "dac lac"]
)
def test_names_of_the_highlands_are_found_in_any_spelling(filled: SearchBackend, typed: str) -> None:
    with filled.update(2) as batch:
        batch.put([entry("d5", "Nuôi ong", "Hộ nghèo ở Đắk Lắk nuôi ong.")])
        batch.put([entry("d6", "Nuôi ong", "Ho ngheo o Dak Lak nuoi ong.")])
    assert "d5" in found(filled, typed)
    text = "tỉnh Đắk Lắk"
    assert [span.cut(text) for span, _ in filled.matcher(parse_query(typed)).find(text)] == ["Đắk", "Lắk"]
