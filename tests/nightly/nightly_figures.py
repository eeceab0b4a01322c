"""How much of the whole a nightly run does, and the figures that its tests leave for the report."""

import json
import math
import os
from pathlib import Path
from typing import Any

SCALE_VARIABLE, FIGURES_VARIABLE = "NIGHTLY_SCALE", "NIGHTLY_FIGURES"
MEBIBYTE = 2**20
#: The load of a machine on which times mean something.
QUIET_LOAD = 1.0


def scale_number(whole: float, least: int = 1) -> int:
    """The part of a number that this run does: all of it unless NIGHTLY_SCALE says less."""
    return max(least, round(whole * float(os.environ.get(SCALE_VARIABLE, "1"))))


def save_figures(test: str, **figures: Any) -> None:
    """Keep what a test measured, under its name; also what it measured before it failed."""
    folder = os.environ.get(FIGURES_VARIABLE)
    if folder:
        (Path(folder) / f"{test}.json").write_text(json.dumps(figures))


def compute_percentile(values: list[float], share: float) -> float:
    """The value that this share of all is not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def read_resident_bytes(pid: int) -> int:
    """The memory that a process holds, in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def is_machine_quiet() -> bool:
    """Whether nothing else is at work: times are held to their numbers only then, and are figures otherwise."""
    return os.getloadavg()[0] < QUIET_LOAD
