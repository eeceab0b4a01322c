"""SHAP values as tables, and as what the browser draws."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, TrainedModel
from modules.kit.column_profiles import to_browser_value
from modules.kit.views.explanation_view import ColumnContribution, ColumnInteraction, ExplainedRow, ExplanationView
from modules.learning.shap_values import Interactions, ShapValues

BASE = "Average Prediction"
#: What the view holds at most.
MAX_SHOWN_COLUMNS, MAX_SHOWN_ROWS, MAX_SHOWN_PAIRS = 20, 300, 10
#: Half of a 95 % interval in standard errors.
NORMAL_95 = 1.96


def name_contribution(column: str) -> str:
    """The column that holds what another one adds to the prediction."""
    return f"Contribution of {column}"


def spread_places(rows: int, most: int) -> npt.NDArray[np.int64]:
    """The positions of at most so many rows, evenly spread."""
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).astype("int64"))


def tabulate_contributions(scored: Dataset, chosen: ShapValues) -> Dataset:
    """The rows with their scores and contributions, which take the place of earlier ones of their names."""
    named = {BASE: np.broadcast_to(chosen.base, len(chosen.values))}
    named |= {name_contribution(column): chosen.values[:, at, 0] for at, column in enumerate(chosen.columns)}
    kept = scored.frame[[name for name in scored.frame.columns if name not in named]].reset_index(drop=True)
    table = Dataset(pd.concat([kept, pd.DataFrame(named)], axis=1), scored.roles, scored.scores)
    return table.with_role("none", *named)


def tabulate_importance(chosen: ShapValues) -> pd.DataFrame:
    """How far each column moves a prediction on average, up or down, the strongest first."""
    sizes = np.abs(chosen.values[:, :, 0])
    means, errors = sizes.mean(axis=0), sizes.std(axis=0, ddof=min(1, len(sizes) - 1)) / np.sqrt(len(sizes))
    if chosen.errors is not None:
        # What sampling leaves open comes on top of how the rows differ.
        errors = np.hypot(errors, chosen.errors[:, :, 0].mean(axis=0))
    order = np.argsort(-means, kind="stable")
    names = pd.Series([chosen.columns[at] for at in order], dtype="str")
    return pd.DataFrame({"Feature": names, "Mean Contribution": means[order], "Standard Error": errors[order]})


def tabulate_interactions(found: Interactions | None) -> pd.DataFrame:
    """Each two columns that move a prediction together, the strongest first; empty of what is no trees."""
    pairs: list[tuple[str, str, float]] = []
    if found is not None:
        above = [tuple(pair) for pair in np.argwhere(np.triu(found.means, 1) > 0)]
        pairs = [(found.columns[one], found.columns[other], float(found.means[one, other])) for one, other in above]
    pairs.sort(key=lambda pair: -pair[2])
    frame = pd.DataFrame(pairs, columns=["First Feature", "Second Feature", "Mean Interaction"])
    return frame.astype({"First Feature": "str", "Second Feature": "str", "Mean Interaction": "float64"})


def build_explanation_view(
    model: TrainedModel,
    scored: Dataset,
    chosen: ShapValues,
    classes: npt.NDArray[np.int64],
    found: Interactions | None,
    *,
    rows: npt.NDArray[np.int64],
    total: int,
    usual: int,
) -> ExplanationView:
    """What the browser draws; `rows` are the positions of the explained rows, `classes` the class that each shows."""
    importance, types = tabulate_importance(chosen), {column.name: column.type for column in scored.schema}
    places = [chosen.columns.index(name) for name in importance["Feature"][:MAX_SHOWN_COLUMNS]]
    others = np.setdiff1d(np.arange(len(chosen.columns)), places)
    shown = spread_places(scored.rows, MAX_SHOWN_ROWS)
    named = [model.classes[one] if model.classes else None for one in classes]
    pairs = tabulate_interactions(found)[:MAX_SHOWN_PAIRS]
    return ExplanationView(
        learner=model.learner,
        label=model.label.name if model.label else "",
        scale=chosen.scale,
        method=chosen.method,
        rows=total,
        explained_rows=scored.rows,
        usual_rows=usual,
        columns=[
            ColumnContribution(name=name, type=types.get(name, "real"), mean=mean, reach=NORMAL_95 * error)
            for name, mean, error in importance[:MAX_SHOWN_COLUMNS].itertuples(index=False)
        ],
        other_columns=len(others),
        others_mean=float(np.abs(chosen.values[:, others, 0].sum(axis=1)).mean()) if len(others) else 0.0,
        shown=[_build_row(scored, chosen, at, places, others, named[at], int(rows[at]) + 1) for at in shown],
        interactions=[
            ColumnInteraction(first=first, second=second, mean=mean)
            for first, second, mean in pairs.itertuples(index=False)
        ],
        interaction_rows=0 if found is None else found.rows,
    )


def _build_row(
    scored: Dataset,
    chosen: ShapValues,
    at: int,
    places: list[int],
    others: npt.NDArray[np.int64],
    explained_class: str | None,
    number: int,
) -> ExplainedRow:
    values, scores = chosen.values[at, :, 0], scored.scores
    base = np.broadcast_to(chosen.base, len(chosen.values))[at]
    return ExplainedRow(
        number=number,
        predicted=_read_cell(scored, at, scores.predicted if scores else None),
        truth=_read_cell(scored, at, scores.label if scores else None),
        explained_class=explained_class,
        base=float(base),
        values=[_read_cell(scored, at, chosen.columns[place]) for place in places],
        contributions=[float(values[place]) for place in places],
        others=float(values[others].sum()),
    )


def _read_cell(scored: Dataset, at: int, name: str | None) -> Any:
    """A value of the table; None of columns that only the model's preprocessing makes, and of vectors."""
    if name is None or name not in scored.frame or scored.schema[name].type == "vector":
        return None
    return to_browser_value(scored.frame[name].iloc[at])
