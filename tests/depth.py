"""How deep tests go that could go on for ever: deep enough for each commit, and deeper each night.

`deep` marks them, and `python -m tests.nightly` runs what is marked with the larger number.
"""

import os
from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet

from tests.nightly.nightly_figures import SCALE_VARIABLE

Case = TypeVar("Case")

deep = pytest.mark.deep


def is_night() -> bool:
    """Whether this is the nightly lane, which sets the variable."""
    return SCALE_VARIABLE in os.environ


def choose_depth(usual: int, nightly: int) -> int:
    """So many examples, rounds, rows or seconds: the first number, or the second one in the nightly lane."""
    return nightly if is_night() else usual


def leave_to_night(cases: Iterable[Case], is_left: Callable[[Case], bool]) -> list[ParameterSet]:
    """Cases of `parametrize`, of which those that are left run in the nightly lane alone.

    For siblings that take long and differ in their data only: others of them hold the behavior for each commit.
    """
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.nightly if is_left(case) else ()
        )
        for case in cases
    ]
