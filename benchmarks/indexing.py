"""How fast a collection becomes searchable, beside a plain loop of pyvi and Whoosh over the same documents.

    python benchmarks/indexing.py NEWS.jsonl.xz [--documents N] [--data DIR]

`kb index` reads, tags, extracts, stores and indexes; then one document more is added on top; then the plain
loop segments each text with `pyvi.ViTokenizer` and gives it to Whoosh's writer, as its makers ship it. One
after another in one run, each in processes of its own. Memory is what all of them hold at once, shared pages
counted once (PSS), sampled. DIR keeps the data of `kb index`. Needs the "bench" group.
"""

import argparse
import json
import lzma
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import psutil

_SAMPLED_EVERY = 0.5
"""Seconds."""

_ADDED = {
    "id": "added-last",
    "title": "Nuôi ốc bươu đen ở xã biên giới",
    "text": "Mô hình nuôi ốc bươu đen của 12 hộ nghèo ở xã Nghĩa Thuận, huyện Quản Bạ, tỉnh Hà Giang.",
}

_PLAIN_LOOP = """
import json, lzma, sys
from pyvi import ViTokenizer
from whoosh import fields, index
schema = fields.Schema(
    id=fields.ID(stored=True, unique=True), title=fields.TEXT(stored=True), text=fields.TEXT(stored=True)
)
writer = index.create_in(sys.argv[2], schema).writer()
for line in open(sys.argv[1], encoding="utf-8"):
    document = json.loads(line)
    title, text = (ViTokenizer.tokenize(document.get(key) or "") for key in ("title", "text"))
    writer.add_document(id=document["id"], title=title, text=text)
writer.commit()
"""


@dataclass(frozen=True)
class Run:
    """Seconds on the clock and of all processors, and the most memory at once."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path, help="JSON lines, xz")
    parser.add_argument("--documents", type=int, metavar="N", help="only the first N")
    parser.add_argument("--data", type=Path, metavar="DIR", help="an empty folder, kept afterwards")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        collection, count = _collection(arguments.path, arguments.documents, folder)
        added = folder / "added.jsonl"
        added.write_text(json.dumps(_ADDED, ensure_ascii=False), encoding="utf-8")
        kb = [str(Path(sys.executable).with_name("kb")), "--data", str(arguments.data or folder / "data")]
        plain = folder / "plain"
        plain.mkdir()
        whole = _report("kb index", _run([*kb, "index", str(collection)]), count)
        _report("one document more", _run([*kb, "index", str(added)]), 1)
        loop = _report("pyvi and Whoosh", _run([sys.executable, "-c", _PLAIN_LOOP, collection, plain]), count)
    faster, thriftier = loop.seconds / whole.seconds, loop.cpu_seconds / whole.cpu_seconds
    print(f"{faster:.2f} times as fast, with {thriftier:.2f} times less CPU")


def _collection(path: Path, limit: int | None, folder: Path) -> tuple[Path, int]:
    """The documents as plain lines, so that nobody unpacks twice; and how many they are."""
    collection = folder / "collection.jsonl"
    with lzma.open(path, "rt", encoding="utf-8") as lines, collection.open("w", encoding="utf-8") as out:
        return collection, sum(bool(out.write(line)) for line in islice(lines, limit))


def _run(command: list[object]) -> Run:
    started = time.perf_counter()
    process = psutil.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    cpu: dict[int, float] = {}
    peak = 0
    while process.poll() is None:
        peak = max(peak, _sample(process, cpu))
        time.sleep(_SAMPLED_EVERY)
    return Run(time.perf_counter() - started, sum(cpu.values()), peak / 1e6)


def _sample(process: psutil.Process, cpu: dict[int, float]) -> int:
    """Notes the processor time of each process so far; the bytes they hold together."""
    held = 0
    for each in [process, *_children(process)]:
        try:
            times = each.cpu_times()
            cpu[each.pid] = times.user + times.system
            held += each.memory_full_info().pss
        except psutil.Error:
            continue
    return held


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def _report(name: str, run: Run, count: int) -> Run:
    print(
        f"{name:18}{run.seconds:9.1f} s {run.cpu_seconds:9.1f} s of CPU "
        f"{1000 * run.cpu_seconds / count:8.2f} ms a document {run.peak_mb:8.0f} MB",
        flush=True,
    )
    return run


if __name__ == "__main__":
    main()
