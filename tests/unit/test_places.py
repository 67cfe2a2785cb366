"""The gazetteer: provinces of both maps, their spellings, and the data behind them."""

import runpy
import subprocess
import sys
import unicodedata
from math import cos, hypot, radians
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.places import (
    PROVINCES,
    PROVINCES_2025,
    REGIONS,
    REGIONS_2025,
    Province,
    communes,
    communes_2025,
    districts,
    find_province,
    find_province_2025,
    fold_place,
    neighbours,
    place_key,
)

ROOT = Path(__file__).parent.parent.parent
any_province = st.sampled_from(PROVINCES)


def test_there_are_63_provinces_before_and_34_since_july_2025() -> None:
    assert len({province.name for province in PROVINCES}) == 63
    assert len({province.name for province in PROVINCES_2025}) == 34
    assert len({province.slug for province in PROVINCES}) == 63


def test_each_old_province_became_part_of_one_new_one() -> None:
    members = [member for province in PROVINCES_2025 for member in province.members]
    assert sorted(members) == sorted(province.name for province in PROVINCES)
    for province in PROVINCES_2025:
        for member in province.members:
            found = find_province(member)
            assert found is not None
            assert found.successor_2025 == province.name


def test_eleven_provinces_were_not_merged() -> None:
    alone = [province.name for province in PROVINCES_2025 if len(province.members) == 1]
    assert len(alone) == 11
    assert {"Hà Nội", "Huế", "Cao Bằng", "Nghệ An"} <= set(alone)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Dak Lak", "Đắk Lắk", id="no marks"),
        pytest.param("Đăk Lăk", "Đắk Lắk", id="other marks"),
        pytest.param("Đắc Lắc", "Đắk Lắk", id="Kinh spelling"),
        pytest.param("ĐắkLắk", "Đắk Lắk", id="written together"),
        pytest.param("Ðắk Nông", "Đắk Nông", id="Icelandic eth"),
        pytest.param("Hoà Bình", "Hòa Bình", id="tone on the last vowel"),
        pytest.param("tỉnh Hòa Bình", "Hòa Bình", id="level word"),
        pytest.param("Hịa Bình", "Hòa Bình", id="broken font"),
        pytest.param("TPHCM", "TP Hồ Chí Minh", id="abbreviation"),
        pytest.param("TP.HCM", "TP Hồ Chí Minh", id="abbreviation with a stop"),
        pytest.param("Thành phố Hồ Chí Minh", "TP Hồ Chí Minh", id="full name"),
        pytest.param("Sài Gòn", "TP Hồ Chí Minh", id="old name"),
        pytest.param("BR-VT", "Bà Rịa - Vũng Tàu", id="initials"),
        pytest.param("Bà Rịa Vũng Tàu", "Bà Rịa - Vũng Tàu", id="no hyphen"),
        pytest.param("Huế", "Thừa Thiên Huế", id="short name"),
        pytest.param("Thừa Thiên-Huế", "Thừa Thiên Huế", id="hyphen"),
        pytest.param("Hà Tây", "Hà Nội", id="merged in 2008"),
        pytest.param("thua-thien-hue", "Thừa Thiên Huế", id="slug"),
        pytest.param("Bắc Cạn", "Bắc Kạn", id="c for k"),
        pytest.param("TP. Cần Thơ", "Cần Thơ", id="city"),
    ],
)
def test_province_is_found_in_any_spelling(text: str, name: str) -> None:
    found = find_province(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["", "hòa bình thế giới", "Việt Nam", "Thới Lai", "tỉnh"])
def test_other_text_is_no_province(text: str) -> None:
    assert find_province(text) is None


@given(any_province, st.sampled_from([str.upper, str.lower, fold_place, str.title]))
def test_case_and_marks_do_not_matter(province: Province, rewrite) -> None:  # type: ignore[no-untyped-def]
    assert find_province(rewrite(province.name)) == province
    assert find_province(unicodedata.normalize("NFD", province.name)) == province
    assert find_province(province.slug) == province


def test_old_province_leads_to_the_new_one() -> None:
    for name, new in (("Hà Giang", "Tuyên Quang"), ("Thừa Thiên Huế", "Huế"), ("Bình Định", "Gia Lai")):
        found = find_province_2025(name)
        assert found is not None
        assert found.name == new


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold_place(text)) == len(text)


@given(st.lists(st.sampled_from([unit.name for unit in districts()]), min_size=1, max_size=3))
def test_key_of_a_name_is_made_of_the_keys_of_its_syllables(names: list[str]) -> None:
    name = " ".join(names)
    assert place_key(name) == "".join(place_key(part) for part in name.split())


def test_every_province_is_in_a_region() -> None:
    assert len(REGIONS) == len(REGIONS_2025) == 6
    assert sum(province.region == "Tây Nguyên" for province in PROVINCES) == 5
    assert sum(province.region == "Đồng bằng sông Cửu Long" for province in PROVINCES) == 13


@pytest.mark.parametrize("provinces", [PROVINCES, PROVINCES_2025], ids=["before", "since"])
def test_neighbours_are_neighbours_of_each_other(provinces: tuple[Province, ...]) -> None:
    for province in provinces:
        near = neighbours(province)
        assert near
        assert province not in near
        assert all(province in neighbours(other) for other in near)


def test_neighbours_have_communes_close_to_each_other() -> None:
    points: dict[str, list[tuple[float, float]]] = {}
    for commune in communes():
        points.setdefault(commune.province, []).append((commune.lat, commune.lon))
    for province in PROVINCES:
        for other in neighbours(province):
            nearest = min(
                hypot(a - c, (b - d) * cos(radians(a))) * 111
                for a, b in points[province.name][::2]
                for c, d in points[other.name][::2]
            )
            assert nearest < 35, (province.name, other.name)


def test_communes_lie_in_districts_that_are_there() -> None:
    known = {(unit.province, unit.name) for unit in districts()}
    assert {(unit.province, unit.district) for unit in communes()} <= known
    assert {part for unit in communes_2025() for part in unit.made_from} <= known
    assert {(unit.province, unit.merged_into) for unit in districts() if unit.merged_into} <= known


def test_every_new_commune_was_made_in_its_own_province() -> None:
    became = {province.name: province.successor_2025 for province in PROVINCES}
    for unit in communes_2025():
        assert unit.province_2025 in {became[province] for province, _ in unit.made_from}, unit.name


def test_places_lie_in_vietnam() -> None:
    for unit in (*PROVINCES, *PROVINCES_2025, *districts(), *communes(), *communes_2025()):
        assert 6 < unit.lat < 23.5, unit
        assert 102 < unit.lon < 116, unit


def test_data_files_are_what_the_package_gives() -> None:
    pytest.importorskip("vietnamadminunits")
    built = runpy.run_path(str(ROOT / "scripts" / "build_gazetteer.py"))["build"]()
    for name, text in built.items():
        assert (ROOT / "kb" / "data" / name).read_text(encoding="utf-8") == text, name


def test_running_needs_no_package_with_the_raw_tables() -> None:
    code = "import sys, indexer.tagging.places; print('vietnamadminunits' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
