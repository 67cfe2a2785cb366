"""The `kb` command. Each subcommand is a module of `indexer.commands`, imported when it is called."""

import gettext
import importlib
import logging
import os
import sys
import traceback
import uuid
from pathlib import Path
from typing import Any

import click

from kb.errors import DataError, KbError, RequestError, SearchUnavailable, SettingInvalid
from kb.messages import message_of
from kb.settings import read_settings

__all__ = ["cli", "main"]

_COMMANDS = (
    "index",
    "search",
    "dump",
    "models",
    "indicators",
    "compare",
    "status",
    "check",
    "eval",
    "refresh",
    "copy",
    "serve",
    "embed",
)

_FAILED_INPUT, _WRONG_USE, _UNUSABLE_DATA = 1, 2, 3


class _Commands(click.Group):
    """The subcommands, each loaded on its own: `kb search` need not wait for what reads PDF files."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"indexer.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except KbError as error:
            click.secho(message_of(error), fg="red", err=True)
            sys.exit(_exit_status(error))
        except Exception:
            sys.exit(_report_bug())


def _exit_status(error: KbError) -> int:
    if isinstance(error, DataError | SearchUnavailable):
        return _UNUSABLE_DATA
    return _WRONG_USE if isinstance(error, RequestError | SettingInvalid) else _FAILED_INPUT


def _report_bug() -> int:
    """Say in one sentence that this is our fault, and where the details are; a person need not read them."""
    reference = uuid.uuid4().hex[:8]
    report = Path(os.environ.get("TMPDIR", "/tmp")) / f"kb-loi-{reference}.txt"
    report.write_text(traceback.format_exc(), encoding="utf-8")
    click.secho(
        f"Chương trình gặp lỗi chưa lường trước (mã {reference}). Dữ liệu đã có vẫn an toàn. "
        f"Xin gửi tệp “{report}” cho người phụ trách phần mềm.",
        fg="red",
        err=True,
    )
    return _UNUSABLE_DATA


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Kho tra cứu mô hình giảm nghèo: nạp tài liệu, tìm kiếm, so sánh mô hình.",
)
@click.option(
    "--data",
    "data_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục dữ liệu (mặc định: biến KB_DATA, rồi ./kb-data).",
)
@click.option("--verbose", is_flag=True, help="In nhật ký kỹ thuật.")
@click.version_option(package_name="mo-hinh-giam-ngheo", message="%(version)s")
@click.pass_context
def cli(ctx: click.Context, data_dir: Path | None, verbose: bool) -> None:
    logging.basicConfig(level=logging.INFO if verbose else logging.ERROR)
    ctx.obj = read_settings(data_dir)


def main() -> None:
    """The console script: speaks Vietnamese, and exits with the status the contract names."""
    os.environ["LANGUAGE"] = "vi"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    cli(prog_name="kb")
