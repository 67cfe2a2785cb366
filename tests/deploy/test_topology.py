"""The deployment without its containers: PostgreSQL, two web servers, and nginx with the deployment's file.

Once with the index in the data directory of each web server, once with a search cluster.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kb.settings import Settings
from tests.conftest import CORPUS, ROOT
from tests.postgres_server import PASSWORD, free_port

START_SECONDS = 60


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def wait_for(port: int, path: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if get(port, path)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise TimeoutError(f"port {port} gives no {path}")


@contextmanager
def running(arguments: list[str | Path], **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        arguments, env={**os.environ, **environ}, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def proxy_file(directory: Path, port: int, web_ports: tuple[int, int]) -> Path:
    """The deployment's configuration with the addresses of this machine in place of the containers'."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for number, web_port in enumerate(web_ports, start=1):
        text, replaced = re.subn(rf"\bweb-{number}:8000\b", f"127.0.0.1:{web_port}", text)
        assert replaced == 1
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/tmp/", f"{directory}/")
    for stream in ("stdout", "stderr"):  # which need not be files here
        text = text.replace(f"/dev/{stream}", str(directory / f"{stream}.log"))
    path = directory / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


class Deployment:
    """Ports of the proxy and of the web servers, and the processes of the latter."""

    def __init__(self, settings: Settings, directory: Path, stack: ExitStack) -> None:
        environ = {"KB_DATABASE_URL": settings.database_url or "", "KB_DATABASE_PASSWORD": PASSWORD}
        if cluster := settings.cluster:
            environ |= {"KB_SEARCH": "opensearch", "KB_OPENSEARCH_INDEX": cluster.index}
            environ |= {"KB_OPENSEARCH_URL": ",".join(cluster.nodes)}
        kb: list[str | Path] = [sys.executable, "-m", "indexer", "--data"]
        machines = [directory / "may-1", directory / "may-2"]
        paths = sorted(CORPUS.iterdir())[:40]
        subprocess.run([*kb, machines[0], "index", *paths], env={**os.environ, **environ}, check=True)
        subprocess.run([*kb, machines[1], "refresh"], env={**os.environ, **environ}, check=True)
        self.web_ports = (free_port(), free_port())
        self.web = [
            stack.enter_context(running([*kb, machine, "serve", "--port", str(port)], **environ))
            for machine, port in zip(machines, self.web_ports, strict=True)
        ]
        self.port = free_port()
        file = proxy_file(directory, self.port, self.web_ports)
        nginx: list[str | Path] = ["nginx", "-p", directory, "-e", "stderr", "-c", file]
        subprocess.run([*nginx, "-t", "-q"], check=True)
        stack.enter_context(running([*nginx, "-g", "daemon off;"]))
        for port in (*self.web_ports, self.port):
            wait_for(port, "/healthz")


@pytest.fixture(params=["embedded", "opensearch"])
def deployment(request: pytest.FixtureRequest, shared_settings: Settings) -> Iterator[Deployment]:
    if not shutil.which("nginx"):
        pytest.skip("no nginx here; install the package nginx-light")
    settings = shared_settings
    if request.param == "opensearch":
        settings = replace(settings, cluster=request.getfixturevalue("cluster_settings"))
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="kb-deploy-")))
        directory.chmod(0o755)  # for the workers of nginx, who are another user
        yield Deployment(settings, directory, stack)


def test_two_web_servers_give_the_same_and_one_may_die(deployment: Deployment) -> None:
    pages = [
        "/",
        "/?q=nuôi+bò",
        "/models",
        "/provinces",
        "/api/v1/search?q=bò",
        "/api/v1/models?page_size=50",
    ]
    quoted = [urllib.parse.quote(page, safe="/?=&+") for page in pages]
    first, second = ([get(port, page) for page in quoted] for port in deployment.web_ports)
    assert first == second == [get(deployment.port, page) for page in quoted]
    assert {status for status, _ in first} == {200}
    assert json.loads(first[4][1])["total"] > 0

    os.killpg(deployment.web[0].pid, signal.SIGKILL)
    deployment.web[0].wait()
    answers = [get(deployment.port, page) for page in quoted * 3]
    assert answers == second * 3
