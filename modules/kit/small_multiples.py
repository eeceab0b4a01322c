"""Lines of a small picture as text: a digit of base 64 for each point, since there may be ten thousand pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

DIGITS = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"))
MISSING_POINT = "."
#: Points of a line with few pictures and with many, and of all pictures together.
MOST_POINTS, FEWEST_POINTS, ALL_POINTS = 60, 24, 60_000


@dataclass(frozen=True)
class ValueScale:
    """The values of the first and of the last digit."""

    low: float
    high: float


def count_points(pictures: int) -> int:
    """How many points each line has, so that all pictures together stay small."""
    return int(np.clip(ALL_POINTS // max(1, pictures), FEWEST_POINTS, MOST_POINTS))


def build_scale(lines: Sequence[Any]) -> ValueScale:
    """From the smallest to the largest value of all lines of a picture."""
    values = np.concatenate(lines)
    values = values[np.isfinite(values)]
    return ValueScale(float(values.min()), float(values.max())) if len(values) else ValueScale(0.0, 0.0)


def encode_points(values: Any, scale: ValueScale) -> str:
    """A digit for each value, a full stop for a missing one."""
    # Half of the width first: that of the largest numbers would be infinite.
    width = scale.high / 2 - scale.low / 2
    there = np.isfinite(values)
    if not width:
        return "".join("g" if known else MISSING_POINT for known in there)
    shares = (np.where(there, values, scale.low) / 2 - scale.low / 2) / width
    digits = DIGITS[np.clip(np.rint(63 * shares), 0, 63).astype(int)]
    return "".join(np.where(there, digits, MISSING_POINT))
