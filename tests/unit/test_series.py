"""The same model in several sources is one; models that only sound alike stay apart."""

from dataclasses import replace
from datetime import date

import pytest

from kb.catalogue import Catalogue, Entry, ModelRequest
from kb.model import Evidence, Figure, PovertyModel
from kb.record import Header
from kb.series import series_of

EVIDENCE = Evidence.cut("Nuôi dê", 0, 7)
GOATS = PovertyModel(
    "a--nuoi-de", "a", "Nuôi dê sinh sản", EVIDENCE, "Hà Giang", "Yên Minh", "Mậu Duệ", "chan-nuoi"
)


def entry(doc_id: str, year: int | None = 2023, **changes: object) -> Entry:
    model = replace(GOATS, model_id=f"{doc_id}--nuoi-de", doc_id=doc_id, **changes)  # type: ignore[arg-type]
    return Entry.of(model, Header(date(year, 1, 1) if year else None, {}))


def tellings(first: Entry, *others: Entry, stories: dict[str, str] | None = None) -> list[str]:
    return [each.model.doc_id for each in series_of(first, Catalogue([first, *others], stories or {}))]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"name": "Nuôi dê"}, id="shorter-name"),
        pytest.param({"name": "Nuôi dê sinh sản (HTX Tân Tiến)"}, id="with-organiser"),
        pytest.param({"province": "Tuyên Quang", "district": None}, id="province-since-2025"),
    ],
)
def test_like_names_in_one_commune_are_one_model(changes: dict[str, object]) -> None:
    assert tellings(entry("b", 2024), entry("a", 2021, **changes)) == ["a", "b"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"commune": "Du Già"}, id="other-commune"),
        pytest.param({"commune": None}, id="whole-district"),
        pytest.param({"province": "Lạng Sơn", "district": None}, id="other-province"),
        pytest.param({"name": "Nuôi ong lấy mật"}, id="other-work"),
        pytest.param({"livelihood": "trong-trot"}, id="other-livelihood"),
    ],
)
def test_models_that_differ_are_two(changes: dict[str, object]) -> None:
    assert tellings(entry("a"), entry("b", **changes)) == []


def test_in_a_district_only_a_telling_name_is_enough() -> None:
    district = {"commune": None}
    assert tellings(entry("a", **district), entry("b", **district)) == ["a", "b"]
    bare = {"commune": None, "name": "Nuôi gà"}
    assert tellings(entry("a", **bare), entry("b", **bare)) == []


def test_tellings_stand_by_date_and_undated_ones_last() -> None:
    assert tellings(entry("a", None), entry("b", 2024), entry("c", 2019)) == ["c", "b", "a"]


def test_a_list_shows_what_one_story_tells_once_and_every_id_is_still_found() -> None:
    figures = {"households": Figure("households", 12, EVIDENCE)}
    told = [entry("a"), entry("b", figures=figures), entry("c")]
    catalogue = Catalogue(told, {"a": "a", "b": "a"})
    shown = catalogue.select(ModelRequest()).entries
    assert {each.model.doc_id for each in shown} == {"b", "c"}
    assert catalogue.entry("a--nuoi-de").model.doc_id == "a"
