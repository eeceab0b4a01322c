"""Eliminate Features: leave out the least useful feature again and again, and keep the set that predicts best."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.feature_selection.filter_based_feature_selection import FeatureSelection
from modules.feature_selection.model_metrics import (
    ERROR_METRICS,
    Metric,
    compute_model_metric,
    find_task_metric,
    match_metric,
)
from modules.kit import (
    Call,
    Column,
    ColumnType,
    Dataset,
    ModuleError,
    Schema,
    Seed,
    Traits,
    Transformation,
    UntrainedModel,
    column_of,
    module,
    shown_when,
    titled,
)
from modules.kit.fan_out import fan_out_in_order
from modules.kit.progress import listen_to_progress, report
from modules.learning.cross_validation import FoldSplit, split_into_folds, take_rows
from modules.learning.estimators import deduplicate_warnings
from modules.learning.features import FEATURE_KINDS
from modules.learning.fitting import fit_model
from modules.learning.labels import drop_missing_labels
from modules.learning.learners import resolve_task
from modules.learning.supervised_examples import make_loan_learner, make_loans

ChosenSet = Literal["Best metric", "Fewest within one standard error", "A number of features"]
ROUND_COLUMNS = ("Number of features", "Mean", "Standard error", "Eliminated next", "Chosen")


class EliminateFeaturesOutputs(NamedTuple):
    selected_dataset: Dataset
    rounds: Dataset
    selection_transformation: Transformation


@dataclass(frozen=True)
class FeatureElimination(FeatureSelection):
    """The columns that were eliminated, and in which place: the higher the score, the longer a feature stayed."""

    title = "Eliminate Features"


@dataclass(frozen=True)
class EliminationRound:
    """A set of features, how good the models of it are, and what was eliminated from it."""

    features: tuple[str, ...]
    mean: float
    error: float
    eliminated: tuple[str, ...]


def _predict_schemas() -> tuple[None, Schema, None]:
    kinds: tuple[ColumnType, ...] = ("integer", "real", "real", "text", "boolean")
    return None, Schema(tuple(Column(name, kind) for name, kind in zip(ROUND_COLUMNS, kinds, strict=True))), None


@module(
    "Eliminate Features",
    category="Feature Selection",
    icon="filter-minus",
    at_inference="drop",
    schema=_predict_schemas,
    traits=Traits(depends_on_other_rows=True),
    example=lambda: Call.of(make_loan_learner(), make_loans(), label="paid", number_of_folds=3),
    keywords=(
        "RFE",
        "RFECV",
        "recursive feature elimination",
        "backward elimination",
        "backward selection",
        "stepwise selection",
        "wrapper method",
        "SequentialFeatureSelector",
    ),
)
def eliminate_features(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    *,
    label: Annotated[
        str,
        Field(description="The column to predict. It is not used as a feature."),
        column_of("dataset"),
        titled("Label column"),
    ],
    keep: Annotated[
        ChosenSet,
        titled("Features to keep"),
        Field(description="Fewest within one standard error prefers a simpler model that is about as good."),
    ] = "Best metric",
    number_of_features: Annotated[
        int,
        Field(ge=1, description="Features are dropped until this many are left."),
        shown_when(keep="A number of features"),
    ] = 10,
    share_per_round: Annotated[
        float,
        titled("Share of the features to eliminate per round"),
        Field(ge=0, le=0.9, description="0 eliminates one at a time. A larger share takes fewer rounds."),
    ] = 0.1,
    number_of_folds: Annotated[
        int,
        Field(ge=2, le=100, description="Into how many parts the rows are divided to measure each set of features."),
    ] = 5,
    metric: Annotated[
        Metric,
        Field(description="Automatic: Accuracy for classes, Coefficient of Determination for numbers."),
    ] = "Automatic",
    seed: Seed = 0,
) -> EliminateFeaturesOutputs:
    """Find the features that a model needs, by leaving out the least useful ones again and again.

    In each round the model is trained on all folds but one and measured on that one. Then each feature is shuffled
    among the rows of the fold, and the features that matter least to the metric are eliminated, until one is left or as
    many as you ask for (Guyon et al., Machine Learning 46, 2002, with permutation instead of weights, so that it works
    for any model). Columns with another role than feature are passed on.

    The second output has the metric of each round. The first keeps the chosen features, as does the transformation for
    other data. The metric of the chosen set is too good, since it was chosen by it: measure the model on rows that were
    not used here.
    """
    data = drop_missing_labels(dataset, label, port="dataset")
    candidates = _list_candidates(data.schema, label)
    name = _find_metric(untrained_model, data, label, metric)
    splits = split_into_folds(untrained_model, data, label, number_of_folds, seed)
    wanted = number_of_features if keep == "A number of features" else 1
    if wanted > len(candidates):
        message = f"number_of_features must be at most {len(candidates)}, the features there are. Got {wanted}."
        raise ModuleError(7, message, parameter="number_of_features")
    with deduplicate_warnings():
        rounds = _run_rounds(untrained_model, data, label, candidates, splits, name, wanted, share_per_round, seed)
    chosen = _choose_round(rounds, keep, name)
    fitted = _build_selection(rounds, chosen, candidates)
    return EliminateFeaturesOutputs(fitted.apply(dataset), Dataset(_tabulate_rounds(rounds, chosen)), fitted)


def _list_candidates(schema: Schema, label: str) -> list[str]:
    found = [one.name for one in schema if one.name != label and one.role == "feature" and one.type in FEATURE_KINDS]
    if not found:
        message = f"The data at 'dataset' have no feature besides the label '{label}'."
        raise ModuleError(47, message, port="dataset")
    return found


def _find_metric(untrained: UntrainedModel, data: Dataset, label: str, metric: Metric) -> str:
    """The metric as the measures of the task call it."""
    task = resolve_task(untrained.task, data.frame[label].nunique())
    # What learns from no label has an automatic metric too: training it says which module to use instead.
    return match_metric(task, metric) or find_task_metric(task, metric, untrained.learner, port="untrained_model")


def _run_rounds(
    untrained: UntrainedModel,
    data: Dataset,
    label: str,
    candidates: list[str],
    splits: Sequence[FoldSplit],
    metric: str,
    wanted: int,
    share: float,
    seed: int,
) -> list[EliminationRound]:
    rounds: list[EliminationRound] = []
    current = list(candidates)
    sign = -1.0 if metric in ERROR_METRICS else 1.0
    while True:
        left_out = set(candidates) - set(current)
        rows = data.with_frame(data.frame[[name for name in data.frame if name not in left_out]])
        measure = partial(_measure_fold, untrained, rows, label, current, metric, seed)
        report(len(candidates) - len(current), len(candidates), "features eliminated")
        with listen_to_progress(lambda _: None):
            found = list(fan_out_in_order(measure, splits, unit="folds"))
        values = np.array([value for value, _ in found])
        losses = sign * np.mean([value - np.array(shuffled) for value, shuffled in found], axis=0)
        count = min(len(current) - wanted, max(1, math.floor(share * len(current))))
        worst = [current[at] for at in np.argsort(losses, kind="stable")[:count]]
        error = float(values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else 0.0
        rounds.append(EliminationRound(tuple(current), float(values.mean()), error, tuple(worst)))
        if not worst:
            return rounds
        current = [name for name in current if name not in worst]


def _measure_fold(
    untrained: UntrainedModel,
    data: Dataset,
    label: str,
    features: list[str],
    metric: str,
    seed: int,
    split: FoldSplit,
) -> tuple[float, list[float]]:
    """The metric of the fold's rows, and that with each feature shuffled among them."""
    with listen_to_progress(lambda _: None):
        model = fit_model(untrained, take_rows(data, split.train), label)
        rows = take_rows(data, split.test)
        before = compute_model_metric(model, rows, metric, port="dataset")
        after = []
        for place, name in enumerate(features):
            order = np.random.default_rng([seed, split.number, place]).permutation(rows.rows)
            shuffled = rows.frame[name].iloc[order].reset_index(drop=True)
            changed = rows.with_frame(rows.frame.assign(**{name: shuffled}))
            after.append(compute_model_metric(model, changed, metric, port="dataset"))
    return before, after


def _choose_round(rounds: list[EliminationRound], keep: ChosenSet, metric: str) -> int:
    """The place of the round whose features are kept; of equally good ones, that with the fewest."""
    if keep == "A number of features":
        return len(rounds) - 1
    sign = -1.0 if metric in ERROR_METRICS else 1.0
    best = max(range(len(rounds)), key=lambda at: (sign * rounds[at].mean, at))
    if keep == "Best metric":
        return best
    limit = sign * rounds[best].mean - rounds[best].error
    return max(at for at in range(len(rounds)) if sign * rounds[at].mean >= limit)


def _build_selection(rounds: list[EliminationRound], chosen: int, candidates: list[str]) -> FeatureElimination:
    stayed = dict.fromkeys(candidates, float(len(rounds)))
    for number, one in enumerate(rounds, 1):
        stayed |= dict.fromkeys(one.eliminated, float(number))
    kept = set(rounds[chosen].features)
    ranked = sorted(candidates, key=lambda name: -stayed[name])
    dropped = tuple(name for name in candidates if name not in kept)
    return FeatureElimination(dropped, {name: stayed[name] for name in ranked})


def _tabulate_rounds(rounds: list[EliminationRound], chosen: int) -> pd.DataFrame:
    values = (
        [len(one.features) for one in rounds],
        [one.mean for one in rounds],
        [one.error for one in rounds],
        pd.Series([", ".join(one.eliminated) for one in rounds], dtype="str"),
        [at == chosen for at in range(len(rounds))],
    )
    return pd.DataFrame(dict(zip(ROUND_COLUMNS, values, strict=True)))
