"""The documentation names what exists, and everything that exists is named."""

import re
from pathlib import Path

import pytest

from indexer.cli import cli
from kb.query import FIELDS
from kb.settings import ClusterSettings, Settings, read_settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    commands = cli.list_commands(None)  # type: ignore[arg-type]
    assert all(f"kb {command}" in README for command in commands)


def test_every_setting_is_documented_with_its_default(tmp_path: Path) -> None:
    source = (ROOT / "kb" / "settings.py").read_text(encoding="utf-8")
    variables = set(re.findall(r'"(KB_[A-Z_]+)"', source))
    assert variables == set(re.findall(r"`(KB_[A-Z_]+)`", README))
    described = f"{Settings.__doc__} {ClusterSettings.__doc__}"
    assert all(variable in described for variable in variables)
    assert read_settings(None, {}) == Settings(data_dir=Path("kb-data"), max_file_bytes=100_000_000)
    assert read_settings(tmp_path, {"KB_DATA": "x"}).data_dir == tmp_path


@pytest.mark.parametrize("path", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/huong-dan.md"])
def test_links_between_documents_lead_somewhere(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert ((ROOT / path).parent / target).exists(), target


def test_the_modules_named_in_the_architecture_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:kb|indexer|webui|tests|docs)/[\w/.-]+)`", text):
        assert (ROOT / name).exists(), name


def test_the_guide_explains_the_query_language() -> None:
    guide = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    assert all(f"{field}:" in guide for field in ("tỉnh", "dự-án", "năm"))
    assert {"tỉnh", "dự-án", "năm"} <= set(FIELDS)
