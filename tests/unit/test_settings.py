"""Settings come from the environment, from files where they are secret, and never by guessing."""

from pathlib import Path

import pytest

from kb.errors import SettingInvalid
from kb.settings import read_settings


def test_a_secret_is_read_from_the_file_that_its_file_variable_names(tmp_path: Path) -> None:
    (tmp_path / "mat-khau").write_text("bí mật\n", encoding="utf-8")
    settings = read_settings(None, {"KB_DATABASE_PASSWORD_FILE": str(tmp_path / "mat-khau")})
    assert settings.database_password == "bí mật"


def test_an_empty_variable_is_no_setting() -> None:
    assert read_settings(None, {"KB_DATABASE_URL": "", "KB_DATA": ""}) == read_settings(None, {})


def test_secrets_do_not_show_in_what_settings_print() -> None:
    settings = read_settings(
        None, {"KB_DATABASE_URL": "postgresql://kb:bimat@may/kb", "KB_DATABASE_PASSWORD": "bimat"}
    )
    assert "bimat" not in repr(settings)


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param({"KB_MAX_FILE_MB": "nhiều"}, id="words"),
        pytest.param({"KB_MAX_FILE_MB": "-5"}, id="negative"),
        pytest.param({"KB_MAX_FILE_MB": "0"}, id="nothing"),
        pytest.param({"KB_DATABASE_URL_FILE": "/khong/co"}, id="file-that-is-not-there"),
    ],
)
def test_a_setting_that_cannot_be_followed_names_its_variable(environ: dict[str, str]) -> None:
    with pytest.raises(SettingInvalid) as caught:
        read_settings(None, environ)
    assert caught.value.data["name"] == next(iter(environ))
