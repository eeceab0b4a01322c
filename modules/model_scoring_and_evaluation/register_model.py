"""Register Model: the end of a design that retrains. The server keeps the model; here it is decided who is champion."""

from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

import pandas as pd
from pydantic import BaseModel, Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, TrainedModel, module, shown_when
from modules.kit.external_requests import ExternalRequest, get_fetched
from modules.kit.metrics import find_metric
from modules.kit.views.comparison_view import ModelComparison
from modules.learning.model_comparison import COMPARED_TASKS, MIN_COMPARED_ROWS, compare_models
from modules.learning.predicting import add_scores, score_dataset
from modules.learning.row_roles import log
from modules.learning.supervised_examples import make_loan_model, make_loans

Promotion = Literal["If better", "Always", "Never"]
#: The columns of the decision, one row of it.
COLUMNS: Sequence[Column] = (
    Column("Model", "text"),
    Column("Promoted", "boolean"),
    Column("Reason", "text"),
    Column("Metric", "text"),
    Column("New model", "real"),
    Column("Champion", "real"),
    Column("Difference", "real"),
    Column("Lower bound", "real"),
    Column("Upper bound", "real"),
    Column("Rows", "integer"),
)


class RegisterModelOutputs(NamedTuple):
    decision: Dataset


class _Decision(NamedTuple):
    promoted: bool
    reason: str
    comparison: ModelComparison | None = None


def _build_external_request(parameters: BaseModel) -> ExternalRequest:
    """The champion so far, which only the server has."""
    name = getattr(parameters, "name", "")
    return ExternalRequest("fetch", "model", details={"name": name, "version": "champion"})


@module(
    "Register Model",
    category="Model Scoring and Evaluation",
    icon="award",
    role="model_registrar",
    trusted=False,
    at_inference="drop",
    example=lambda: Call.of(make_loan_model(), make_loans(), name="loans"),
    schema=lambda: Schema(tuple(COLUMNS)),
    external_request=_build_external_request,
    keywords=("registry", "champion", "promote", "gate", "retrain", "model registry", "MLflow", "save model"),
)
def register_model(
    trained_model: TrainedModel,
    test_dataset: Dataset | None = None,
    *,
    name: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?$",
            description="Lower-case letters, digits, hyphens, dots and underscores, such as car-price.",
        ),
    ],
    make_champion: Annotated[
        Promotion, Field(description="If better: only if it is clearly better on the test dataset.")
    ] = "If better",
    smallest_gain: Annotated[
        float,
        shown_when(make_champion="If better"),
        Field(ge=0, description="The metric has to improve by more than this. 0: by anything that is no chance."),
    ] = 0.0,
) -> RegisterModelOutputs:
    """Register the trained model each time the design runs, and make it the champion if it is better.

    After the run the model is the next version under its name on the page Models. A model that equals the newest
    version adds none.

    "If better" scores the test dataset with the new model and with the present champion. The new model becomes champion
    if the whole 95 % interval of the difference, from a paired bootstrap on the same rows, is on the better side.
    Connect rows that neither model was trained on: with Split Data and a fixed seed the test rows stay the same from
    run to run. The first version becomes champion without a comparison. The result says what was decided and why.
    """
    decision = _decide(trained_model, test_dataset, get_fetched(), make_champion, smallest_gain)
    log.info("%s", decision.reason)
    return RegisterModelOutputs(_write_decision(name, decision))


def _decide(
    model: TrainedModel, test: Dataset | None, champion: object, promotion: Promotion, smallest_gain: float
) -> _Decision:
    if promotion == "Never":
        return _Decision(False, "The new version does not become champion: Make champion is Never.")
    if promotion == "Always":
        return _Decision(True, "The new version becomes champion: Make champion is Always.")
    if not isinstance(champion, TrainedModel):
        return _Decision(True, "There is no champion yet, so the new version becomes it.")
    if test is None:
        message = "Connect rows to 'Test dataset': the new model and the champion are compared on them."
        raise ModuleError(3, message, port="test_dataset")
    if model.task not in COMPARED_TASKS:
        message = f"Models for {model.task} can't be compared row by row. Set 'make_champion' to Always or Never."
        raise ModuleError(13, message, port="trained_model", parameter="make_champion")
    return _compare(model, champion, test, smallest_gain)


def _compare(model: TrainedModel, champion: TrainedModel, test: Dataset, smallest_gain: float) -> _Decision:
    new = add_scores(test, score_dataset(model, test, port="test_dataset"))
    try:
        old = add_scores(test, score_dataset(champion, test, port="test_dataset"))
    except ModuleError as error:
        reason = f"The champion can't score these rows, so it stays: {error.message}"
        return _Decision(False, reason)
    comparison = compare_models([new, old], ["test_dataset", "test_dataset"])
    if comparison is None or comparison.difference is None:
        reason = (
            f"The models can't be compared on these rows, so the champion stays. {MIN_COMPARED_ROWS} rows are needed."
        )
        return _Decision(False, reason)
    return _judge(comparison, smallest_gain)


def _judge(comparison: ModelComparison, smallest_gain: float) -> _Decision:
    """Better is what the whole interval says; the comparison names the better of the two first."""
    metric, difference = find_metric(comparison.metric), comparison.difference
    assert difference is not None
    new = comparison.compared.index(0)
    values = [comparison.intervals[place].value for place in (new, 1 - new)]
    described = f"{metric.title} {_format(values[0])} against {_format(values[1])} on {comparison.rows:,} rows"
    low, high = _orient(difference.low, difference.high, flip=new == 1)
    interval = f"the difference is {_format(low)} to {_format(high)}"
    gain = None if low is None or high is None else low if metric.better == "higher" else -high
    if gain is not None and gain > smallest_gain:
        return _Decision(True, f"The new version is better: {described}, {interval}.", comparison)
    return _Decision(
        False, f"The champion stays, as the new model is not clearly better: {described}, {interval}.", comparison
    )


def _orient(low: float | None, high: float | None, *, flip: bool) -> tuple[float | None, float | None]:
    """The interval of the new model minus the champion."""
    if low is None or high is None:
        return None, None
    return (-high, -low) if flip else (low, high)


def _format(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.4g}"


def _write_decision(name: str, decision: _Decision) -> Dataset:
    row: dict[str, object] = {"Model": name, "Promoted": decision.promoted, "Reason": decision.reason}
    comparison = decision.comparison
    if comparison is not None and comparison.difference is not None:
        new = comparison.compared.index(0)
        low, high = _orient(comparison.difference.low, comparison.difference.high, flip=new == 1)
        values = [comparison.intervals[place].value for place in (new, 1 - new)]
        difference = None if values[0] is None or values[1] is None else values[0] - values[1]
        row |= {
            "Metric": comparison.metric,
            "New model": values[0],
            "Champion": values[1],
            "Difference": difference,
            "Lower bound": low,
            "Upper bound": high,
            "Rows": comparison.rows,
        }
    types = {"text": "str", "boolean": "bool", "real": "float64", "integer": "Int64"}
    return Dataset(
        pd.DataFrame({column.name: pd.Series([row.get(column.name)], dtype=types[column.type]) for column in COLUMNS})
    )
