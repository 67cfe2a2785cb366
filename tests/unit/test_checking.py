"""`kb check` compares every quoted word with the text it was cut from."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from indexer.backends import open_backend
from indexer.checking import Problem, find_problems
from indexer.reindex import refresh_index
from kb.model import Answer, Evidence
from kb.record import Record
from kb.settings import Settings
from kb.store import Store, StoredOriginal
from tests.unit.test_store import TEXT, make_record


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    settings.data_dir.mkdir(parents=True)
    with closing(Store.create(settings)) as opened:
        yield opened


def problems(store: Store, settings: Settings, record: Record) -> list[Problem]:
    with store.write() as writer:
        writer.put([(record, StoredOriginal("a.md", ".md", "digest", b""))], "pipeline")
    with closing(open_backend(settings)) as backend:
        refresh_index(store, backend)
        return find_problems(store, backend)


def test_a_passage_that_is_not_in_the_text_is_a_problem(store: Store, settings: Settings) -> None:
    record = make_record()
    assert problems(store, settings, record) == []
    invented = Answer("results", replace(Evidence.cut(TEXT, 0, 10), quote="Tỉnh khác"))
    model = replace(record.models[0], answers=(invented,))
    assert problems(store, settings, replace(record, models=(model,))) == [
        Problem("evidence", model.model_id)
    ]
