"""The application on gunicorn: several processes on one socket."""

import os

from gunicorn.app.base import BaseApplication

from kb.settings import Settings
from webui import create_app

__all__ = ["run_server"]


def run_server(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted."""
    _Server(settings, host, port).run()


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self._settings = settings
        self._address = f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", self._address)
        self.cfg.set("workers", os.cpu_count() or 1)
        self.cfg.set("loglevel", "warning")

    def load(self) -> object:
        return create_app(self._settings)
