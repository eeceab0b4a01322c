"""What the tests cost: `pytest --cpu --junitxml FILE` writes it down, `python -m tests.measure_time FILE` adds it up.

Seconds of processor time, and not of the clock, so that a busy machine gives the same figures as an idle one.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.processor_time import read_cpu_seconds

PROPERTY = "cpu_seconds"
PHASES = ("setup", "call", "teardown")
#: The kernel counts in ticks, and looking through all processes takes a while: quick phases are counted with the next.
MIN_SECONDS = 0.03


class CpuMeter:
    """Adds to each test, as a property of its report, what its phases took in seconds."""

    def __init__(self) -> None:
        self.seconds = read_cpu_seconds()
        self.clock = time.monotonic()

    def _take(self) -> float:
        """What was taken since the last call that was not too soon after another one."""
        if time.monotonic() - self.clock < MIN_SECONDS:
            return 0.0
        now = read_cpu_seconds()
        taken, self.seconds, self.clock = max(0.0, now - self.seconds), now, time.monotonic()
        return taken

    def _measure(self, item: pytest.Item, phase: str) -> None:
        taken = self._take()
        if taken:
            item.user_properties.append((f"{PROPERTY}_{phase}", f"{taken:.2f}"))

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        try:
            return (yield)
        finally:
            self._measure(item, "setup")

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        try:
            return (yield)
        finally:
            self._measure(item, "call")

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Iterator[None]:
        try:
            return (yield)
        finally:
            self._measure(item, "teardown")


@dataclass
class Cost:
    """Tests of one folder or file, and the seconds that they took."""

    tests: int = 0
    setup: float = 0.0
    call: float = 0.0
    teardown: float = 0.0

    @property
    def total(self) -> float:
        return self.setup + self.call + self.teardown


def read_costs(report: Path, depth: int | None, *, by_test: bool = False) -> dict[str, Cost]:
    """The costs of each folder, `depth` names below tests/, or of each file or test."""
    costs = defaultdict[str, Cost](Cost)
    for case in ElementTree.parse(report).iter("testcase"):
        names = [name for name in case.attrib.get("classname", "").split(".") if not name[:1].isupper()]
        name = "/".join(names[: depth + 1] if depth is not None else names)
        cost = costs[f"{name}::{case.get('name', '')}" if by_test else name]
        cost.tests += 1
        for kept in case.iter("property"):
            phase = kept.attrib["name"].removeprefix(f"{PROPERTY}_")
            if phase in PHASES:
                setattr(cost, phase, getattr(cost, phase) + float(kept.attrib["value"]))
    return costs


def format_table(costs: dict[str, Cost], rows: int) -> str:
    """A Markdown table, the dearest first."""
    lines = ["| tests | number | setup | call | teardown | CPU seconds |", "|---|---:|---:|---:|---:|---:|"]
    lines += [
        f"| {name} | {cost.tests:,} | {cost.setup:.0f} | {cost.call:.0f} | {cost.teardown:.0f} | {cost.total:.0f} |"
        for name, cost in sorted(costs.items(), key=lambda item: -item[1].total)[:rows]
    ]
    everything: Any = [sum(getattr(cost, field) for cost in costs.values()) for field in ("tests", "total")]
    return "\n".join([*lines, f"| all | {everything[0]:,} | | | | {everything[1]:.0f} |"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path, help="what pytest --cpu --junitxml wrote")
    parser.add_argument("--depth", type=int, default=2, help="how many folders deep to add up")
    parser.add_argument("--files", action="store_true", help="a row for each file")
    parser.add_argument("--tests", action="store_true", help="a row for each test")
    parser.add_argument("--rows", type=int, default=40)
    chosen = parser.parse_args()
    depth = None if chosen.files or chosen.tests else chosen.depth
    print(format_table(read_costs(chosen.report, depth, by_test=chosen.tests), chosen.rows))  # noqa: T201


if __name__ == "__main__":
    main()
