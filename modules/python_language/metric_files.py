"""Metrics that a command writes while it runs: by `designery.log`, and by MLflow, whose files are read as they grow."""

import json
import math
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from modules.kit.live_metrics import MetricPoint

#: More than any chart shows; what is measured beyond it is in the files alone.
MAX_POINTS = 200_000
MAX_READ_BYTES = 4 * 2**20
MAX_NAME_LENGTH = 250


class MetricFiles:
    """Reads what has been added since the last look."""

    def __init__(self, own: Path, tracked: Path) -> None:
        """`own` is the file of `designery.log`, `tracked` the folder of MLflow."""
        self._own = own
        self._tracked = tracked
        self._offsets: dict[Path, int] = {}
        self._seen: set[tuple[Path, str]] = set()
        self.points: list[MetricPoint] = []

    def read_new(self) -> list[MetricPoint]:
        """The points that were written meanwhile."""
        found = [*self._read_own(), *self._read_tracked()][: MAX_POINTS - len(self.points)]
        self.points += found
        return found

    def _read_own(self) -> Iterator[MetricPoint]:
        for line in self._read_lines(self._own):
            with suppress(ValueError, KeyError, TypeError):
                point = json.loads(line)
                yield MetricPoint(str(point["name"])[:MAX_NAME_LENGTH], int(point["step"]), float(point["value"]))

    def _read_tracked(self) -> Iterator[MetricPoint]:
        """MLflow writes a file for each metric of a run: the time, the value and the step in each line."""
        for path in sorted(self._tracked.glob("*/*/metrics/**/*")):
            if not path.is_file():
                continue
            name = str(path).rpartition("/metrics/")[2]
            for line in self._read_lines(path):
                parts = line.split()
                # MLflow writes a value again when it links it to a model.
                if (path, line) in self._seen:
                    continue
                self._seen.add((path, line))
                with suppress(ValueError, IndexError):
                    yield MetricPoint(name[:MAX_NAME_LENGTH], int(parts[2]), float(parts[1]))

    def _read_lines(self, path: Path) -> list[str]:
        """The whole lines that are new."""
        try:
            with path.open("rb") as file:
                file.seek(self._offsets.get(path, 0))
                data = file.read(MAX_READ_BYTES)
        except OSError:
            return []
        whole, newline, _ = data.rpartition(b"\n")
        self._offsets[path] = self._offsets.get(path, 0) + len(whole) + len(newline)
        return whole.decode("utf-8", "replace").splitlines()


def is_drawable(point: MetricPoint) -> bool:
    """Whether a chart has a place for it."""
    return math.isfinite(point.value) and abs(point.step) < 2**53
