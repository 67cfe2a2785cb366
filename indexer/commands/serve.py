"""`kb serve`: the web UI and API on gunicorn."""

import click

from indexer.commands.options import data_option
from kb.settings import Settings
from webui.server import run_server

__all__ = ["command"]


@click.command("serve", help="Mở trang web tra cứu.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ máy.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Cổng.")
@data_option
@click.pass_obj
def command(settings: Settings, host: str, port: int) -> None:
    click.echo(f"Trang tra cứu: http://{host}:{port}  (dừng bằng Ctrl+C)")
    run_server(settings, host, port)
