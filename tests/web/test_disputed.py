"""Where sources contradict each other, page, command line and API show both with their sentences."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kb.settings import Settings
from tests.conftest import index_paths
from tests.web.test_pages import page, text_of
from webui import create_app

TOLD = {
    "bao-a": "Theo rà soát cuối năm 2023, tỷ lệ hộ nghèo của tỉnh Hà Giang còn 31,12%.",
    "bao-b": "Cuối năm 2023, tỉnh Hà Giang có tỷ lệ hộ nghèo còn 30,5%, sở cho biết.",
    "bao-c": "Năm 2022, tỷ lệ hộ nghèo của tỉnh Hà Giang còn 37,08%.",
}


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("disputed")
    for doc_id, text in TOLD.items():
        (folder / f"{doc_id}.md").write_text(f"---\ntitle: Giảm nghèo ở Hà Giang\n---\n\n{text}\n", "utf-8")
    settings = Settings(data_dir=tmp_path_factory.mktemp("disputed-data"))
    index_paths(settings, folder)
    return settings


def run(settings: Settings, *args: str) -> str:
    command = [sys.executable, "-m", "indexer", *args, "--data", str(settings.data_dir)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def test_the_page_of_a_province_shows_both_values_with_their_sentences(disputed: Settings) -> None:
    soup = page(create_app(disputed).test_client(), "/provinces/ha-giang")
    rows = [text_of(row) for row in soup.select(".disputed tr")]
    assert len(rows) == 2
    assert any("31,12%" in row and "Theo rà soát cuối năm 2023" in row for row in rows)
    assert any("30,5%" in row and "sở cho biết" in row for row in rows)


def test_the_command_line_names_both(disputed: Settings, tmp_path: Path) -> None:
    told = run(disputed, "indicators", "--province", "Hà Giang")
    assert "1 số liệu mà các nguồn nêu khác nhau:" in told
    assert "30,5%  “Cuối năm 2023, tỉnh Hà Giang" in told
    values = json.loads(run(disputed, "indicators", "--json"))
    assert {each["id"]: [one["value"] for one in each["differs_in"]] for each in values} == {
        "bao-a": [30.5],
        "bao-b": [31.12],
        "bao-c": [],
    }


def test_the_api_links_them(disputed: Settings) -> None:
    answer = create_app(disputed).test_client().get("/api/v1/indicators").get_json()
    assert [len(each["differs_in"]) for each in answer["indicators"]] == [1, 1, 0]
