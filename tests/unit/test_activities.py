"""Activities: what a text says people raise, grow, make or offer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.activities import Anchor, find_activities


def names(text: str) -> list[str]:
    return [activity.name for activity in find_activities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anh nuôi bò vỗ béo", ["Nuôi bò vỗ béo"]),
        ("ông nuôi thêm 6 con trâu, trồng 6 ha tràm", ["Nuôi trâu", "Trồng tràm"]),
        ("cấp cho 20 hộ 700 con gà thả vườn", ["Nuôi gà thả vườn"]),
        ("mô hình bò cái lai sinh sản của xã", ["Nuôi bò cái lai sinh sản"]),
        ("vườn nhãn Idol của bà con", ["Trồng nhãn Idol"]),
        ("trồng mắc ca xen cà phê", ["Trồng mắc ca xen cà phê"]),
        ("trồng hồi, quế và nuôi gà hữu cơ", ["Trồng hồi, quế", "Nuôi gà hữu cơ"]),
        ("nuôi trâu, bò vỗ béo", ["Nuôi trâu, bò vỗ béo"]),
        ("nuôi bò sinh sản, dê lai bách thảo", ["Nuôi bò sinh sản", "Nuôi dê lai bách thảo"]),
        ("các dự án nuôi lợn, nuôi dê ở xã", ["Nuôi lợn, dê"]),
        ("Hội mở lớp dệt thổ cẩm", ["Dệt thổ cẩm"]),
        ("chị mở xưởng may gia công", ["Xưởng may gia công"]),
        ("xã đưa 30 người đi xuất khẩu lao động", ["Đi làm việc ở nước ngoài theo hợp đồng"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_activity_is_named_as_an_editor_would(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mục tiêu của tỉnh là đào tạo nghề, điều tra hộ nghèo và tiến hành rà soát",
        "Quận Ngũ Hành Sơn và xã Trà Lãnh",
        "Sở Nông nghiệp cùng cơ sở sản xuất",
        "ngành công nghệ thông tin, câu lạc bộ bóng đá",
        "nuôi hai con ăn học, trồng người là việc trăm năm",
        "Chỉ số Nasdaq tăng, cô dâu chú rể vui mừng",
    ],
)
def test_words_that_only_look_like_things_are_no_activity(text: str) -> None:
    assert names(text) == []


def test_spellings_of_one_thing_are_comparable() -> None:
    [hog] = find_activities("nuôi heo đen")
    [pig] = find_activities("nuôi lợn bản địa")
    assert hog.heads == pig.heads == ("lợn",)


def test_bare_name_counts_only_where_someone_does_something_with_it() -> None:
    text = "Bà nuôi dê. Giống dê dễ chăm, dê ít bệnh"
    assert [found.is_passing for found in find_activities(text)] == [False, False, True]
    assert find_activities("Cơm với dê rất ngon") == ()


def test_frame_is_the_strongest_sign() -> None:
    [framed] = find_activities("mô hình nuôi ong lấy mật")
    [told] = find_activities("bà nuôi ong lấy mật")
    [named] = find_activities("mua ong lấy mật")
    assert [framed.anchor, told.anchor, named.anchor] == [Anchor.FRAME, Anchor.VERB, Anchor.BARE]


@given(st.text(alphabet="nuôitrồngbòlợn àáăâđêôơư,.“”0123456789\n-", max_size=200))
def test_mentions_are_in_order_and_within_the_text(text: str) -> None:
    found = find_activities(text)
    starts = [activity.span.start for activity in found]
    assert starts == sorted(starts)
    assert all(0 <= activity.span.start < activity.span.end <= len(text) for activity in found)
