"""Suggestions while typing: what goes on like the letters typed, marked or not, and where it comes from."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.backends import open_backend, open_knowledge_base
from indexer.pipeline import ingest
from indexer.reindex import refresh_index
from kb.phrases import frequent_phrases
from kb.places import fold_place
from kb.service import KnowledgeBase
from kb.settings import Settings
from kb.store import Store
from kb.suggestion_list import SuggestionList
from kb.suggestions import Suggestion, SuggestionKind, Suggestions

TEXTS: dict[SuggestionKind, tuple[str, ...]] = {
    "phrase": ("nuôi bò", "nuôi bò sinh sản", "hộ nghèo", "bộ đội", "hoà giải"),
    "place": ("Hà Giang", "Hòa Bình", "Đắk Lắk"),
    "project": ("Dự án 2: Đa dạng hóa sinh kế",),
    "model": ("Nuôi bò vỗ béo", "Trồng nhãn Idol"),
    "document": ("Hai mươi hộ nuôi bò ở Hà Giang", "36/KH-UBND: kế hoạch", "Bò, dê và cừu"),
}


@pytest.fixture(scope="module")
def suggestions() -> Suggestions:
    return Suggestions(Suggestion(text, kind) for kind, texts in TEXTS.items() for text in texts)


def texts(suggestions: Suggestions, typed: str) -> list[str]:
    return [each.text for each in suggestions.find(typed, 10)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("nuôi", "nuôi bò", id="marked"),
        pytest.param("nuoi bo s", "nuôi bò sinh sản", id="unmarked-and-half-a-word"),
        pytest.param("NUÔI BÒ S", "nuôi bò sinh sản", id="capitals"),
        pytest.param("hà g", "Hà Giang", id="place"),
        pytest.param("hoà b", "Hòa Bình", id="other-place-of-the-tone"),
        pytest.param("dak", "Đắk Lắk", id="d-for-đ"),
        pytest.param("đa dạng", "Dự án 2: Đa dạng hóa sinh kế", id="inside"),
        pytest.param("du an 2", "Dự án 2: Đa dạng hóa sinh kế", id="across-a-colon"),
        pytest.param("nhan i", "Trồng nhãn Idol", id="model"),
        pytest.param("36/KH", "36/KH-UBND: kế hoạch", id="document-number"),
        pytest.param("  nuôi   bò  s", "nuôi bò sinh sản", id="spaces"),
        pytest.param("nuôi bo", "nuôi bò", id="half-marked"),
        pytest.param("hô", "hộ nghèo", id="tone-still-to-come"),
    ],
)
def test_what_goes_on_like_the_typed_text_is_suggested(
    suggestions: Suggestions, typed: str, first: str
) -> None:
    assert texts(suggestions, typed)[0] == first


@pytest.mark.parametrize("typed", ["", "  ", "?!", "zzz", "bó", "uôi", "nuôi bỏ"])
def test_nothing_else_is(suggestions: Suggestions, typed: str) -> None:
    assert texts(suggestions, typed) == []


def test_marks_typed_must_agree(suggestions: Suggestions) -> None:
    assert texts(suggestions, "bộ") == ["bộ đội"]
    assert set(texts(suggestions, "bo")) >= {"bộ đội", "nuôi bò", "Bò, dê và cừu"}


def test_what_begins_so_comes_before_what_has_it_inside(suggestions: Suggestions) -> None:
    documents = [each.text for each in suggestions.find("bò", 10) if each.kind == "document"]
    assert documents == ["Bò, dê và cừu", "Hai mươi hộ nuôi bò ở Hà Giang"]


def test_what_was_typed_whole_comes_first() -> None:
    many = Suggestions(Suggestion(text, "phrase") for text in ("hộ nghèo năm", "hộ nghèo xã", "hộ nghèo"))
    assert texts(many, "ho ngheo") == ["hộ nghèo", "hộ nghèo năm", "hộ nghèo xã"]


def test_last_words_can_be_completed(suggestions: Suggestions) -> None:
    typed = "mô hình nuôi bò ở hà g"
    assert [each.text for each in suggestions.complete(typed, 10)] == ["mô hình nuôi bò ở Hà Giang"]


def test_each_kind_has_its_share_and_the_limit_holds(suggestions: Suggestions) -> None:
    many = Suggestions(Suggestion(f"bò {n}", kind) for n in range(50) for kind in TEXTS)
    assert {each.kind for each in many.find("bò", 20)} == set(TEXTS)
    assert len(many.find("bò", 3)) == 3
    assert len(suggestions.find("n", 2)) == 2


@given(st.text(max_size=30))
def test_any_text_is_answered(typed: str) -> None:
    suggestions = Suggestions([Suggestion("nuôi bò", "phrase")])
    for found in (suggestions.find(typed, 5), suggestions.complete(typed, 5)):
        assert all(fold_place(each.text).endswith("nuoi bo") for each in found)


def test_phrases_are_what_many_texts_share() -> None:
    titles = [
        "Hộ nghèo xã A nuôi dê",
        "Nuôi dê ở xã B",
        "HTX nuôi dê, hộ nghèo vui",
        "Giúp hộ nghèo năm 2023",
    ]
    assert frequent_phrases(titles, 3, {"giúp", "ở"}) == [("hộ nghèo", 3), ("nuôi dê", 3)]
    assert frequent_phrases([], 3, ()) == []


def test_a_phrase_of_one_text_is_not_counted_twice() -> None:
    assert frequent_phrases(["nuôi dê và nuôi dê", "nuôi dê"], 3, ()) == []


@pytest.fixture(scope="module")
def gathered(corpus_kb: KnowledgeBase, corpus_settings: Settings) -> Iterator[SuggestionList]:
    with closing(open_backend(corpus_settings)) as backend:
        found = SuggestionList(corpus_kb.store, backend)
        found.refresh()
        yield found


def kinds(found: SuggestionList, typed: str) -> dict[str, SuggestionKind]:
    return {each.text: each.kind for each in found.find(typed, 10)}


def test_suggestions_come_from_titles_models_places_projects_and_phrases(gathered: SuggestionList) -> None:
    assert kinds(gathered, "nuôi bò s")["nuôi bò sinh sản"] == "phrase"
    assert kinds(gathered, "hà gia")["Hà Giang"] == "place"
    assert kinds(gathered, "meo v")["Mèo Vạc, Hà Giang"] == "place"
    assert kinds(gathered, "dự án 2")["Dự án 2: Đa dạng hóa sinh kế, mô hình giảm nghèo"] == "project"
    assert set(kinds(gathered, "nuôi").values()) == {"phrase", "model", "document"}


@pytest.mark.parametrize("typed", ["nuooi bof s", "nuo6i bo2 sinh", "nuooi bof"])
def test_what_was_meant_by_keys_is_suggested(gathered: SuggestionList, typed: str) -> None:
    assert kinds(gathered, typed)["nuôi bò sinh sản"] == "phrase"


def test_what_is_suggested_can_be_opened(gathered: SuggestionList, corpus_kb: KnowledgeBase) -> None:
    for each in gathered.find("nuôi", 10):
        if each.kind == "model":
            assert corpus_kb.model(each.key or "").model.name == each.text
        if each.kind == "document":
            assert corpus_kb.record(each.key or "").document.title == each.text


def test_a_changed_index_gives_new_suggestions(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("new")
    settings.data_dir.mkdir(parents=True)
    with closing(Store.create(settings)) as store, closing(open_backend(settings)) as backend:
        found = SuggestionList(store, backend)
        assert kinds(found, "nuôi chim") == {}
        for number, title in enumerate(("Nuôi chim yến", "Nuôi chim cút")):
            (folder / f"{number}.txt").write_text(f"{title}\n\nHộ nghèo nuôi chim.", encoding="utf-8")
            ingest(store, [folder], max_bytes=1_000_000, jobs=1)
            refresh_index(store, backend)
            found.refresh()
            assert kinds(found, title[:-1])[title] == "document"


def test_without_an_index_provinces_are_suggested(corpus_settings: Settings, settings: Settings) -> None:
    with closing(open_knowledge_base(corpus_settings)) as corpus, closing(open_backend(settings)) as nothing:
        found = SuggestionList(corpus.store, nothing)
        found.refresh()
        assert kinds(found, "ha gi") == {"Hà Giang": "place"}
