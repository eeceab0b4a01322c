"""Sweeps: one design run with every combination of some values, and the leaderboard of these runs."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from designery.errors import DesigneryError
from designery.leaderboards import build_frame, get_first_metrics, rank_rows
from designery.records import draw_table, format_cell
from designery.runs import Run

if TYPE_CHECKING:
    import pandas as pd

    from designery.designs import Design

#: Whoever asks for more has mistyped a range.
MAX_COMBINATIONS = 1000


class SweepPlan:
    """The combinations that a sweep would run."""

    def __init__(self, design: Design, values: Mapping[str, Sequence[Any]], *, by_setting: bool = False) -> None:
        self._design, self._values, self._by_setting = design, values, by_setting
        self.combinations = [dict(zip(values, one, strict=True)) for one in itertools.product(*values.values())]
        if len(self.combinations) > MAX_COMBINATIONS:
            raise DesigneryError(
                f"These are {len(self.combinations):,} runs. A sweep takes at most {MAX_COMBINATIONS:,}."
            )

    def __len__(self) -> int:
        return len(self.combinations)

    def run(self, *, progress: bool | None = None) -> SweepResult:
        """Run all combinations as runs of one design, and wait for them. A run that fails is a row without metrics."""
        self._design.require_valid().save()
        if self._by_setting:
            return self._run_settings(progress)
        runs = [self._design.run(wait=False, **combination) for combination in self.combinations]
        self._design.save()
        for run in runs:
            run.wait(progress=progress, check=False)
        return SweepResult(self.combinations, runs)

    def _run_settings(self, progress: bool | None) -> SweepResult:
        """Settings of any design: the server starts the runs, and the design stays as it is."""
        settings = [
            {"node": name.partition(".")[0], "parameter": name.partition(".")[2], "values": list(values)}
            for name, values in self._values.items()
        ]
        body = {"name": f"sweep {uuid.uuid4().hex[:6]}", "settings": settings}
        connection = self._design.connection
        started = connection.post("designs", self._design._require_id(), "sweeps", body=body)["runs"]
        runs = [Run(connection, one["run"]) for one in started]
        for run in runs:
            run.wait(progress=progress, check=False)
        return SweepResult([one["values"] for one in started], runs)


class SweepResult:
    """The runs of a sweep."""

    def __init__(self, combinations: Sequence[Mapping[str, Any]], runs: Sequence[Run]) -> None:
        self.combinations = list(combinations)
        self.runs = list(runs)

    def rank(self, metric: str | None = None) -> list[dict[str, Any]]:
        """A row for each run with its values and metrics, the best first. Without a metric: the first there is."""
        rows = [
            (
                {**values, "run": run.number, "state": run.state},
                get_first_metrics(run.evaluations()) if run.state == "succeeded" else {},
            )
            for values, run in zip(self.combinations, self.runs, strict=True)
        ]
        return rank_rows(self.runs[0].connection, rows, metric) if rows else []

    def leaderboard(self, metric: str | None = None) -> pd.DataFrame:
        """The same as a DataFrame."""
        return build_frame(self.rank(metric))

    def __repr__(self) -> str:
        return "\n".join(" ".join(f"{key}={format_cell(value)}" for key, value in row.items()) for row in self.rank())

    def _repr_html_(self) -> str:
        rows = self.rank()
        return draw_table(list(rows[0]) if rows else [], rows)
