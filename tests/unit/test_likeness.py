"""Models like a given one: what counts as alike, and the reasons that are given."""

import pytest

from kb.catalogue import Catalogue, Entry
from kb.likeness import Likeness, Reason, similar
from kb.model import Evidence, Figure
from kb.record import Header
from tests.unit.test_catalogue import model


def entry(model_id: str, name: str, province: str, district: str | None = None, **changes: object) -> Entry:
    changes = {"livelihood": "chan-nuoi"} | changes
    return Entry.of(model(model_id, name, province=province, district=district, **changes), Header(None, {}))


def households(count: int) -> dict[str, Figure]:
    return {"households": Figure("households", count, Evidence.cut("hộ", 0, 2))}


COW = entry("cow", "Nuôi bò sinh sản", "Nam Định", "Hải Hậu", figures=households(20))
SAME_WORK = entry("same-work", "Nuôi bò sinh sản", "Hà Giang")
SAME_PLACE = entry("same-place", "Nuôi vịt", "Nam Định", "Giao Thủy", figures=households(30))
NEIGHBOUR = entry("neighbour", "Chăn nuôi bò vỗ béo", "Thái Bình", figures=households(500))
OTHER = entry("other", "Dệt thổ cẩm", "Nam Định", livelihood="tieu-thu-cong")
CATALOGUE = Catalogue([COW, SAME_WORK, SAME_PLACE, NEIGHBOUR, OTHER])


def found() -> dict[str, Likeness]:
    return {each.entry.model.model_id: each for each in similar(COW, CATALOGUE)}


def test_the_same_work_comes_before_the_same_place() -> None:
    assert next(iter(found())) == "same-work"
    assert found()["same-work"].reasons[0] == Reason("work", ("nuôi bò sinh sản",))


def test_another_livelihood_is_not_alike_even_next_door() -> None:
    assert "other" not in found()


def test_a_model_is_not_like_itself_nor_like_those_of_its_document() -> None:
    sibling = Entry.of(model("cow"), Header(None, {}))
    assert similar(COW, Catalogue([COW, sibling])) == []


@pytest.mark.parametrize(
    ("model_id", "reason"),
    [
        pytest.param("same-place", Reason("province", ("Nam Định",)), id="province"),
        pytest.param("same-place", Reason("coast"), id="coast"),
        pytest.param("same-place", Reason("households", (20, 30)), id="size"),
        pytest.param("same-place", Reason("livelihood", ("chan-nuoi",)), id="livelihood"),
        pytest.param("neighbour", Reason("neighbour", ("Thái Bình", "Nam Định")), id="neighbour"),
        pytest.param("neighbour", Reason("work", ("nuôi bò",)), id="part-of-the-work"),
    ],
)
def test_every_likeness_is_given_its_reason(model_id: str, reason: Reason) -> None:
    assert reason in found()[model_id].reasons


def test_sizes_far_apart_are_no_reason() -> None:
    assert "households" not in {reason.kind for reason in found()["neighbour"].reasons}


def test_no_more_are_given_than_asked_for() -> None:
    assert len(similar(COW, CATALOGUE, limit=2)) == 2
