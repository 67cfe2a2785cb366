"""Old character sets and look-alike letters: recognised, converted or refused, and right text left alone."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.encodings import UnknownEncodingError, decode, repair, repair_all
from indexer.encodings.legacy import latin_of

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"

SENTENCES = [
    "Huyện Vân Canh, tỉnh Bình Định muốn kéo tỷ lệ hộ nghèo xuống dưới 6% vào cuối năm 2025.",
    "Bà nuôi heo, gà, thả cá và trồng mì cao sản; mỗi năm lãi 1,35 tỷ đồng (chưa trừ chi phí).",
    "Hợp tác xã nhận 18 lao động, trong đó 11 người thuộc hộ nghèo, hộ cận nghèo.",
    "Ở bản Ka Vàng, ông Biên được cấp 6 đàn ong, khoẻ mạnh và quý hiếm; đường sá còn khó khăn.",
    "Người Tà Ôi, Pa Cô nuôi bò lai, trồng chuối mật mốc, thuỷ sản, cây ăn quả, giữ rừng đặc dụng.",
    "Ngân hàng Chính sách xã hội cho vay, hỗ trợ “ba cùng” – cùng ăn, cùng ở, cùng làm…",
]

TCVN3_LETTERS = (
    "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\xadư®đµà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞị"
    "ßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừöửữứøứùựúỳûỷüỹýýþỵ"
)
TONES = dict(zip("\u0300\u0301\u0309\u0303\u0323", "øùûõï", strict=True))
HATS = {"\u0302": ("â", "àáåãä"), "\u0306": ("ê", "èéúüë")}
VNI_LETTERS = dict(zip("ơưđỉĩịỵ", "ôöñæóòî", strict=True))
TONE_ORDER = "\u0300\u0301\u0309\u0303\u0323"


def as_tcvn3(text: str) -> str:
    """Vietnamese as the Latin letters of its TCVN3 bytes; the set has no capitals with tones."""
    table = {letter: code for code, letter in zip(TCVN3_LETTERS[::2], TCVN3_LETTERS[1::2], strict=True)}
    table |= {"ữ": "÷", "ứ": "ø"}
    return "".join(table.get(letter, table.get(letter.lower(), letter)) for letter in text)


def as_vni(text: str) -> str:
    """Vietnamese as the Latin letters of its VNI bytes."""
    return "".join(map(vni_letter, text))


def vni_letter(letter: str) -> str:
    small = letter.lower()
    if small in VNI_LETTERS:
        plain, marks = VNI_LETTERS[small], ""
    elif small in "ìí":
        plain, marks = small, ""
    else:
        plain, *parts = unicodedata.normalize("NFD", small)
        plain = {"o": "ô", "u": "ö"}[plain] if "\u031b" in parts else plain
        marks = vni_marks([part for part in parts if part != "\u031b"])
    return (plain + marks).upper() if letter.isupper() else plain + marks


def vni_marks(parts: list[str]) -> str:
    tone = next((part for part in parts if part in TONES), None)
    hat = next((part for part in parts if part in HATS), None)
    if hat is None:
        return TONES[tone] if tone else ""
    alone, toned = HATS[hat]
    return toned[TONE_ORDER.index(tone)] if tone else alone


def in_windows_1258(text: str) -> bytes:
    """Vietnamese in code page 1258: vowels with hats are letters, tones are marks behind them."""
    pieces = []
    for letter in text:
        try:
            pieces.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            vowel = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
            pieces.append((vowel + "".join(part for part in parts if part in TONES)).encode("cp1258"))
    return b"".join(pieces)


def in_windows(latin: str) -> bytes:
    return b"".join(letter.encode("latin-1" if letter <= "\xff" else "cp1252") for letter in latin)


BYTE_FORMS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-32": lambda text: text.encode("utf-32"),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "windows-1258": in_windows_1258,
    "tcvn3": lambda text: in_windows(as_tcvn3(text)),
    "vni": lambda text: in_windows(as_vni(text)),
    "utf-8 read as Windows": lambda text: latin_of(text.encode()).encode(),
}
STRING_FORMS: dict[str, Callable[[str], str]] = {
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "windows-1258": lambda text: latin_of(in_windows_1258(text)),
    "tcvn3": as_tcvn3,
    "vni": as_vni,
    "utf-8": lambda text: latin_of(text.encode()),
}


@pytest.mark.parametrize("form", BYTE_FORMS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_bytes_of_every_character_set_give_the_sentence_back(sentence: str, form: str) -> None:
    assert decode(BYTE_FORMS[form](sentence)).lower() == sentence.lower()


@pytest.mark.parametrize("form", STRING_FORMS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_strings_in_old_letters_give_the_sentence_back(sentence: str, form: str) -> None:
    assert repair(STRING_FORMS[form](sentence)).lower() == sentence.lower()


@pytest.mark.parametrize("form", STRING_FORMS)
def test_the_corpus_comes_back_from_every_character_set(form: str) -> None:
    """Whole documents, names of people and places included; a word in five hundred may differ."""
    texts = [unicodedata.normalize("NFC", path.read_text()) for path in sorted(CORPUS.glob("*.md"))[::10]]
    wrong = total = 0
    for text in texts:
        found = repair(STRING_FORMS[form](text)).lower().split()
        pairs = list(zip(found, text.lower().split(), strict=True))
        wrong, total = wrong + sum(a != b for a, b in pairs), total + len(pairs)
    assert total > 5000
    assert wrong <= total / 500


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.md"))[::7], ids=lambda path: path.stem)
def test_right_text_comes_back_unchanged(path: Path) -> None:
    text = unicodedata.normalize("NFC", path.read_text())
    assert repair(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Jürgen Müller và Björn Borg gặp Antônio ở São Paulo, Málaga, Kraków",
        "The café's naïve résumé – 5 µm, 30 °C, ½ cup, 100 m², Word® © 2024, § 5, £3, ¥4",
        "Le café de la gare était fermé à cause de la grève générale des employés",
        "Москва, Ελλάδα, 日本語, ភាសាខ្មែរ",
        "Êđê: Čư M’gar, Krông Năng, Ea Hđing, buôn Ŭk, H’Mông, Cơ Tu, Đắk R’lấp",
        "α-amylase, β-caroten, Ω, µg, 5‰, ≥ 3, →, ★",
        "Ông nói: “Hà Nội – «Thủ đô» … 12’30”",
        "",
    ],
    ids=["names", "signs", "French", "alphabets", "peoples", "Greek", "quotes", "nothing"],
)
def test_what_is_no_old_vietnamese_is_left_alone(text: str) -> None:
    assert repair(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("QÐ-TTg, NÐ-CP, HÐND, Ðắk Lắk, ðồng", "QĐ-TTg, NĐ-CP, HĐND, Đắk Lắk, đồng"),
        ("phƣơng, trƣờng, ngƣời, Ƣu tiên", "phương, trường, người, Ưu tiên"),
        ("nǎm, chǎn nuôi", "năm, chăn nuôi"),
        ("сủa, сho, хã Тân Нòa", "của, cho, xã Tân Hòa"),
        ("giảm\u00ad ngh\u200bèo\ufeff bền\u2060 vững", "giảm nghèo bền vững"),
        ("ｍô ｈình ２０２４，５％", "mô hình 2024,5%"),
        ("ﬁnal, oﬃce, 𝐕𝐢ệ𝐭 𝐍𝐚𝐦", "final, office, Việt Nam"),
        ("a\u0301\u0302n, e\u0323\u0302", "ấn, ệ"),
        ("Tỉnh Hịa Bình cĩ nhiều mơ hình, khơng đâu bằng", "Tỉnh Hòa Bình có nhiều mô hình, không đâu bằng"),
        ("dòng một\r\ndòng hai\x0bba\x00", "dòng một\ndòng hai ba"),
    ],
    ids=[
        "Ð",
        "ƣ",
        "ǎ",
        "Cyrillic",
        "hidden",
        "full width",
        "ligatures",
        "order",
        "converted twice",
        "controls",
    ],
)
def test_letters_that_only_look_right_are_replaced(text: str, meant: str) -> None:
    assert repair(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("H§ND x·, UBND tØnh", "HĐND xã, UBND tỉnh"),
        ("céng hßa x· héi chñ nghÜa viÖt nam", "cộng hòa xã hội chủ nghĩa việt nam"),
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("BAÙO CAÙO KEÁT QUAÛ GIAÛM NGHEØO", "BÁO CÁO KẾT QUẢ GIẢM NGHÈO"),
        ("Mục tiêu chung\nGi¶m nghÌo bÒn v÷ng\nKinh phí", "Mục tiêu chung\nGiảm nghèo bền vững\nKinh phí"),
        (
            "Kế hoạch của huyện Hµ Qu¶ng, tØnh Cao B»ng, năm 2024",
            "Kế hoạch của huyện Hà Quảng, tỉnh Cao Bằng, năm 2024",
        ),
    ],
    ids=["abbreviation", "small letters", "capital font", "VNI capitals", "a line", "within a line"],
)
def test_old_letters_are_recognised_where_they_stand(text: str, meant: str) -> None:
    assert repair(text) == meant


def test_a_short_title_follows_the_text_it_belongs_to() -> None:
    assert repair_all(["Mét sè", "M« h×nh gi¶m nghÌo ë Hµ Giang ®­îc nh©n réng."]) == [
        "Một số",
        "Mô hình giảm nghèo ở Hà Giang được nhân rộng.",
    ]


def test_parts_keep_their_line_breaks_and_their_number() -> None:
    parts = ["", "a\nb", "\n", "c"]
    assert repair_all(parts) == parts


@pytest.mark.parametrize(
    "content",
    [
        "Президент подписал указ о поддержке сельских районов".encode("cp1251"),
        "Президент подписал указ о поддержке сельских районов".encode("koi8-r"),
        "日本の農村における貧困削減モデルについての報告書です".encode("shift-jis"),
        "关于贫困地区发展模式的研究报告".encode("gb18030"),
        "Vi?t Nam dân ch? c?ng hòa, ??c l?p t? do h?nh phúc".encode(),
        "Vi\ufffdt Nam d\ufffdn ch\ufffd c\ufffdng h\ufffda".encode(),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\xff\x90\x81",
        b"\x00" * 100,
        bytes(range(256)),
    ],
    ids=[
        "cp1251",
        "koi8",
        "Shift JIS",
        "GB 18030",
        "question marks",
        "lost letters",
        "picture",
        "zeros",
        "all bytes",
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(UnknownEncodingError):
        decode(content)


def test_curly_quotes_of_windows_are_read() -> None:
    assert decode("“Poverty reduction” – it’s working in Hanoi".encode("cp1252")) == (
        "“Poverty reduction” – it’s working in Hanoi"
    )


def test_a_file_cut_within_a_letter_is_read_up_to_there() -> None:
    content = "Mô hình giảm nghèo ở huyện Thới Lai bền vững".encode()
    assert decode(content[:-4]).startswith("Mô hình giảm nghèo ở huyện Thới Lai bền v")


@given(text=st.text())
def test_repair_gives_nfc_and_keeps_the_lines(text: str) -> None:
    try:
        found = repair(text)
    except UnknownEncodingError:
        return
    assert unicodedata.is_normalized("NFC", found)
    assert found.count("\n") == text.count("\n")
    found.encode()


@given(words=st.lists(st.sampled_from(" ".join(SENTENCES).split()), min_size=1, max_size=12))
def test_repairing_right_words_changes_nothing(words: list[str]) -> None:
    assert repair(" ".join(words)) == " ".join(words)


@given(words=st.lists(st.sampled_from(" ".join(SENTENCES).split()), min_size=8, max_size=30))
@pytest.mark.parametrize("form", STRING_FORMS)
def test_repairing_twice_changes_nothing_more(form: str, words: list[str]) -> None:
    once = repair(STRING_FORMS[form](" ".join(words)))
    assert repair(once) == once


@given(content=st.binary())
def test_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(UnknownEncodingError):
        assert unicodedata.is_normalized("NFC", decode(content))
