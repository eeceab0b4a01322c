"""How deep tests go that could go on for ever: deep enough for each commit, and deeper each night.

`deep` marks them, and `python -m tests.nightly` runs what is marked with the larger number.
"""

import os

import pytest

from tests.nightly.nightly_figures import SCALE_VARIABLE

deep = pytest.mark.deep


def is_night() -> bool:
    """Whether this is the nightly lane, which sets the variable."""
    return SCALE_VARIABLE in os.environ


def choose_depth(usual: int, nightly: int) -> int:
    """So many examples, rounds, rows or seconds: the first number, or the second one in the nightly lane."""
    return nightly if is_night() else usual
