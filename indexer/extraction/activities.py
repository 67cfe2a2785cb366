"""Activities a text speaks of: what people raise, grow, make or offer ("nuôi bò sinh sản", "dệt zèng").

The words are in indexer/data/activities.toml; the code knows only how they combine: a verb with its objects
("trồng hồi, quế"), a classifier with an object ("đàn dê", "3 con bò giống"), a whole phrase ("du lịch cộng
đồng"), and the words that describe the object ("lai sinh sản", "Ngọc Linh").
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from indexer.extraction.activity import Activity, Anchor
from indexer.extraction.activity_scan import scan_activities
from kb.document import Span

__all__ = ["Activity", "Anchor", "find_activities"]


def find_activities(text: str, known: frozenset[str] = frozenset()) -> tuple[Activity, ...]:
    """The activities mentioned in `text`, in text order, without overlaps.

    The bare name of a thing ("bò") counts where the text elsewhere does something with it, or its head is
    `known`.

    >>> [(found.name, found.heads) for found in find_activities("nuôi thêm 6 con trâu, trồng hồi, quế")]
    [('Nuôi trâu', ('trâu',)), ('Trồng hồi, quế', ('hồi', 'quế'))]
    """
    found = _with_repeated_verbs(text, scan_activities(text))
    told = known.union(*(activity.heads for activity in found if not activity.is_passing))
    return tuple(activity for activity in found if not activity.is_passing or told.issuperset(activity.heads))


_AND = re.compile(r"\s*(?:,|và|hay|hoặc|,\s*và)\s*")


def _with_repeated_verbs(text: str, activities: Iterable[Activity]) -> list[Activity]:
    """The activities, "nuôi lợn, nuôi dê" taken for one as "nuôi lợn, dê" is."""
    joined: list[Activity] = []
    for activity in activities:
        last = joined[-1] if joined else None
        if last and _is_repeated(text, last, activity):
            joined[-1] = replace(
                last,
                span=Span(last.span.start, activity.span.end),
                heads=tuple(dict.fromkeys((*last.heads, *activity.heads))),
                objects=(*last.objects, *activity.objects),
                is_staple=last.is_staple and activity.is_staple,
            )
        else:
            joined.append(activity)
    return joined


def _is_repeated(text: str, one: Activity, other: Activity) -> bool:
    is_bare = not one.is_described and not other.is_described
    is_alike = one.kind == other.kind and bool(one.verb) and one.verb == other.verb
    return is_alike and is_bare and _AND.fullmatch(text, one.span.end, other.span.start) is not None
