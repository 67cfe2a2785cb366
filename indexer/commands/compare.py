"""`kb compare`: models side by side, on the screen or as a file."""

import sys
from pathlib import Path

import click

from indexer.commands.options import data_option, knowledge_base
from kb.errors import ArgumentInvalid
from kb.handout import BINARY_FORMATS, FORMATS, export
from kb.settings import Settings

__all__ = ["command"]


@click.command("compare", help="So sánh từ 2 đến 6 mô hình.")
@click.argument("model_ids", nargs=-1, required=True, metavar="MODEL_ID...")
@click.option("--format", "format_name", type=click.Choice(list(FORMATS)), default="text", help="Định dạng.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Tệp ghi kết quả.")
@data_option
@click.pass_obj
def command(settings: Settings, model_ids: tuple[str, ...], format_name: str, output: Path | None) -> None:
    if output is None and format_name in BINARY_FORMATS:
        raise ArgumentInvalid(name="--output", value="", choices=(f"so-sanh.{format_name}",))
    with knowledge_base(settings) as kb:
        content = export(kb.compare(model_ids), format_name)
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)
        click.echo(f"Đã ghi {output}.", err=True)
