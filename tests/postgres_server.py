"""A PostgreSQL server of the tests' own: a new cluster in a temporary directory, on a port of loopback."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from uuid import uuid4

import psycopg

__all__ = ["PASSWORD", "PostgresServer", "binaries", "free_port"]

PASSWORD = "mat:khau/@thu"
"""With the characters that an address must escape."""


def binaries() -> Path | None:
    """Where the programs of the newest installed server are; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class PostgresServer:
    """Started when made; `remove` ends it. Its databases sort as Vietnamese dictionaries do."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.port = free_port()
        self.directory = Path(tempfile.mkdtemp(prefix="kb-postgres-"))
        self._user = _other_user()
        if self._user:
            shutil.chown(self.directory, self._user)
        password_file = self.directory / "password"
        password_file.write_text(PASSWORD)
        password_file.chmod(0o644)
        self.run(
            "initdb",
            *("--username=kb", f"--pwfile={password_file}", "--auth=scram-sha-256"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        )
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.directory} -c fsync=off"
        self.run("pg_ctl", "-w", "-l", str(self.directory / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Cut all connections and stop, as a machine does that is shut down."""
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.directory)

    def new_database(self, encoding: str = "UTF8") -> str:
        """The name of an empty database."""
        name = f"kb_{uuid4().hex[:12]}"
        locale = "LOCALE_PROVIDER icu ICU_LOCALE 'vi'" if encoding == "UTF8" else ""
        self.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' {locale} LOCALE 'C' TEMPLATE template0")
        return name

    def url(self, database: str, user: str = "kb") -> str:
        """The address of a database, without the password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(database), password=PASSWORD, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def cut_connections(self, database: str) -> int:
        """End every session of a database, as a fault of the network does; how many there were."""
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
        return len(self.execute(ended.format(database)))

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL, as the user of the server."""
        environment = {
            **{"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGDATA": str(self.directory / "data")},
            **{"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": "kb", "PGPASSWORD": PASSWORD},
        }
        subprocess.run(
            [self._programs / program, *arguments],
            user=self._user,
            env=environment,
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )


def _other_user() -> str | None:
    """Whom to run the server as: it refuses the superuser."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
