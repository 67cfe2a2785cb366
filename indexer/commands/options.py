"""Options that several commands share, and how they become a request."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from indexer.backends import open_knowledge_base
from kb.document import Kind
from kb.errors import ArgumentInvalid
from kb.model import LIVELIHOODS
from kb.places import PROVINCES, find_province
from kb.programmes import find_project
from kb.search import Filters
from kb.service import KnowledgeBase
from kb.settings import Settings

__all__ = ["data_option", "filter_options", "knowledge_base"]

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")

Command = Callable[..., Any]


def data_option(command: Command) -> Command:
    """`--data` after the subcommand too: people write it wherever they remember it."""

    def chosen(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
        if value:
            ctx.obj = replace(ctx.obj, data_dir=value)

    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Thư mục dữ liệu.",
        expose_value=False,
        callback=chosen,
    )(command)


@contextmanager
def knowledge_base(settings: Settings) -> Iterator[KnowledgeBase]:
    """The knowledge base, open for reading and closed at the end."""
    with closing(open_knowledge_base(settings)) as opened:
        yield opened


def filter_options(command: Command) -> Command:
    """The filters of the contract; the command gets them as one `filters`."""

    @click.option(
        "--province", "provinces", multiple=True, metavar="P", help="Tỉnh, thành phố (nhiều lần được)."
    )
    @click.option("--project", "projects", multiple=True, metavar="C", help="Dự án, ví dụ DA2, DA3.1.")
    @click.option(
        "--livelihood", "livelihoods", multiple=True, type=click.Choice(LIVELIHOODS), help="Loại sinh kế."
    )
    @click.option(
        "--kind",
        "kinds",
        multiple=True,
        type=click.Choice([kind.value for kind in Kind]),
        help="Loại tài liệu.",
    )
    @click.option("--year", metavar="Y hoặc Y1-Y2", help="Năm, hoặc khoảng năm như 2021-2023.")
    @wraps(command)
    def with_filters(
        *args: Any,
        provinces: tuple[str, ...],
        projects: tuple[str, ...],
        livelihoods: tuple[str, ...],
        kinds: tuple[str, ...],
        year: str | None,
        **kwargs: Any,
    ) -> Any:
        values = {
            "province": tuple(map(_province, provinces)),
            "project": tuple(map(_project, projects)),
            "livelihood": livelihoods,
            "kind": kinds,
        }
        filters = Filters({facet: chosen for facet, chosen in values.items() if chosen}, _years(year))
        return command(*args, filters=filters, **kwargs)

    return with_filters


def _province(text: str) -> str:
    province = find_province(text)
    if province is None:
        names = tuple(province.name for province in PROVINCES)
        raise ArgumentInvalid(name="--province", value=text, choices=names)
    return province.name


def _project(text: str) -> str:
    project = find_project(text)
    if project is None:
        raise ArgumentInvalid(name="--project", value=text, choices=("DA1", "DA2", "DA3.1", "…"))
    return project.code


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = _YEARS.fullmatch(text.strip())
    if found is None:
        raise ArgumentInvalid(name="--year", value=text, choices=("2023", "2021-2023"))
    low, high = sorted((int(found[1]), int(found[2] or found[1])))
    return low, high
