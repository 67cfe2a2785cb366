"""What a document is about: provinces told apart as a librarian would, places resolved to their district."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.tagging.places import PlaceMention, PlaceReading, read_places
from kb.document import Document, Heading, Kind, Passage, Span

NEW = date(2025, 9, 1)


def read(
    text: str,
    title: str = "",
    published: date | None = None,
    source: str | None = None,
    url: str | None = None,
) -> PlaceReading:
    return read_places(Document("a", title, text, Kind.NEWS, source, url, published), ())


def tagged(reading: PlaceReading, facet: str = "province", passage: int | None = None) -> set[str]:
    return {tag.value for tag in reading.tags if tag.facet == facet and tag.passage == passage}


def places(reading: PlaceReading) -> list[tuple[str | None, str | None, str | None]]:
    return [(one.commune, one.district, one.province) for one in reading.mentions]


@pytest.mark.parametrize(
    ("title", "text", "provinces"),
    [
        pytest.param(
            "Ba nơi nuôi lươn",
            "Ba tỉnh Cần Thơ, Hậu Giang và Vĩnh Long cùng nuôi lươn.",
            {"Cần Thơ", "Hậu Giang", "Vĩnh Long"},
            id="list",
        ),
        pytest.param(
            "Nuôi tôm ở Quảng Ninh",
            "Huyện Quảng Ninh (Quảng Bình) nuôi tôm. Quảng Ninh có 30 hộ.",
            {"Quảng Bình"},
            id="district called like a province",
        ),
        pytest.param(
            "Nuôi tôm ở Hòa Bình",
            "Huyện Hòa Bình, tỉnh Bạc Liêu nuôi tôm.",
            {"Bạc Liêu"},
            id="Hòa Bình in Bạc Liêu",
        ),
        pytest.param(
            "Xã Bình Định hết hộ nghèo",
            "Xã Bình Định, huyện Kiến Xương, Thái Bình không còn hộ nghèo.",
            {"Thái Bình"},
            id="commune called like a province",
        ),
        pytest.param("", "Ở huyện Quang Bình (Hà Giang), cam được mùa.", {"Hà Giang"}, id="one mark apart"),
        pytest.param(
            "", "Xã Biên Giới, huyện Châu Thành, tỉnh Tây Ninh.", {"Tây Ninh"}, id="name made of words"
        ),
        pytest.param(
            "",
            "Trên hồ thủy điện Sơn La, bà con huyện Sìn Hồ nuôi cá lồng. Sìn Hồ có 20 hộ nuôi.",
            {"Lai Châu"},
            id="hydropower lake",
        ),
        pytest.param(
            "Nuôi ngao", "Giống ngao Bến Tre được nuôi ở xã Mai Phụ, huyện Lộc Hà.", {"Hà Tĩnh"}, id="product"
        ),
        pytest.param(
            "Bưởi Phúc Trạch về Trường Sơn",
            "Bưởi Phúc Trạch được trồng ở xã Trường Sơn, huyện Quảng Ninh, tỉnh Quảng Bình.",
            {"Quảng Bình"},
            id="product of another place",
        ),
        pytest.param(
            "Ông Võ Kiên Giang nuôi dê",
            "Ông Võ Kiên Giang ở xã Phước Thành, huyện Bác Ái lãi 50 triệu đồng.",
            {"Ninh Thuận"},
            id="person",
        ),
        pytest.param(
            "",
            "Theo Báo Tiền Phong, ở xã Tiền Phong, huyện Đà Bắc có 20 hộ nuôi bò.",
            {"Hòa Bình"},
            id="newspaper",
        ),
        pytest.param(
            "",
            "Anh học Đại học Nông Lâm Thái Nguyên rồi về huyện Mèo Vạc nuôi ong.",
            {"Hà Giang"},
            id="university",
        ),
        pytest.param("Vì hòa bình", "Nhân dân yêu chuộng hòa bình.", set(), id="word"),
        pytest.param(
            "Rau sạch",
            "Rau của xã Tam Đại, huyện Phú Ninh bán ra Đà Nẵng, vào TP.HCM.",
            {"Quảng Nam"},
            id="markets",
        ),
        pytest.param(
            "", "Anh Long, quê Nam Định, nuôi ong ở huyện Mộc Châu.", {"Sơn La"}, id="where he is from"
        ),
        pytest.param(
            "Cả nước giảm nghèo", "Cả nước còn 2% hộ nghèo. Sáng 5/6, tại Hà Nội, Bộ họp.", set(), id="venue"
        ),
        pytest.param(
            "NHCSXH Lệ Thủy tiếp vốn", "NHCSXH Lệ Thủy cho 200 hộ vay.", {"Quảng Bình"}, id="district alone"
        ),
        pytest.param(
            "Vú sữa Phong Điền",
            "Huyện Phong Điền có 100 hộ trồng vú sữa, gần trung tâm Cần Thơ.",
            {"Cần Thơ"},
            id="Phong Điền near Cần Thơ",
        ),
        pytest.param(
            "Phong Điền",
            "Huyện Phong Điền và huyện A Lưới có 100 hộ.",
            {"Thừa Thiên Huế"},
            id="Phong Điền near A Lưới",
        ),
        pytest.param("", "Huyện Châu Thành A hỗ trợ 30 hộ.", {"Hậu Giang"}, id="longest name"),
        pytest.param("", "Huyện Châu Thành hỗ trợ 30 hộ.", set(), id="one of eleven"),
        pytest.param(
            "",
            "Huyện Kỳ Sơn có 20 hộ trồng gừng. Xã Na Ngoi, xã Huồi Tụ nuôi bò.",
            {"Nghệ An"},
            id="by its communes",
        ),
        pytest.param("", "Ở H.Hướng Hóa, bà con trồng chuối.", {"Quảng Trị"}, id="abbreviated"),
        pytest.param(
            "TP.HCM giảm nghèo", "Quận 8 hỗ trợ hộ nghèo.", {"TP Hồ Chí Minh"}, id="numbered district"
        ),
        pytest.param("", "Ở ĐắkLắk, huyện Krông Năng trồng mắc ca.", {"Đắk Lắk"}, id="written together"),
        pytest.param("", "Huyện Pắc Nặm nuôi ngựa. Pắc Nặm có 9 xã.", {"Bắc Kạn"}, id="other marks"),
        pytest.param("", "Huyện Ba Vì, tỉnh Hà Tây nuôi bò sữa.", {"Hà Nội"}, id="old province"),
        pytest.param(
            "", "Huyện Thông Nông có 20 hộ. Thông Nông nghèo.", {"Cao Bằng"}, id="district merged away"
        ),
        pytest.param("HÀ GIANG: ĐỒNG VĂN NUÔI BÒ", "HUYỆN ĐỒNG VĂN NUÔI BÒ.", {"Hà Giang"}, id="capitals"),
        pytest.param(
            "Nuoi bo o Ha Giang", "Huyen Dong Van, tinh Ha Giang nuoi bo.", {"Hà Giang"}, id="no marks"
        ),
        pytest.param(
            "",
            "Bí thư Tỉnh ủy Hà Giang Đặng Quốc Khánh thăm huyện Mèo Vạc.",
            {"Hà Giang"},
            id="official's name follows",
        ),
        pytest.param(
            "",
            "Thôn Hòa Bình, xã Lìa, huyện Hướng Hóa nuôi dê; các thôn Hưng Yên, Thái Bình trồng chuối.",
            {"Quảng Trị"},
            id="hamlets",
        ),
        pytest.param(
            "",
            "Hợp tác xã Cao Phong ở xã Na Hối, huyện Bắc Hà nuôi 200 con lợn đen.",
            {"Lào Cai"},
            id="cooperative",
        ),
        pytest.param(
            "Cứu em bé",
            "Em ở xã Thạch Mỹ, huyện Lộc Hà. Mọi đóng góp xin gửi về: chị Thông, xã Thạch Mỹ. Hoặc qua báo, "
            "số 138 phố Giảng Võ, quận Ba Đình, Hà Nội; văn phòng quận 1, TP.HCM.",
            {"Hà Tĩnh"},
            id="newspaper's address",
        ),
    ],
)
def test_document_is_about_the_provinces_a_librarian_would_name(
    title: str, text: str, provinces: set[str]
) -> None:
    assert tagged(read(text, title)) == provinces


def test_document_that_lists_many_provinces_is_about_the_country() -> None:
    text = "Các tỉnh có huyện nghèo: Hà Giang, Cao Bằng, Bắc Kạn, Lào Cai, Yên Bái, Điện Biên và Lai Châu."
    assert tagged(read(text, "74 huyện nghèo của cả nước")) == set()


@pytest.mark.parametrize(
    ("title", "text", "before", "since"),
    [
        pytest.param(
            "Lê ở Yên Minh",
            "Xã Yên Minh, tỉnh Tuyên Quang trồng lê.",
            {"Hà Giang"},
            {"Tuyên Quang"},
            id="commune",
        ),
        pytest.param(
            "Cồn Chim", "Tại xã Hòa Minh, tỉnh Vĩnh Long.", {"Trà Vinh"}, {"Vĩnh Long"}, id="another"
        ),
        pytest.param("", "Xã A Lưới 1, thành phố Huế có 20 hộ.", {"Thừa Thiên Huế"}, {"Huế"}, id="Huế"),
        pytest.param(
            "Lâm Đồng giảm nghèo",
            "Tỉnh Lâm Đồng lên kế hoạch.",
            {"Lâm Đồng"},
            {"Lâm Đồng"},
            id="province as a whole",
        ),
        pytest.param(
            "Phú Thọ giảm nghèo",
            "Tỉnh Phú Thọ xây nhà ở huyện Đà Bắc cũ.",
            {"Phú Thọ", "Hòa Bình"},
            {"Phú Thọ"},
            id="province and an old district",
        ),
        pytest.param(
            "",
            "Xã Lùng Tám, huyện Quản Bạ, tỉnh Hà Giang (nay là xã Lùng Tám, tỉnh Tuyên Quang) dệt lanh.",
            {"Hà Giang"},
            {"Tuyên Quang"},
            id="now called",
        ),
        pytest.param(
            "", "Tỉnh Vĩnh Long cũ có 20 hộ.", {"Vĩnh Long"}, {"Vĩnh Long"}, id="old province of that name"
        ),
    ],
)
def test_document_written_on_the_new_map_is_placed_on_both(
    title: str, text: str, before: set[str], since: set[str]
) -> None:
    reading = read(text, title, NEW)
    assert tagged(reading) == before
    assert tagged(reading, "province_2025") == since


def test_undated_document_shows_by_its_places_which_map_it_uses() -> None:
    reading = read("Tại xã Yên Minh, tỉnh Tuyên Quang có 30 hộ. Cả tỉnh Tuyên Quang còn nghèo.")
    assert tagged(reading) == {"Hà Giang"}


def test_person_called_by_less_than_the_full_name_is_no_place() -> None:
    text = "Anh Trần Đông Triều ở huyện Thăng Bình, Quảng Nam nuôi bò. Năm nay Đông Triều lãi 50 triệu đồng."
    assert tagged(read(text)) == {"Quảng Nam"}
    assert [mention.name for mention in read(text).mentions] == ["Thăng Bình", "Quảng Nam"]


def test_district_counts_little_where_nothing_else_names_its_province() -> None:
    text = "Cần Thơ thắng 3-0. " + "Đông Triều đá kém. " * 4 + "Người Cần Thơ vui mừng. Cần Thơ lên hạng."
    assert tagged(read(text)) == {"Cần Thơ"}


def test_province_named_in_a_list_of_old_ones_is_the_old_one() -> None:
    reading = read("Số hộ nghèo của Ninh Bình, Hà Nam và Nam Định nay tính chung.", "Ninh Bình", NEW)
    assert tagged(reading) == {"Ninh Bình", "Hà Nam", "Nam Định"}


def test_numbered_commune_is_read_with_its_number() -> None:
    assert places(read("Xã A Lưới 3, thành phố Huế có 14 hộ.", published=NEW))[0][0] == "A Lưới 3"


def test_old_document_keeps_the_old_map() -> None:
    reading = read("Tuyên Quang có 30 hộ. Huyện Na Hang trồng chè.", "Tuyên Quang", date(2023, 1, 1))
    assert tagged(reading) == {"Tuyên Quang"}


def test_publisher_breaks_ties_but_is_not_the_subject() -> None:
    assert tagged(read("Huyện Phong Điền có 20 hộ.", source="Báo Cần Thơ")) == {"Cần Thơ"}
    assert tagged(read("Huyện Châu Thành có 20 hộ.", url="https://baolongan.vn/a")) == {"Long An"}
    assert tagged(read("Huyện A Lưới có 20 hộ.", source="Báo Cần Thơ")) == {"Thừa Thiên Huế"}
    assert tagged(read("Cả nước còn 2% hộ nghèo.", source="Báo Cần Thơ")) == set()


def test_places_are_resolved_through_what_holds_them() -> None:
    reading = read("Ở các xã Tân Mỹ và Trà Côn (huyện Trà Ôn, Vĩnh Long) có 40 hộ.")
    assert places(reading) == [
        ("Tân Mỹ", "Trà Ôn", "Vĩnh Long"),
        ("Trà Côn", "Trà Ôn", "Vĩnh Long"),
        (None, "Trà Ôn", "Vĩnh Long"),
        (None, None, "Vĩnh Long"),
    ]
    assert all(mention.is_subject for mention in reading.mentions)


def test_name_without_level_word_means_what_it_means_elsewhere() -> None:
    reading = read("Xã Phú Mỹ, huyện Giang Thành (Kiên Giang) đan cỏ bàng. Ở Phú Mỹ có 20 hộ.")
    assert places(reading)[-1] == ("Phú Mỹ", "Giang Thành", "Kiên Giang")


def test_commune_named_barely_counts_where_its_district_is_named() -> None:
    reading = read("Hòa Bắc là nơi xa nhất của huyện Hòa Vang, Đà Nẵng.")
    assert places(reading)[0] == ("Hòa Bắc", "Hòa Vang", "Đà Nẵng")


def test_commune_keeps_the_district_it_had_when_the_text_was_written() -> None:
    reading = read("Xã Ninh Phước, huyện Nông Sơn, tỉnh Quảng Nam nuôi bò.")
    assert places(reading)[0] == ("Ninh Phước", "Nông Sơn", "Quảng Nam")


def test_name_keeps_the_spelling_of_the_gazetteer() -> None:
    mention = read("Huyện Krông Pắk, tỉnh Dak Lak.").mentions[0]
    assert (mention.name, mention.province) == ("Krông Pắc", "Đắk Lắk")


def test_place_that_nothing_decides_has_no_province() -> None:
    mention = read("Huyện Châu Thành có 20 hộ.").mentions[0]
    assert mention == PlaceMention(Span(6, 16), "district", "Châu Thành", None, None, None, is_subject=False)


def test_tag_quotes_the_mentions_that_carried_it() -> None:
    text = "Huyện Mèo Vạc (Hà Giang) có 20 hộ. Bà con bán ra Hà Nội."
    reading = read(text)
    quotes = {tag.facet: [span.cut(text) for span in tag.mentions] for tag in reading.tags}
    assert quotes == {"province": ["Mèo Vạc", "Hà Giang"], "province_2025": ["Mèo Vạc", "Hà Giang"]}


def test_tag_from_the_title_alone_has_no_mentions() -> None:
    reading = read("Toàn tỉnh còn 5% hộ nghèo.", "Hà Giang giảm nghèo")
    assert [(tag.value, tag.mentions) for tag in reading.tags] == [("Hà Giang", ()), ("Tuyên Quang", ())]


def test_passage_has_the_province_it_speaks_of_or_that_its_heading_names() -> None:
    text = "Tỉnh Hà Giang\n\nDân nuôi bò.\n\nTỉnh Cao Bằng\n\nDân trồng mía.\n\nYên Bái trồng quế."
    headings = tuple(
        Heading(Span(text.index(line), text.index(line) + len(line)), 2)
        for line in ("Tỉnh Hà Giang", "Tỉnh Cao Bằng")
    )
    lines = ("Dân nuôi bò.", "Dân trồng mía.", "Yên Bái trồng quế.")
    above = ("Tỉnh Hà Giang", "Tỉnh Cao Bằng", "Tỉnh Cao Bằng")
    passages = tuple(
        Passage(ordinal, Span(text.index(line), text.index(line) + len(line)), heading)
        for ordinal, (line, heading) in enumerate(zip(lines, above, strict=True))
    )
    reading = read_places(Document("a", "", text, Kind.REPORT, headings=headings), passages)
    assert [tagged(reading, passage=ordinal) for ordinal in range(3)] == [
        {"Hà Giang"},
        {"Cao Bằng"},
        {"Yên Bái"},
    ]


NAMES = (
    "Châu Thành",
    "Hà Giang",
    "Huế",
    "Phong Điền",
    "Yên Minh",
    "Tuyên Quang",
    "Hòa Bình",
    "Vinh",
    "Nguyễn",
)
AROUND = (
    "huyện",
    "xã",
    "tỉnh",
    "TP.",
    "các",
    "và",
    ",",
    "(",
    ")",
    ".",
    "\n",
    "ông",
    "Báo",
    "cũ",
    "từ",
    "thôn",
    "12",
)
WORDS = st.sampled_from((*NAMES, *AROUND))


@given(st.lists(WORDS), st.lists(WORDS, max_size=6), st.sampled_from([None, date(2020, 1, 1), NEW]))
def test_mentions_stand_in_the_text_in_order_and_tags_quote_only_them(
    words: list[str], title: list[str], published: date | None
) -> None:
    reading = read(" ".join(words), " ".join(title), published)
    spans = [mention.span for mention in reading.mentions]
    assert spans == sorted(spans)
    assert all(not one.overlaps(other) for one, other in pairwise(spans))
    subjects = {mention.span for mention in reading.mentions if mention.is_subject}
    assert {span for tag in reading.tags for span in tag.mentions} <= subjects
    assert all((one.commune is None) or one.level == "commune" for one in reading.mentions)
