"""Work spread over every core, in order, with bounded memory."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import TypeVar

__all__ = ["in_batches", "in_order"]

T = TypeVar("T")
R = TypeVar("R")

BATCH = 64
"""Items a task: large enough that sending them costs little, small enough that little is lost on a stop."""


def in_batches(
    work: Callable[[Sequence[T]], R], items: Iterable[T], jobs: int
) -> Iterator[tuple[Sequence[T], R]]:
    """Batches of `items` with what `work` made of each batch, in order."""
    return in_order(work, _batches(items), jobs)


def in_order(work: Callable[[T], R], tasks: Iterable[T], jobs: int) -> Iterator[tuple[T, R]]:
    """Each task with what `work` made of it, in order.

    A single task, or a single job, is done in this process: starting another takes longer. With several,
    at most one task a job waits while another is worked on, so that a fast reader does not fill the memory.
    """
    tasks = iter(tasks)
    first = list(islice(tasks, 2))
    if jobs == 1 or len(first) < 2:
        for task in chain(first, tasks):
            yield task, work(task)
    else:
        yield from _in_processes(work, chain(first, tasks), jobs)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        yield batch


def _in_processes(work: Callable[[T], R], tasks: Iterator[T], jobs: int) -> Iterator[tuple[T, R]]:
    # Not forked: this process has a database and threads open.
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("forkserver"))
    waiting: deque[tuple[T, Future[R]]] = deque()
    try:
        for task in tasks:
            waiting.append((task, pool.submit(work, task)))
            if len(waiting) >= 2 * jobs:
                done, future = waiting.popleft()
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()
    finally:
        pool.shutdown(cancel_futures=True)
