"""A real OpenSearch cluster on loopback for tests: three processes that can be killed and started again."""

import hashlib
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

__all__ = ["BUILD", "TestCluster", "build", "missing_programs", "running_cluster"]

_HERE = Path(__file__).parent
BUILD = _HERE.parents[1] / "build" / "cluster"
_SOURCES = (_HERE / "pom.xml", _HERE / "TestNode.java")
_START_SECONDS = 120
_HEAP = "384m"
_PROGRAMS = {"javac": "openjdk-17-jdk-headless", "mvn": "maven"}


def missing_programs() -> str:
    """What to install before a cluster can be started; empty when nothing is missing."""
    packages = [package for program, package in _PROGRAMS.items() if not shutil.which(program)]
    return f"apt-get install {' '.join(packages)}" if packages else ""


class TestCluster:
    """Some nodes, each with its data under `directory`."""

    __test__ = False
    scheme = "http"

    def __init__(self, directory: Path, size: int, class_path: str, settings: Sequence[str] = ()) -> None:
        self.directory = directory
        self.size = size
        self._class_path = class_path
        self._settings = settings
        self._http = _free_ports(size)
        self._transport = _free_ports(size)
        self._nodes: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(f"{self.scheme}://127.0.0.1:{port}" for port in self._http)

    def start(self, number: int) -> None:
        """Start a node, new or with the data it had before; it takes some seconds to join the others."""
        home = self.directory / f"node{number}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        seeds = ",".join(f"127.0.0.1:{port}" for port in self._transport)
        settings = (
            f"path.home={home}",
            "cluster.name=kb-test",
            f"node.name=node{number}",
            "network.host=127.0.0.1",
            f"http.port={self._http[number]}",
            f"transport.port={self._transport[number]}",
            f"discovery.seed_hosts={seeds}",
            f"cluster.initial_cluster_manager_nodes={','.join(f'node{each}' for each in range(self.size))}",
            # Faults are to be noticed within seconds, and a test machine's disk may be rather full.
            "cluster.fault_detection.follower_check.timeout=3s",
            "cluster.fault_detection.leader_check.timeout=3s",
            "cluster.routing.allocation.disk.watermark.low=97%",
            "cluster.routing.allocation.disk.watermark.high=98%",
            "cluster.routing.allocation.disk.watermark.flood_stage=99%",
            "cluster.info.update.interval=10s",
            *self._settings,
        )
        options = (f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
        with (home / "log.txt").open("ab") as log:
            self._nodes[number] = subprocess.Popen(
                ["java", *options, "-cp", self._class_path, "TestNode", *settings],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self, number: int) -> None:
        """End a node at once (SIGKILL), as a power cut would."""
        node = self._nodes.pop(number)
        node.kill()
        node.communicate()

    def stall(self, number: int) -> None:
        """Stop a node without ending it (SIGSTOP): it keeps its connections and says nothing."""
        self._nodes[number].send_signal(signal.SIGSTOP)

    def wake(self, number: int) -> None:
        self._nodes[number].send_signal(signal.SIGCONT)

    def wait(self) -> None:
        """Wait until the nodes are together and every shard has its copies."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            for number in self._nodes:
                with suppress(OpenSearchException), self.client(number) as client:
                    client.cluster.health(wait_for_nodes=str(self.size), wait_for_status="green")
                    return
            time.sleep(0.5)
        raise TimeoutError(f"no cluster in order: see {self.directory}/node*/log.txt")

    def mend(self) -> None:
        """Wake what was stopped, start again what was killed, and wait until all is well."""
        for node in self._nodes.values():
            node.send_signal(signal.SIGCONT)
        for number in set(range(self.size)) - self._nodes.keys():
            self.start(number)
        self.wait()

    def client(self, number: int = 0) -> OpenSearch:
        """A client of one node, for what the product never does."""
        return OpenSearch([self.addresses[number]], timeout=15, max_retries=0)

    def stop(self) -> None:
        for number in [*self._nodes]:
            self.kill(number)


@contextmanager
def running_cluster(cluster: TestCluster) -> Iterator[TestCluster]:
    """A cluster, ready to be asked, and stopped at the end."""
    try:
        cluster.mend()
        yield cluster
    finally:
        cluster.stop()


def build() -> str:
    """The class path of a node: jars found by Maven once, and the launcher compiled."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in _SOURCES)).hexdigest()[:16]
    directory = BUILD / digest
    jars = directory / "class-path.txt"
    if not jars.exists():
        directory.mkdir(parents=True, exist_ok=True)
        found = directory / "found.txt"
        pom, launcher = map(str, _SOURCES)
        goal = ("dependency:build-classpath", f"-Dmdep.outputFile={found}")
        subprocess.run(["mvn", "--quiet", "--batch-mode", "--file", pom, *goal], check=True)
        class_path = found.read_text(encoding="utf-8").strip()
        subprocess.run(["javac", "-cp", class_path, "-d", str(directory), launcher], check=True)
        found.rename(jars)
    return f"{directory}:{jars.read_text(encoding='utf-8').strip()}"


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
