"""Numbers on an axis: round steps, and a unit that keeps them short."""

from collections.abc import Iterable
from math import floor, log10

from kb.formatting import format_number, money_unit

__all__ = ["axis_unit", "step_labels", "ticks"]

_STEPS = (1, 2, 2.5, 5, 10)


def ticks(highest: float, count: int = 4) -> tuple[float, ...]:
    """Round values from 0 to at least `highest`, at most `count` steps apart.

    >>> ticks(31.17), ticks(0.8), ticks(7)
    ((0.0, 10.0, 20.0, 30.0, 40.0), (0.0, 0.2, 0.4, 0.6, 0.8), (0.0, 2.0, 4.0, 6.0, 8.0))
    """
    if highest <= 0:
        return (0.0, 1.0)
    rough = highest / count
    power = 10.0 ** floor(log10(rough))
    step = next(each * power for each in _STEPS if each * power >= rough * (1 - 1e-9))
    needed = -floor(-highest / step * (1 - 1e-9))
    return tuple(round(index * step, 12) for index in range(int(needed) + 1))


def axis_unit(unit: str, values: Iterable[float]) -> tuple[str, int]:
    """The unit an axis is labelled in and its size: millions of đồng rather than đồng.

    >>> axis_unit("đồng", [1_350_000_000, 147_000_000]), axis_unit("hộ", [14])
    (('tỷ đồng', 1000000000), ('hộ', 1))
    """
    if not unit.startswith("đồng"):
        return unit, 1
    found = money_unit([max(values, default=0)])
    return unit.replace("đồng", found.name, 1), found.size


def step_labels(values: Iterable[float], size: int = 1) -> tuple[str, ...]:
    """Axis values as read, in an axis unit of `size`.

    >>> step_labels((0.0, 2.5, 1000.0))
    ('0', '2,5', '1.000')
    """
    return tuple(format_number(round(value / size, 6)) for value in values)
