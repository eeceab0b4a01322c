"""The functions of chart descriptions. `frontend/src/ui/charts/functions.ts` has the same ones."""

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping
from statistics import NormalDist

from server.formatting import NARROW_SPACE, format_count, format_fixed, format_number, format_short
from server.report.charts.values import apply_to_elements, calculate, list_known_numbers, to_list, to_number, to_numbers

#: So many colors there are for curves and clusters.
HUES = 6


def _apply(function: Callable[..., object]) -> Callable[..., object]:
    return lambda *arguments: apply_to_elements(function, *arguments)


def _format(function: Callable[..., str]) -> Callable[..., object]:
    def formatted(value: object, *options: object) -> str:
        number = to_number(value)
        return "" if number is None else function(number, *(int(to_number(option) or 0) for option in options))

    return _apply(formatted)


def _find_smallest(*values: object) -> float | None:
    return min(list_known_numbers(*values), default=None)


def _find_largest(*values: object) -> float | None:
    return max(list_known_numbers(*values), default=None)


def _find_range(values: object, margin: object = 0) -> list[float]:
    """From the smallest to the largest number, and a share of the distance more at both ends; [0, 1] of none."""
    known = list_known_numbers(values)
    if not known:
        return [0.0, 1.0]
    low, high = min(known), max(known)
    extra = (high - low) * (to_number(margin) or 0)
    return [low - extra, high + extra]


def _add_up(values: object) -> list[float]:
    total, sums = 0.0, []
    for number in to_numbers(values):
        total += number or 0
        sums.append(total)
    return sums


def _compute_mean(values: object) -> float | None:
    known = list_known_numbers(values)
    return sum(known) / len(known) if known else None


def _compute_deviation(values: object) -> float | None:
    """The standard deviation of a sample; None where all values are one."""
    known = list_known_numbers(values)
    if len(known) < 2:
        return None
    mean = sum(known) / len(known)
    return math.sqrt(sum((value - mean) ** 2 for value in known) / (len(known) - 1)) or None


def _get_column(rows: object, place: object) -> list[object]:
    """The elements at one place of each of the lists; from the end where the place is below zero."""
    index = int(to_number(place) or 0)
    return [items[index] if -len(items) <= index < len(items) else None for items in map(to_list, to_list(rows))]


def _select(values: object, conditions: object) -> list[object]:
    return [value for value, wanted in zip(to_list(values), to_list(conditions), strict=False) if wanted]


def _sort_by(values: object, keys: object) -> list[object]:
    pairs = list(zip(to_list(values), to_numbers(keys), strict=False))
    return [value for value, _ in sorted(pairs, key=lambda pair: pair[1] or 0)]


def _find_value_at(falling: object, values: object, limit: object) -> object:
    """The value beside the last number of a falling list that is at least the limit; 0 where there is none."""
    rising = [-math.inf if number is None else -number for number in to_numbers(falling)]
    reached = bisect_right(rising, -(to_number(limit) or 0))
    return to_list(values)[reached - 1] if reached else 0


def choose_hue(place: object) -> str:
    """The color of the n-th of several things, the first at 0; what belongs to none of them is gray."""
    number = to_number(place)
    return "bar" if number is None or number < 0 else f"series-{int(number) % HUES + 1}"


def _merge(values: object, most: object) -> list[float]:
    """Neighbors added up, until at most so many are left."""
    counts = list_known_numbers(values)
    together = max(1, math.ceil(len(counts) / max(1, to_number(most) or 1)))
    return [sum(counts[start : start + together]) for start in range(0, len(counts), together)]


def _sort(values: object) -> list[float]:
    return sorted(list_known_numbers(values))


def _list_places(count: object) -> list[object]:
    return list(range(int(to_number(count) or 0)))


def _get_element(items: object, place: object) -> object:
    return _get_column([to_list(items)], place)[0]


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    # of each element
    "abs": _apply(calculate(abs)),
    "sqrt": _apply(calculate(math.sqrt)),
    "floor": _apply(calculate(math.floor)),
    "normal_quantile": _apply(calculate(NormalDist().inv_cdf)),
    "smaller": _apply(_find_smallest),
    "larger": _apply(_find_largest),
    "where": _apply(lambda condition, yes, no: yes if condition else no),
    "known": _apply(lambda value: value is not None),
    "either": _apply(lambda value, other: other if value is None else value),
    # as text
    "short": _format(format_short),
    "count": _format(format_number),
    "fixed": _format(format_fixed),
    "noun": _apply(lambda number, noun: format_count(int(to_number(number) or 0), str(noun))),
    "hue": _apply(choose_hue),
    "percent": _format(lambda share, decimals=1: f"{format_fixed(share * 100, decimals)}{NARROW_SPACE}%"),
    # of a list
    "min": _find_smallest,
    "max": _find_largest,
    "sum": lambda values: sum(list_known_numbers(values)),
    "len": lambda values: len(to_list(values)),
    "mean": _compute_mean,
    "deviation": _compute_deviation,
    "range": _find_range,
    "element": _get_element,
    "value_at": _find_value_at,
    # to a list
    "places": _list_places,
    "concat": lambda *lists: [item for one in lists for item in to_list(one)],
    "column": _get_column,
    "first": lambda values, count: to_list(values)[: int(to_number(count) or 0)],
    "merge": _merge,
    "rest": lambda values: to_list(values)[1:],
    "select": _select,
    "sort": _sort,
    "sort_by": _sort_by,
    "add_up": _add_up,
}
