"""What would have to be different for a model to predict otherwise: the fewest values of a real row, taken over.

Brughmans, Leyman and Martens, NICE: an algorithm for nearest instance counterfactual explanations, Data Mining and
Knowledge Discovery 38 (2024): of the nearest reference row with the wanted prediction, the value that helps most is
taken over, then the next one, until the prediction is as wanted. So every new value is one that occurs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, Schema, TrainedModel
from modules.learning.predicting import score_dataset

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WantedPrediction:
    """What is to be predicted: a class, or a number within bounds."""

    class_name: str | None = None
    low: float = -np.inf
    high: float = np.inf

    def measure(self, model: TrainedModel, rows: pd.DataFrame) -> Numbers:
        """How near the prediction of each row is to what is wanted; from 0 on it is as wanted."""
        found = score_dataset(model, Dataset(rows), port="dataset")
        if self.class_name is None:
            predicted = found.columns[found.scores.predicted].to_numpy(dtype="float64")
            return np.asarray(np.minimum(np.minimum(predicted - self.low, self.high - predicted), 0.0))
        names = found.scores.probabilities
        wanted = found.columns[names[self.class_name]].to_numpy(dtype="float64") if self.class_name in names else None
        table = found.columns[list(names.values())].to_numpy(dtype="float64")
        if wanted is None:  # of two classes only the positive one has a column
            wanted = 1.0 - table[:, 0]
        others = [names[one] for one in names if one != self.class_name]
        best = found.columns[others].to_numpy(dtype="float64").max(axis=1) if len(names) > 1 else 1.0 - wanted
        reached = found.columns[found.scores.predicted].astype("str").to_numpy() == self.class_name
        return np.asarray(np.where(reached, np.maximum(wanted - best, 0.0), np.minimum(wanted - best, -1e-12)))


@dataclass(frozen=True)
class RowCounterfactual:
    """A row as it would have to be, and the columns that are different."""

    row: pd.DataFrame
    changed: tuple[str, ...]


class CounterfactualSearch:
    """Looks among reference rows with the wanted prediction."""

    def __init__(
        self,
        model: TrainedModel,
        reference: pd.DataFrame,
        wanted: WantedPrediction,
        fixed: frozenset[str],
        most_changes: int,
    ) -> None:
        self.model = model
        self.features: Schema = model.features
        self.wanted = wanted
        self.fixed = fixed
        self.most_changes = most_changes
        rows = reference[self.features.names].reset_index(drop=True)
        self.reference = rows[wanted.measure(model, rows) >= 0].reset_index(drop=True)
        self._spreads = {name: _measure_spread(rows[name]) for name in self._list_numbers()}

    def _list_numbers(self) -> list[str]:
        return [column.name for column in self.features if column.type in ("integer", "real")]

    def find(self, row: pd.DataFrame, count: int) -> list[RowCounterfactual]:
        """Different ways for a row to be predicted as wanted, those with the fewest changes first."""
        found: dict[tuple[str, ...], RowCounterfactual] = {}
        for place in self._list_nearest(row, 4 * count):
            made = self._approach(row, self.reference.iloc[[place]].reset_index(drop=True))
            if made is not None:
                found.setdefault(made.changed, made)
            if len(found) >= count:
                break
        return sorted(found.values(), key=lambda one: len(one.changed))

    def _list_nearest(self, row: pd.DataFrame, count: int) -> Iterator[int]:
        """Reference rows by their distance: of numbers by their spread, of others by whether they differ."""
        distances = np.zeros(len(self.reference))
        for name in self.features.names:
            values, own = self.reference[name], row[name].iloc[0]
            if name in self._spreads and pd.notna(own):
                apart = np.abs(values.to_numpy(dtype="float64", na_value=np.nan) - float(own)) / self._spreads[name]
                distances += np.nan_to_num(np.minimum(apart, 4.0), nan=1.0)
            else:
                distances += ~_equals(values, own)
            if name in self.fixed:
                distances += 10.0 * ~_equals(values, own)
        yield from (int(place) for place in np.argsort(distances, kind="stable")[:count])

    def _approach(self, row: pd.DataFrame, goal: pd.DataFrame) -> RowCounterfactual | None:
        """The row with the values of another one that help most, one after the other; None where they are too many."""
        open_names = [
            name
            for name in self.features.names
            if name not in self.fixed and not _equals(goal[name], row[name].iloc[0])[0]
        ]
        current, changed = row.copy(), list[str]()
        while open_names and len(changed) < self.most_changes:
            tried = pd.concat([_take_over(current, goal, [name]) for name in open_names], ignore_index=True)
            nearness = self.wanted.measure(self.model, tried)
            place = int(np.argmax(nearness))
            changed.append(open_names.pop(place))
            current = _take_over(current, goal, changed[-1:])
            if nearness[place] >= 0:
                return RowCounterfactual(current, tuple(sorted(changed, key=self.features.names.index)))
        return None


def _measure_spread(values: "pd.Series[Any]") -> float:
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)
    low, high = np.nanquantile(numbers, (0.05, 0.95)) if np.isfinite(numbers).any() else (0.0, 0.0)
    return float(high - low) or 1.0


def _equals(values: "pd.Series[Any]", own: Any) -> npt.NDArray[np.bool_]:
    """Where a column has this value; missing values are alike."""
    if pd.isna(own):
        return np.asarray(values.isna(), dtype=bool)
    return np.asarray((values == own).fillna(False), dtype=bool)


def _take_over(row: pd.DataFrame, goal: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    return row.assign(**{name: goal[name].to_numpy() for name in names}).astype(
        {name: row[name].dtype for name in names}
    )


def describe_changes(before: pd.DataFrame, after: pd.DataFrame, names: Sequence[str]) -> str:
    """The changes in words: income 20 → 35, married no → yes."""
    pairs = ((name, format_cell(before[name].iloc[0]), format_cell(after[name].iloc[0])) for name in names)
    return ", ".join(f"{name} {old} → {new}" for name, old, new in pairs)


def format_cell(value: Any) -> str:
    """A value as it is read: numbers short, times without a time of midnight."""
    if pd.isna(value):
        return "missing"
    if isinstance(value, float | np.floating):
        return f"{value:.6g}"
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) and value == value.normalize() else str(value)
