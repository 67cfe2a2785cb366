"""Analysing originals on every core, in order, with bounded memory."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import TypeVar

__all__ = ["in_batches"]

T = TypeVar("T")
R = TypeVar("R")

BATCH = 64
"""Items a task: large enough that sending them costs little, small enough that little is lost on a stop."""

_WAITING_PER_JOB = 2
"""Batches a process may have waiting, so that a fast reader does not fill the memory."""


def in_batches(
    work: Callable[[Sequence[T]], list[R]], items: Iterable[T], jobs: int
) -> Iterator[tuple[Sequence[T], list[R]]]:
    """Batches of `items` with what `work` made of them, in order.

    A single batch, or a single job, is done in this process: starting another takes longer.
    """
    batches = _batches(items)
    first = list(islice(batches, 2))
    if jobs == 1 or len(first) < 2:
        for batch in chain(first, batches):
            yield batch, work(batch)
    else:
        yield from _in_processes(work, chain(first, batches), jobs)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        yield batch


def _in_processes(
    work: Callable[[Sequence[T]], list[R]], batches: Iterator[Sequence[T]], jobs: int
) -> Iterator[tuple[Sequence[T], list[R]]]:
    # Not forked: this process has a database and threads open.
    context = multiprocessing.get_context("forkserver")
    waiting: deque[tuple[Sequence[T], Future[list[R]]]] = deque()
    pool = ProcessPoolExecutor(jobs, mp_context=context)
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(work, batch)))
            if len(waiting) > _WAITING_PER_JOB * jobs:
                done, future = waiting.popleft()
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()
    finally:
        pool.shutdown(cancel_futures=True)
