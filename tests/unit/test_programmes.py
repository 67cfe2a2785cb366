"""The taxonomy of programmes and projects, and reading a project as somebody types it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import programmes
from kb.errors import NotFound
from kb.programmes import PROGRAMMES, PROJECTS, find_project, project


def test_current_programme_has_seven_projects_and_eleven_sub_projects():
    current = [one for one in PROJECTS.values() if one.programme == programmes.CURRENT]
    assert [one.code for one in current if one.parent is None] == [f"DA{n}" for n in range(1, 8)]
    assert sum(one.parent is not None for one in current) == 11
    assert not {"DA2", "DA5"} & {one.parent for one in current}


def test_every_project_belongs_to_a_programme_and_carries_its_prefix():
    for code, one in PROJECTS.items():
        assert one.programme in PROGRAMMES
        prefix = "" if one.programme == programmes.CURRENT else f"{one.programme}:"
        assert code.startswith(f"{prefix}DA")
        assert one.parent is None or one in programmes.children(one.parent)


def test_every_text_of_the_taxonomy_is_nfc_and_says_something():
    for one in PROJECTS.values():
        for text in (one.name, one.short_name, *one.aliases, *one.legal_basis):
            assert text.strip()
            assert unicodedata.is_normalized("NFC", text)


def test_crosswalk_joins_known_projects_and_leads_forward_in_time():
    for link in programmes.CROSSWALK:
        earlier, later = programmes.programme_of(link.earlier), programmes.programme_of(link.later)
        assert earlier.last_year < later.first_year
    assert [link.later for link in programmes.successors("2016-2020:DA3")] == ["DA2", "DA3.1"]
    assert [link.earlier for link in programmes.predecessors("DA4.2")] == ["2016-2020:DA1.4"]


def test_merged_programme_is_known_before_it_has_projects():
    merged = PROGRAMMES["2026-2035"]
    assert set(merged.replaces) <= set(PROGRAMMES)
    assert not [one for one in PROJECTS.values() if one.programme == merged.key]


def test_legal_basis_of_a_sub_project_is_its_own_where_it_has_one():
    assert "880/QĐ-TTg" in project("DA1.2").legal_basis[0]
    assert "90/QĐ-TTg" in project("DA1.1").legal_basis[-1]


def test_unknown_code_raises_not_found_with_what_was_asked():
    with pytest.raises(NotFound) as caught:
        project("DA9")
    assert caught.value.data == {"what": "project", "key": "DA9"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("da 3.1", "DA3.1", id="code in lower case"),
        pytest.param("Tiểu dự án 1 thuộc Dự án 3", "DA3.1", id="sub-project of project"),
        pytest.param("Tiểu dự án 1, Dự án 3", "DA3.1", id="sub-project, project"),
        pytest.param("Dự án 3 (Tiểu dự án 1)", "DA3.1", id="project (sub-project)"),
        pytest.param("TDA1-DA3", "DA3.1", id="abbreviated"),
        pytest.param("Dự án 7", "DA7", id="project"),
        pytest.param("CẢI THIỆN DINH DƯỠNG", "DA3.2", id="name in capitals"),
        pytest.param(
            "truyen thong va giam ngheo ve thong tin", "DA6", id="name without marks, current programme"
        ),
        pytest.param("2016-2020:DA1.3", "2016-2020:DA1.3", id="earlier programme"),
        pytest.param("Chương trình 135", "2016-2020:DA2", id="earlier programme by name"),
        pytest.param("DTTS:DA10", "DTTS:DA10", id="two digits"),
        pytest.param("dự án 8", None, id="no such project"),
        pytest.param("nuôi bò", None, id="no project at all"),
        pytest.param("", None, id="nothing typed"),
    ],
)
def test_project_is_found_as_people_type_it(typed, code):
    found = find_project(typed)
    assert (found and found.code) == code


@given(st.sampled_from(sorted(PROJECTS)))
def test_every_code_and_the_current_titles_are_found_again(code):
    assert find_project(code) is project(code)
    if project(code).programme == programmes.CURRENT:
        assert find_project(project(code).title) is project(code)
        assert find_project(project(code).name) is project(code)
