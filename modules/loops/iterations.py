"""What comes of the iterations of a loop: a line on each, and their results below one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import pandas as pd

from modules.kit import Dataset
from modules.learning.group_keys import Key

IterationState = Literal["Done", "Unchanged", "Failed", "Not run"]
FINGERPRINT, RESULT_ROWS = "Fingerprint", "Result rows"


class LoopOutputs(NamedTuple):
    rows: Dataset
    iterations: Dataset


@dataclass(frozen=True)
class Iteration:
    """One pass: what it was for, the columns that say so, and what it gave; no result where it failed or never ran."""

    key: Key
    key_columns: Mapping[str, "pd.Series[Any]"]
    state: IterationState
    result: Dataset | None = None
    reason: str = ""
    seconds: float = 0.0
    fingerprint: str = field(default="")


def tabulate_iterations(names: Sequence[str], iterations: Sequence[Iteration]) -> Dataset:
    """A row for each iteration, in their order."""
    keys = {name: [one.key[place] for one in iterations] for place, name in enumerate(names)}
    rest: dict[str, list[Any]] = {
        "State": [one.state for one in iterations],
        "Reason": [one.reason for one in iterations],
        RESULT_ROWS: [one.result.rows if one.result else 0 for one in iterations],
        "Seconds": [round(one.seconds, 4) for one in iterations],
        FINGERPRINT: [one.fingerprint for one in iterations],
    }
    frame = pd.DataFrame({**keys, **{_avoid(name, names): values for name, values in rest.items()}})
    numbers = {_avoid(RESULT_ROWS, names): "int64", _avoid("Seconds", names): "float64"}
    types = {name: numbers.get(name, "str") for name in frame.columns}
    return Dataset(frame.astype(types), dict.fromkeys(frame.columns, "none"))


def read_earlier(rows: Dataset | None, iterations: Dataset | None, names: Sequence[str]) -> Mapping[str, pd.DataFrame]:
    """{fingerprint: what that iteration gave in an earlier run}, without the key columns that were put in front."""
    columns = [_avoid(name, names) for name in (RESULT_ROWS, FINGERPRINT)]
    if rows is None or iterations is None or any(name not in iterations.frame for name in columns):
        return {}
    counts, prints = (iterations.frame[name].tolist() for name in columns)
    if sum(counts) != rows.rows:
        return {}
    found, start = {}, 0
    for count, known in zip(counts, prints, strict=True):
        if known:
            found[known] = rows.frame.iloc[start : start + count].reset_index(drop=True)
        start += count
    return found


def stack_results(iterations: Sequence[Iteration]) -> tuple[Dataset, list[bool]]:
    """The results below one another, and of each iteration whether its columns stayed as they were."""
    worked = [one for one in iterations if one.result is not None]
    results = [one.result for one in worked if one.result is not None]
    frames = [_add_keys(one, result.frame) for one, result in zip(worked, results, strict=True)]
    stacked = _tidy_types(pd.concat(_unite_levels(frames), ignore_index=True))
    roles = {name: role for result in reversed(results) for name, role in result.roles.items()}
    keys = {name: roles.get(name, "none") for name in worked[0].key_columns}
    scores = results[0].scores if all(one.scores == results[0].scores for one in results) else None
    kept = iter([frame.dtypes.equals(stacked.dtypes) for frame in frames])
    return (
        Dataset(stacked, {**roles, **keys}, scores),
        [next(kept) if one.result is not None else False for one in iterations],
    )


def _add_keys(iteration: Iteration, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that name the iteration first; one that is in the result already stays what it is."""
    added = {
        name: value.repeat(len(frame)).set_axis(frame.index)
        for name, value in iteration.key_columns.items()
        if name not in frame
    }
    names = [*iteration.key_columns, *(name for name in frame.columns if name not in iteration.key_columns)]
    return pd.concat([pd.DataFrame(added, index=frame.index), frame], axis="columns")[names]


def _unite_levels(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Categories of all levels that occur in any of the tables, so that they stay categories."""
    united: dict[str, pd.CategoricalDtype] = {}
    for name in dict.fromkeys(name for frame in frames for name in frame.columns):
        types = [frame[name].dtype for frame in frames if name in frame]
        if all(isinstance(kind, pd.CategoricalDtype) for kind in types) and any(kind != types[0] for kind in types):
            levels = dict.fromkeys(level for kind in types for level in kind.categories.astype(str))
            united[name] = pd.CategoricalDtype(list(levels))
    if not united:
        return list(frames)
    return [
        frame.assign(
            **{
                name: frame[name].cat.rename_categories(frame[name].cat.categories.astype(str)).astype(kind)
                for name, kind in united.items()
                if name in frame
            }
        )
        for frame in frames
    ]


def _tidy_types(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of mixed values as text, and those of true, false and missing as such."""
    changed = {}
    for name in frame.columns:
        if frame[name].dtype == object:
            known = frame[name].dropna()
            flags = len(known) > 0 and known.map(lambda value: isinstance(value, bool)).all()
            changed[name] = frame[name].astype("boolean" if flags else "str")
    return frame.assign(**changed) if changed else frame


def _avoid(name: str, taken: Sequence[str]) -> str:
    return f"{name} (loop)" if name in taken else name
