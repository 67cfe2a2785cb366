"""Passages cover the text, break at headings, and stay readable."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.passages import MAX_PASSAGE_LENGTH, cut_passages
from kb.document import Document, Heading, Kind, Span


def document(text: str, *headings: Heading) -> Document:
    return Document("a", "A", text, Kind.NEWS, headings=headings)


def test_every_section_has_its_own_passages() -> None:
    text = "Chung.\n\nTỉnh Hà Nam cũ\n\nNuôi bò.\n\nTỉnh Nam Định cũ\n\nTrồng lúa."
    headings = [
        Heading(Span(text.index(name), text.index(name) + len(name)), 2)
        for name in ("Tỉnh Hà Nam cũ", "Tỉnh Nam Định cũ")
    ]
    passages = cut_passages(document(text, *headings))
    assert [(each.heading, each.span.cut(text)) for each in passages] == [
        (None, "Chung."),
        ("Tỉnh Hà Nam cũ", "Nuôi bò."),
        ("Tỉnh Nam Định cũ", "Trồng lúa."),
    ]


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    text = " ".join(f"Câu thứ {number} kể về một hộ nuôi bò sinh sản ở vùng cao." for number in range(60))
    passages = cut_passages(document(text))
    assert len(passages) > 2
    assert all(
        each.span.cut(text).startswith("Câu thứ") and each.span.cut(text).endswith(".") for each in passages
    )


def test_a_decimal_or_abbreviation_does_not_end_a_sentence() -> None:
    filler = "Hộ nghèo còn 5.86 phần trăm ở TP.HCM năm nay và năm sau nữa, " * 20
    passages = cut_passages(document(filler.strip()))
    assert all(not each.span.cut(filler).startswith(("86", "HCM")) for each in passages)


@given(st.text(alphabet=st.sampled_from('aăn ộ.\n,;!?"A1'), max_size=3000))
def test_passages_cover_every_letter_once_and_stay_short(text: str) -> None:
    passages = cut_passages(document(text))
    covered = "".join(each.span.cut(text) for each in passages)
    assert [*filter(str.isalnum, covered)] == [*filter(str.isalnum, text)]
    assert all(0 < each.span.end - each.span.start <= MAX_PASSAGE_LENGTH for each in passages)
    assert [each.ordinal for each in passages] == [*range(len(passages))]
