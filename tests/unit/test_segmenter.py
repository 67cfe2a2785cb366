"""Words in running text: identical to pyvi's, without what makes pyvi slow."""

import subprocess
import sys
import unicodedata
import warnings
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.segmenter import _find_joins_with_pyvi, find_joins, find_syllables, segment, tokenize
from indexer.segmenter.weights import WeightsUnreadable, read_weights, shipped_models

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyvi.ViTokenizer import ViTokenizer

CORPUS = sorted((Path(__file__).parents[2] / "corpus" / "documents").glob("*.md"))

SENTENCES = {
    "plain": "Hộ nghèo dân tộc thiểu số được vay vốn ưu đãi để nuôi bò sinh sản.",
    "title case": "Ủy ban Nhân dân tỉnh Hà Giang và Bộ Lao động - Thương binh và Xã hội",
    "upper case": "MÔ HÌNH GIẢM NGHÈO BỀN VỮNG Ở HUYỆN ĐỒNG VĂN",
    "lower case": "đa dạng hoá sinh kế, phát triển mô hình giảm nghèo",
    "both tone placements": "đa dạng hóa sinh kế; hòa bình và hoà bình; thuỷ lợi, thủy lợi",
    "without marks": "mo hinh nuoi bo sinh san o Ha Giang",
    "document number": "Quyết định 90/QĐ-TTg ngày 18/01/2022, Kế hoạch số 265/KH-UBND",
    "figures": "giảm 2,75%, còn 1.000 hộ; vốn 1.350.000.000 đồng, 3,2ha, 7_000",
    "short forms with dots": "TP. HCM, Tp. Cần Thơ, ThS. Nguyễn Văn A., Mr. Smith, HTX. Bò",
    "marks pyvi keeps whole": "a ==> b -> c ... d >> e -- f ... -- >>> .",
    "addresses": "xem https://vi.wikipedia.org/wiki/Dê, thư tới lien-he.a+b@xa.gov.vn nhé",
    "line ends": "Kết quả\nHộ nghèo\r\n\r\n- Nuôi dê\n\n1. Trồng chè",
    "quotation": "“Cần câu, không phải con cá” – ông Sùng Mí Vàng nói: 'Tôi thoát nghèo…'",
    "apostrophes": "Ea H’leo, Ea H'leo, K'Bang, M'Đrắk, Ch’ơm",
    "decomposed": unicodedata.normalize("NFD", "Người dân Mường Tè trồng sâm Lai Châu"),
    "nothing": "",
    "white space": " \t ",
    "one syllable": "nghèo",
    "foreign letters": "Ωmega ΑΣ ﬁ İstanbul ǅ 한국 中文",
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES.keys())
def test_words_are_those_of_pyvi(text: str) -> None:
    assert tokenize(text) == ViTokenizer.tokenize(text)


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES.keys())
def test_words_of_lower_cased_text_are_those_of_pyvi(text: str) -> None:
    assert tokenize(text.lower()) == ViTokenizer.tokenize(text.lower())


@pytest.mark.parametrize("path", CORPUS[::10], ids=lambda path: path.stem)
def test_words_of_a_whole_document_are_those_of_pyvi(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert tokenize(text) == ViTokenizer.tokenize(text)


_SYLLABLES = st.sampled_from(" ".join(SENTENCES.values()).split())
_MARKS = st.sampled_from([" ", " ", " ", ", ", ". ", "\n", "-", "/", "...", "–", "_", "'", "1", "A"])


@given(st.lists(st.tuples(_SYLLABLES, _MARKS), max_size=30))
@settings(max_examples=200, deadline=None)
def test_words_of_shuffled_syllables_are_those_of_pyvi(pieces: list[tuple[str, str]]) -> None:
    text = "".join(syllable + mark for syllable, mark in pieces)
    assert tokenize(text) == ViTokenizer.tokenize(text)


# Without NUL: CRFsuite is written in C and reads a syllable up to it.
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
@settings(max_examples=300, deadline=None)
def test_words_of_any_text_are_those_of_pyvi(text: str) -> None:
    assert tokenize(text) == ViTokenizer.tokenize(text)


@given(st.lists(_SYLLABLES, min_size=1, max_size=20))
@settings(max_examples=50, deadline=None)
def test_the_fallback_joins_alike(pieces: list[str]) -> None:
    syllables = find_syllables(unicodedata.normalize("NFC", " ".join(pieces)))
    assert _find_joins_with_pyvi(syllables) == find_joins(syllables)


@given(st.lists(st.tuples(_SYLLABLES, _MARKS), max_size=30))
def test_word_spans_leave_out_white_space_only(pieces: list[tuple[str, str]]) -> None:
    text = unicodedata.normalize("NFC", "".join(syllable + mark for syllable, mark in pieces))
    words = segment(text)
    assert "".join("".join(word.cut(text).split()) for word in words) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(words))
    assert len(words) == len(find_joins(find_syllables(text))) - sum(find_joins(find_syllables(text)))


def test_segmenting_loads_nothing_of_scikit_learn() -> None:
    heavy = ("sklearn", "scipy", "sklearn_crfsuite", "pyvi.ViTokenizer")
    code = f"""
import sys
from indexer.segmenter import tokenize
tokenize("hộ nghèo")
print([name for name in {heavy} if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_shipped_weights_are_read() -> None:
    weights = read_weights(shipped_models())
    assert len(weights.attributes) == 6335
    assert "giảm thiểu" in weights.words[2]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda model: b"", id="empty"),
        pytest.param(lambda model: model[:1000], id="cut off"),
        pytest.param(lambda model: b"not a pickle", id="something else"),
        pytest.param(lambda model: model.replace(b"lCRF", b"lXYZ"), id="another magic"),
        pytest.param(lambda model: model.replace(b"word.istitle()", b"word.isspace()"), id="other features"),
    ],
)
def test_weights_of_another_make_are_refused(damage: object, tmp_path: Path) -> None:
    assert callable(damage)
    for name in ("pyvi3.pkl", "words.txt"):
        (tmp_path / name).write_bytes((shipped_models() / name).read_bytes())
    (tmp_path / "pyvi3.pkl").write_bytes(damage((shipped_models() / "pyvi3.pkl").read_bytes()))
    with pytest.raises(WeightsUnreadable):
        read_weights(tmp_path)
