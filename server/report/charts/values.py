"""The values of chart descriptions: numbers, texts, lists, objects with fields, and None for what is missing."""

import math
from collections.abc import Callable, Mapping, Sequence

Scope = Mapping[str, object]


def is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def to_list(value: object) -> list[object]:
    """A list as it is, nothing as an empty one, anything else as the only element of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def to_number(value: object) -> float | None:
    """A finite number, or None."""
    if not isinstance(value, (bool, int, float)) or not math.isfinite(value):
        return None
    return float(value)


def to_numbers(value: object) -> list[float | None]:
    return [to_number(item) for item in to_list(value)]


def list_known_numbers(*values: object) -> list[float]:
    """All numbers in the values and in the lists within them."""
    found: list[float] = []
    for value in values:
        number = to_number(value)
        found += list_known_numbers(*to_list(value)) if is_list(value) else [] if number is None else [number]
    return found


def to_text(value: object) -> str:
    """A whole number without a point, and nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def apply_to_elements(function: Callable[..., object], *arguments: object) -> object:
    """The function of the arguments. Where some are lists: of their first elements, of their second ones, and so on."""
    lists = [to_list(argument) for argument in arguments if is_list(argument)]
    if not lists:
        return function(*arguments)
    length = min(map(len, lists))
    columns = [to_list(argument)[:length] if is_list(argument) else [argument] * length for argument in arguments]
    return [apply_to_elements(function, *row) for row in zip(*columns, strict=True)]


def calculate(function: Callable[..., float]) -> Callable[..., object]:
    """The function for numbers; None where an argument is none, or where the result is no finite number."""

    def calculated(*arguments: object) -> object:
        numbers = [to_number(argument) for argument in arguments]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return None
        try:
            return to_number(function(*known))
        except (ArithmeticError, ValueError):
            return None

    return calculated
