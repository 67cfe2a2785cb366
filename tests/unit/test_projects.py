"""Recognising projects by number, by title and by content, and telling programmes apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.passages import cut_passages
from indexer.tagging.projects import tag_projects
from kb.document import Document, Kind
from kb.programmes import PROJECTS

NOW = date(2024, 5, 1)


def make(text: str, title: str = "Tin giảm nghèo", published: date | None = NOW) -> Document:
    return Document("a", title, text, Kind.NEWS, published=published)


def codes(text: str, title: str = "Tin giảm nghèo", published: date | None = NOW) -> list[str]:
    return [tag.value for tag in tag_projects(make(text, title, published), ())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Tiểu dự án 1 thuộc Dự án 3 giúp sản xuất.", ["DA3.1"], id="sub-project of project"),
        pytest.param("Nguồn: Tiểu dự án 1, Dự án 3.", ["DA3.1"], id="sub-project, project"),
        pytest.param("Nguồn: Dự án 3 (Tiểu dự án 1).", ["DA3", "DA3.1"], id="project (sub-project)"),
        pytest.param("Vốn TDA1-DA3 đã giải ngân.", ["DA3.1"], id="abbreviated"),
        pytest.param("Tiểu dự án 2 và 3 của Dự án 4 đạt 50%.", ["DA4.2", "DA4.3"], id="two sub-projects"),
        pytest.param("Thực hiện Dự án 2, 3 và 7.", ["DA2", "DA3", "DA7"], id="several projects"),
        pytest.param("Vốn của dự án số 6 tăng.", ["DA6"], id="lower case with 'số'"),
        pytest.param("Tỉnh thực hiện cả 7 dự án.", [f"DA{n}" for n in range(1, 8)], id="all seven"),
        pytest.param("Tiểu dự án 1 thuộc Dự án 2 nuôi bò.", ["DA2"], id="no such sub-project"),
        pytest.param("Tỉnh thực hiện 6/7 dự án của Chương trình.", [], id="six of seven, unnamed"),
        pytest.param("Có 5 dự án 2 nhóm hộ cùng làm.", [], id="number of something else"),
        pytest.param("Dự án 3 triệu đồng, dự án 2 năm.", [], id="amounts"),
        pytest.param("Người dân đã 2 năm nuôi bò.", [], id="'đã' is no abbreviation"),
        pytest.param("Xã còn Dự án 9 và Dự án 12.", [], id="numbers that no project has"),
    ],
)
def test_number_is_read(text, found):
    assert codes(f"Chương trình MTQG giảm nghèo bền vững giai đoạn 2021-2025.\n{text}") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Dự án đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", ["DA2"], id="full"),
        pytest.param("chia vốn đa dạng hoá sinh kế cho hộ nghèo", ["DA2"], id="half, other tone placement"),
        pytest.param("Đa dạng kế sinh hóa cho hộ nghèo", ["DA2"], id="slip"),
        pytest.param("DU AN DA DANG HOA SINH KE CHO HO NGHEO", ["DA2"], id="capitals without marks"),
        pytest.param("tiểu dự án 2 - đa dạng sinh kế cho hộ nghèo", ["DA2"], id="called a sub-project"),
        pytest.param("truyền thông, giảm nghèo thông tin", ["DA6"], id="project hides its sub-project"),
        pytest.param("Tiểu dự án Giảm nghèo về thông tin", ["DA6.1"], id="sub-project alone"),
        pytest.param("đa dạng hóa\nsinh kế cho hộ nghèo", ["DA2"], id="broken line"),
        pytest.param(
            "Các dự án gồm: đa dạng hóa sinh kế; sản xuất và dinh dưỡng; nhà ở cho hộ nghèo.",
            ["DA2", "DA3", "DA5"],
            id="short names in a list",
        ),
        pytest.param("Huyện xây nhà ở, lo sản xuất cho hộ nghèo.", [], id="short names outside a list"),
        pytest.param(
            "Các dự án giảm nghèo gồm đa dạng hóa sinh kế; không triển khai dự án hỗ trợ nhà ở.",
            ["DA2"],
            id="left out",
        ),
        pytest.param(
            "Tỉnh làm dự án đa dạng hóa sinh kế, còn dự án hỗ trợ nhà ở cho hộ nghèo không triển khai.",
            ["DA2"],
            id="left out, said behind",
        ),
    ],
)
def test_title_is_read(text, found):
    assert codes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("100% cán bộ giảm nghèo được tập huấn.", ["DA7.1"], id="training of officers"),
        pytest.param("Cả 6 huyện nghèo được đầu tư hạ tầng.", ["DA1.1"], id="infrastructure"),
        pytest.param("Dựng 20 mô hình, dự án sản xuất, du lịch.", ["DA2"], id="models"),
        pytest.param("Kế hoạch cải thiện dinh dưỡng cho trẻ.", ["DA3.2"], id="nutrition"),
        pytest.param("Gia đình anh Văn nuôi bò, đã thoát nghèo.", [], id="a livelihood names no project"),
    ],
)
def test_content_is_read_where_the_programme_is_named(text, found):
    assert codes(f"Chương trình MTQG giảm nghèo bền vững ở tỉnh. {text}") == found
    assert codes(f"Tỉnh lo cho hộ nghèo. {text}") == []


def test_content_names_no_sub_project_of_a_project_named_already():
    text = "Chương trình MTQG giảm nghèo bền vững: hỗ trợ phát triển sản xuất, cải thiện dinh dưỡng. "
    assert codes(text + "80% người được nâng cao năng lực sản xuất nông nghiệp.") == ["DA3"]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        pytest.param(
            "Chương trình MTQG vùng đồng bào DTTS: Dự án 3 giúp hộ nghèo.", NOW, id="ethnic minorities"
        ),
        pytest.param("Chương trình 1719 có truyền thông, giảm nghèo về thông tin.", NOW, id="1719, by title"),
        pytest.param(
            "Chương trình MTQG nông thôn mới: đa dạng hóa sinh kế.", NOW, id="new rural development"
        ),
        pytest.param("Dự án giảm nghèo các tỉnh miền núi: tiểu dự án 1.", NOW, id="development bank"),
        pytest.param(
            "Chương trình MTQG giảm nghèo bền vững: Dự án 4.", date(2018, 1, 1), id="written before"
        ),
        pytest.param("Năm 2019, đa dạng hóa sinh kế cho hộ nghèo.", None, id="undated, of another time"),
        pytest.param(
            "Chương trình 135 giai đoạn 2016-2020: đa dạng hóa sinh kế.", NOW, id="told in hindsight"
        ),
        pytest.param("Dự án 2 sân bay lấy đất của hộ nghèo.", NOW, id="no programme at all"),
    ],
)
def test_other_programmes_and_times_are_told_apart(text, published):
    assert codes(text, "Tin", published) == []


def test_project_of_another_programme_carries_its_prefix_when_the_document_dwells_on_it():
    text = "Dự án 3 của Chương trình 1719 giúp hộ nghèo nuôi bò."
    assert codes(text, "Kiệt Sơn làm Dự án 3") == ["DTTS:DA3"]
    old = "Giai đoạn 2016-2020 của Chương trình giảm nghèo bền vững có Dự án 4, theo Quyết định 1722/QĐ-TTg."
    assert codes(f"{old} {old}", published=date(2018, 1, 1)) == ["2016-2020:DA4"]


def test_two_programmes_in_one_text_keep_their_own_numbers():
    text = (
        "Dự án 2 của Chương trình MTQG giảm nghèo bền vững cấp bò cho hộ nghèo.\n"
        "Dự án 5 của Chương trình MTQG vùng đồng bào DTTS mở trường."
    )
    assert codes(text) == ["DA2"]


def test_work_abroad_is_a_project_when_the_document_is_about_it():
    text = "Xã Bảo Đài có 33 người đi làm, nhiều hộ thoát nghèo."
    assert codes(text, "Xuất khẩu lao động giúp dân thoát nghèo") == ["DA4.2"]
    assert codes(text + " Có người từng xuất khẩu lao động.", "Bảo Đài thoát nghèo") == []


def test_tags_show_the_words_and_the_passage_that_carried_them():
    text = "Mở đầu về giảm nghèo.\n\nKết quả\n\n" + "Huyện có nhiều việc. " * 50 + "\n\nDự án 2 nuôi bò."
    document = make(text)
    passages = cut_passages(document)
    whole, part = tag_projects(document, passages)
    assert [span.cut(text) for span in whole.mentions] == ["Dự án 2"]
    assert (part.value, part.mentions) == (whole.value, whole.mentions)
    assert "Dự án 2" in passages[part.passage].span.cut(text)


def test_project_named_in_the_title_alone_has_no_mentions():
    (tag,) = tag_projects(make("Huyện nuôi bò.", "Dự án 2 giảm nghèo bền vững"), ())
    assert (tag.value, tag.mentions, tag.passage) == ("DA2", (), None)


@given(
    st.lists(
        st.sampled_from(["Dự án", "Tiểu dự án", "2", "3,", "thuộc", "giảm nghèo", "1719.", "\n"]), max_size=25
    )
)
def test_tags_are_known_codes_once_each_with_mentions_in_the_text(words):
    document = make(" ".join(words))
    tags = tag_projects(document, cut_passages(document))
    assert len({(tag.value, tag.passage) for tag in tags}) == len(tags)
    for tag in tags:
        assert tag.value in PROJECTS
        assert all(span.end <= len(document.text) for span in tag.mentions)
