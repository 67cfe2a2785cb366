"""The livelihood of a model's name, a passage and a document."""

import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.passages import cut_passages
from indexer.tagging.livelihoods import livelihood_of, tag_livelihoods
from kb.document import Document, Kind
from kb.model import LIVELIHOODS

DATA = Path(__file__).parents[2] / "indexer" / "data" / "livelihoods.toml"


def make(text: str, title: str = "Giảm nghèo ở xã") -> Document:
    return Document("a", title, text, Kind.NEWS)


def tagged(document: Document) -> list[str]:
    return [tag.value for tag in tag_livelihoods(document, ())]


@pytest.mark.parametrize(
    ("name", "livelihood"),
    [
        pytest.param("Nuôi heo đen bản địa", "chan-nuoi", id="livestock, southern word"),
        pytest.param("Trồng nhãn Idol", "trong-trot", id="crop"),
        pytest.param("Nuôi cá lồng trên hồ thủy điện", "thuy-san", id="fish cages"),
        pytest.param("Hỗ trợ ngư lưới cụ", "thuy-san", id="fishing gear"),
        pytest.param("Trồng rừng gỗ lớn", "lam-nghiep", id="forest"),
        pytest.param("Dệt thổ cẩm", "tieu-thu-cong", id="weaving"),
        pytest.param("Hợp tác xã Đan đát Quốc Noãn", "tieu-thu-cong", id="basketry in a proper name"),
        pytest.param("May công nghiệp", "cong-nghiep", id="garment works"),
        pytest.param("Tổ giúp việc gia đình theo giờ", "dich-vu", id="service"),
        pytest.param("Du lịch cộng đồng, homestay", "du-lich", id="tourism"),
        pytest.param("Đi làm việc có thời hạn ở nước ngoài", "khac", id="work abroad"),
        pytest.param("Mô hình số 5", None, id="names none"),
        pytest.param("", None, id="empty"),
    ],
)
def test_name_of_a_model_tells_its_livelihood(name, livelihood):
    assert livelihood_of(name) == livelihood


def test_document_is_about_what_it_speaks_of_most():
    text = "Hộ nghèo nuôi bò, nuôi dê, chăn nuôi gà thả vườn. " * 3 + "Có nhà trồng nhãn."
    assert tagged(make(text)) == ["chan-nuoi"]


def test_two_livelihoods_of_equal_weight_both_count_in_their_fixed_order():
    assert tagged(make("Bà con nuôi bò và trồng nhãn. Nuôi dê, trồng bưởi.")) == ["trong-trot", "chan-nuoi"]


def test_title_counts_and_shows_no_mention():
    (tag,) = tag_livelihoods(make("Xã giúp hộ nghèo.", "Nuôi dê sinh sản giúp thoát nghèo"), ())
    assert (tag.value, tag.mentions) == ("chan-nuoi", ())


def test_passages_carry_only_livelihoods_of_the_document():
    text = "Nuôi bò, nuôi dê cho hộ nghèo.\n\n" + "Việc khác của xã. " * 50 + "\n\nTrồng nhãn, trồng bưởi."
    document = make(text)
    tags = tag_livelihoods(document, cut_passages(document))
    of_document = {tag.value for tag in tags if tag.passage is None}
    parts = [(tag.passage, tag.value) for tag in tags if tag.passage is not None]
    assert of_document == {"chan-nuoi", "trong-trot"}
    assert parts == sorted(parts)
    assert {value for _, value in parts} == of_document


def test_text_that_only_happens_to_name_things_that_grow_has_no_livelihood():
    assert tagged(make("Cô dâu cầm hoa hồng, khách ăn phở bò.", "Đám cưới ở phố")) == []


def test_words_of_the_data_file_are_lower_case_nfc_and_belong_to_one_livelihood():
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    assert data.keys() == {*LIVELIHOODS, "setting"}
    words = [word for livelihood in LIVELIHOODS for word in data[livelihood]]
    assert len(words) == len(set(words))
    assert all(word == unicodedata.normalize("NFC", word.lower()) for word in words + data["setting"])


@given(
    st.lists(
        st.sampled_from(["nuôi", "bò", "trồng", "nhãn", "nghèo", "du lịch", "\n\n", "may", ","]), max_size=30
    )
)
def test_mentions_are_stretches_of_the_text_in_order(words):
    document = make(" ".join(words))
    for tag in tag_livelihoods(document, cut_passages(document)):
        assert tag.value in LIVELIHOODS
        assert list(tag.mentions) == sorted(tag.mentions)
        assert all(span.cut(document.text) for span in tag.mentions)
