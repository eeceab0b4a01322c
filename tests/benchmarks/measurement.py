"""What a benchmark gives: named numbers, each with what it is held against, and many of them as one of a kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

#: Whether a number should stay below its aim or reach it.
Direction = Literal["lower", "higher"]


@dataclass(frozen=True)
class BenchmarkMeasurement:
    """One number. `value` is the median of `samples`; `best` is the least disturbed of them."""

    name: str
    unit: str
    samples: tuple[float, ...]
    aim: float | None = None
    better: Direction = "lower"
    note: str = ""

    @property
    def value(self) -> float:
        return median(self.samples)

    @property
    def best(self) -> float:
        return min(self.samples) if self.better == "lower" else max(self.samples)

    @property
    def meets_aim(self) -> bool | None:
        """Whether the median meets the aim; None where there is no aim."""
        if self.aim is None:
            return None
        return self.value <= self.aim if self.better == "lower" else self.value >= self.aim


def render_table(measurements: Sequence[BenchmarkMeasurement]) -> str:
    """The measurements as a Markdown table."""
    rows = [("", "median", "best", "aim", "")]
    for measurement in measurements:
        aim = "" if measurement.aim is None else f"{measurement.aim:g} {measurement.unit}"
        verdict = {True: "met", False: "missed", None: ""}[measurement.meets_aim]
        rows.append(
            (
                measurement.name,
                _format_value(measurement, measurement.value),
                _format_value(measurement, measurement.best),
                aim,
                verdict,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    notes = [f"{measurement.name}: {measurement.note}" for measurement in measurements if measurement.note]
    return "\n".join([lines[0], rule, *lines[1:], *(["", *notes] if notes else [])])


def _format_value(measurement: BenchmarkMeasurement, value: float) -> str:
    digits = 3 if abs(value) < 1 else 2 if abs(value) < 10 else 1
    return f"{value:.{digits}f} {measurement.unit}"
