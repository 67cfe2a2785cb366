"""The `kb` command as a person runs it: shapes of the contract, exit statuses, Vietnamese messages."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.model import FIGURES
from kb.settings import Settings
from tests.conftest import CORPUS, ROOT

LONGAN = "can-tho-2023-hoi-nghi-nhan-rong-mo-hinh"


def kb(*args: object, data: Path | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "indexer", *(("--data", str(data)) if data else ()), *map(str, args)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, **options)  # type: ignore[call-overload,no-any-return]


def assert_polite(result: subprocess.CompletedProcess[str], status: int) -> None:
    """The status of the contract, a Vietnamese sentence, and nothing a program would say."""
    assert result.returncode == status, result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    assert any(letter in result.stderr for letter in "ạảấầẩậắằặẹẻếềểễệịọốồổộớờởợụủứừửựỳýđ")


@pytest.fixture
def data(corpus_settings: Settings) -> Path:
    return corpus_settings.data_dir


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "tai-lieu"
    folder.mkdir()
    for path in sorted(CORPUS.iterdir())[:5]:
        shutil.copy(path, folder)
    return folder


def test_indexing_twice_says_that_nothing_changed(tmp_path: Path, small_corpus: Path) -> None:
    first = kb("index", small_corpus, data=tmp_path / "data")
    assert first.returncode == 0, first.stderr
    assert "Thêm 5" in first.stdout
    second = kb("index", small_corpus, data=tmp_path / "data")
    assert "Không có gì thay đổi" in second.stdout


def test_deleting_a_file_removes_its_document(tmp_path: Path, small_corpus: Path) -> None:
    kb("index", small_corpus, data=tmp_path / "data")
    gone = sorted(small_corpus.iterdir())[0]
    gone.unlink()
    assert "bỏ 1" in kb("index", small_corpus, data=tmp_path / "data").stdout
    lines = kb("dump", data=tmp_path / "data").stdout.splitlines()
    assert gone.stem not in {json.loads(line)["id"] for line in lines}


def test_dump_has_the_shape_of_the_contract(data: Path) -> None:
    records = [json.loads(line) for line in kb("dump", data=data).stdout.splitlines()]
    assert len(records) == len(list(CORPUS.iterdir()))
    record = next(record for record in records if record["id"] == LONGAN)
    assert set(record) == {
        *("id", "title", "kind", "source", "url", "published", "provinces", "provinces_2025", "projects"),
        *("livelihoods", "models", "indicators", "text"),
    }
    assert "Cần Thơ" in record["provinces"]
    for each in records:
        for model in each["models"]:
            assert {*FIGURES, "id", "name", "province", "basis", "evidence"} <= set(model)
            assert all(quote in each["text"] for quote in model["evidence"].values())
            assert set(model["evidence"]) == {key for key in FIGURES if model[key] is not None}
        assert all(indicator["evidence"] in each["text"] for indicator in each["indicators"])


@pytest.mark.parametrize("query", ["nhãn Idol", "nhan idol", "Nhãn IDOL"])
def test_the_longan_model_is_found(data: Path, query: str) -> None:
    answer = json.loads(kb("search", query, "--json", data=data).stdout)
    assert answer["results"][0]["id"] == LONGAN
    fragment = answer["results"][0]["passage"]["fragments"][0]
    start, end = fragment["matches"][0]
    assert fragment["text"][start:end].lower().startswith("nhãn")


def test_search_is_filtered_by_province_and_year(data: Path) -> None:
    found = kb("search", "mô hình", "--province", "Can Tho", "--year", "2023-2024", "--json", data=data)
    answer = json.loads(found.stdout)
    assert answer["total"] > 0
    assert all("Cần Thơ" in result["provinces"] for result in answer["results"])


def test_search_prints_for_a_person(data: Path) -> None:
    result = kb("search", "nhãn Idol", data=data)
    assert result.returncode == 0
    assert "Tìm thấy" in result.stdout and f"[{LONGAN}]" in result.stdout


def test_no_result_is_said_in_words_with_a_way_out(data: Path) -> None:
    assert "Không tìm thấy" in kb("search", "xyzzy", data=data).stdout


def test_topics_are_answered_as_a_trec_run(data: Path, tmp_path: Path) -> None:
    topics = tmp_path / "topics.tsv"
    topics.write_text("q1\tnhãn Idol\nq2\tnuôi bò\n", encoding="utf-8")
    result = kb("search", "--topics", topics, "--run", tmp_path / "run.trec", "--limit", 5, data=data)
    assert result.returncode == 0, result.stderr
    lines = [line.split() for line in (tmp_path / "run.trec").read_text().splitlines()]
    assert lines[0][:4] == ["q1", "Q0", LONGAN, "1"]
    assert all(len(line) == 6 and line[5] == "kb" for line in lines)
    assert [int(line[3]) for line in lines if line[0] == "q2"] == [1, 2, 3, 4, 5]


def model_ids(data: Path, count: int) -> list[str]:
    return [model["id"] for model in json.loads(kb("models", "--json", data=data).stdout)[:count]]


def test_models_are_listed_and_filtered(data: Path) -> None:
    models = json.loads(kb("models", "--province", "Cần Thơ", "--json", data=data).stdout)
    assert any("nhãn" in model["name"].lower() for model in models)
    assert {model["province"] for model in models} == {"Cần Thơ"}
    assert "Trồng" in kb("models", "--livelihood", "trong-trot", data=data).stdout


def test_indicators_come_as_json_and_csv(data: Path) -> None:
    values = json.loads(kb("indicators", "--province", "Hà Giang", "--json", data=data).stdout)
    rows = list(
        csv.DictReader(io.StringIO(kb("indicators", "--province", "Hà Giang", "--csv", data=data).stdout))
    )
    assert len(rows) == len(values) > 0
    assert {"name", "place", "year", "value", "unit", "target", "evidence"} <= set(rows[0])


@pytest.mark.parametrize("name", ["text", "md", "csv", "json"])
def test_models_are_compared_on_the_screen(data: Path, name: str) -> None:
    result = kb("compare", *model_ids(data, 2), "--format", name, data=data)
    assert result.returncode == 0, result.stderr
    assert "nguồn không nêu" in result.stdout or name == "json"


@pytest.mark.parametrize("name", ["docx", "xlsx", "pptx"])
def test_models_are_compared_in_an_office_file(data: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / f"so-sanh.{name}"
    result = kb("compare", *model_ids(data, 3), "--format", name, "--output", target, data=data)
    assert result.returncode == 0, result.stderr
    assert target.read_bytes().startswith(b"PK")


def test_status_and_check_find_all_in_order(data: Path) -> None:
    status = json.loads(kb("status", "--json", data=data).stdout)
    assert status["is_fresh"] and status["counts"]["documents"] == len(list(CORPUS.iterdir()))
    assert "khớp nhau" in kb("check", data=data).stdout


@pytest.mark.parametrize(
    ("args", "status"),
    [
        pytest.param(("search", "bò", "--province", "Atlantis"), 2, id="unknown-province"),
        pytest.param(("search", "bò", "--year", "hai nghìn"), 2, id="wrong-year"),
        pytest.param(("search", "x" * 10_000), 2, id="very-long-query"),
        pytest.param(("search", "--kind", "tin"), 2, id="unknown-kind"),
        pytest.param(("compare", "không-có", "cũng-không"), 2, id="unknown-models"),
        pytest.param(("compare", "một"), 2, id="too-few-models"),
        pytest.param(("bay",), 2, id="unknown-command"),
        pytest.param(("index",), 2, id="missing-argument"),
        pytest.param(("search", "--nope"), 2, id="unknown-option"),
    ],
)
def test_wrong_use_is_explained(data: Path, args: tuple[str, ...], status: int) -> None:
    assert_polite(kb(*args, data=data), status)


def test_an_unbalanced_quote_is_answered_with_a_note(data: Path) -> None:
    result = kb("search", '"nhãn Idol', data=data)
    assert result.returncode == 0
    assert "ngoặc kép" in result.stderr and LONGAN in result.stdout


def test_a_missing_path_an_empty_folder_and_an_empty_file_are_named(
    tmp_path: Path, small_corpus: Path
) -> None:
    (tmp_path / "trong").mkdir()
    (small_corpus / "rong.txt").write_bytes(b"")
    result = kb("index", small_corpus, tmp_path / "trong", tmp_path / "khong-co", data=tmp_path / "data")
    assert_polite(result, 1)
    for name in ("rong.txt", "trong", "khong-co"):
        assert name in result.stderr
    assert "Thêm 5" in result.stdout


def test_searching_without_data_says_what_to_run(tmp_path: Path) -> None:
    result = kb("search", "bò", data=tmp_path / "chua-co")
    assert_polite(result, 3)
    assert "kb index" in result.stderr
    assert not (tmp_path / "chua-co").exists()


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path, small_corpus: Path) -> None:
    holding = (
        "import sys, time; from pathlib import Path; from indexer.lock import writer_lock;"
        "from kb.settings import Settings; lock = writer_lock(Settings(data_dir=Path(sys.argv[1])));"
        "lock.__enter__(); print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", holding, str(tmp_path / "data")], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        result = kb("index", small_corpus, data=tmp_path / "data")
        assert_polite(result, 3)
        assert f"PID {holder.pid}" in result.stderr
    finally:
        holder.kill()
        holder.communicate()
    assert kb("index", small_corpus, data=tmp_path / "data").returncode == 0


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path, small_corpus: Path) -> None:
    import sqlite3  # noqa: PLC0415

    kb("index", small_corpus, data=tmp_path / "data")
    connection = sqlite3.connect(tmp_path / "data" / "store.sqlite")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    for args in (("index", small_corpus), ("search", "bò")):
        result = kb(*args, data=tmp_path / "data")
        assert_polite(result, 3)
        assert "mới hơn" in result.stderr


def test_an_index_of_another_version_is_built_again_by_indexing(tmp_path: Path, small_corpus: Path) -> None:
    data = tmp_path / "data"
    kb("index", small_corpus, data=data)
    (manifest,) = (data / "index").glob("*/manifest.json")
    manifest.write_text(manifest.read_text().replace('"version": "', '"version": "9'))
    assert_polite(kb("search", "bò", data=data), 3)
    assert kb("index", small_corpus, data=data).returncode == 0
    assert kb("search", "bò", data=data).returncode == 0


def test_check_repairs_a_lost_index(tmp_path: Path, small_corpus: Path) -> None:
    data = tmp_path / "data"
    kb("index", small_corpus, data=data)
    shutil.rmtree(data / "index")
    assert_polite(kb("check", data=data), 3)
    assert kb("check", "--repair", data=data).returncode == 0
    assert "khớp nhau" in kb("check", data=data).stdout


@contextmanager
def read_only(directory: Path) -> Iterator[None]:
    """`directory` as on a disk that cannot be written; permissions alone do not hold for root."""
    if os.getuid() == 0:
        subprocess.run(["mount", "--bind", directory, directory], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", directory], check=True)
    else:
        directory.chmod(0o555)
    try:
        yield
    finally:
        if os.getuid() == 0:
            subprocess.run(["umount", directory], check=True)
        else:
            directory.chmod(0o755)


def test_a_read_only_data_directory_is_explained_and_can_still_be_searched(
    tmp_path: Path, small_corpus: Path
) -> None:
    data = tmp_path / "data"
    kb("index", small_corpus, data=data)
    with read_only(data):
        assert_polite(kb("index", small_corpus, data=data), 3)
        result = kb("search", "hộ nghèo", data=data)
        assert result.returncode == 0, result.stderr
        assert "Tìm thấy" in result.stdout


@pytest.mark.skipif(
    os.name != "posix" or os.getuid() != 0, reason="mounting a small disk needs root: run as root"
)
def test_a_full_disk_is_explained_and_the_previous_state_answers(tmp_path: Path, small_corpus: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=True)
    try:
        assert kb("index", small_corpus, data=disk / "data").returncode == 0
        result = kb("index", CORPUS, small_corpus, data=disk / "data")
        assert_polite(result, 3)
        assert "đầy" in result.stderr
        found = kb("search", "hộ nghèo", data=disk / "data")
        assert found.returncode == 0 and "Tìm thấy" in found.stdout
    finally:
        subprocess.run(["umount", disk], check=True)


def test_killing_the_indexer_at_any_moment_leaves_the_previous_state_answering(
    tmp_path: Path, small_corpus: Path
) -> None:
    data = tmp_path / "data"
    kb("index", small_corpus, data=data)
    before = json.loads(kb("search", "hộ nghèo", "--json", data=data).stdout)["total"]
    command = [sys.executable, "-m", "indexer", "--data", str(data), "index", str(small_corpus), str(CORPUS)]
    for delay in (0.4, 0.8, 1.2, 1.6, 2.0, 2.6, 3.2):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(delay)
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            break
        finally:
            process.wait()
        result = kb("search", "hộ nghèo", "--json", data=data)
        assert result.returncode == 0, result.stderr
        total = json.loads(result.stdout)["total"]
        assert total == before or total > 5 * before
    assert kb("index", small_corpus, CORPUS, data=data).returncode in (0, 1)
    assert kb("check", data=data).returncode == 0


def test_what_is_stored_is_measured_by_labels(data: Path) -> None:
    table = kb("eval", ROOT / "tests/quality/gold", "--worst", "1", data=data)
    assert table.returncode == 0, table.stderr
    assert "trích dẫn            1.000   1.000   1.000" in table.stdout
    assert re.search(r"^mô hình, sót: \S+\n    \S", table.stdout, re.MULTILINE)
    told = json.loads(kb("eval", ROOT / "tests/quality/gold", "--json", data=data).stdout)
    assert told["missing"] == 0 and told["measures"]["provinces"]["f1"] > 0.9


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        pytest.param(None, 1, "Không thấy", id="no-folder"),
        pytest.param("", 2, "GOLD_DIR", id="no-labels"),
        pytest.param("{", 1, "a.gold.json", id="broken"),
        pytest.param("[1]", 2, "GOLD_DIR", id="other-json"),
    ],
)
def test_labels_that_cannot_be_read_are_named(
    data: Path, tmp_path: Path, content: str | None, status: int, said: str
) -> None:
    folder = tmp_path / "nhan"
    if content is not None:
        folder.mkdir()
    if content:
        (folder / "a.gold.json").write_text(content, encoding="utf-8")
    result = kb("eval", folder, data=data)
    assert_polite(result, status)
    assert said in result.stderr


def test_help_is_in_vietnamese() -> None:
    result = kb("--help")
    assert "Cách dùng:" in result.stdout and "Lệnh" in result.stdout
    assert "Show this message" not in result.stdout
    for command in ("index", "search", "dump", "models", "indicators", "compare", "status", "check", "serve"):
        assert "Tùy chọn" in kb(command, "--help").stdout
