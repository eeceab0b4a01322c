"""Rank Features: several scores of how much each feature tells of the target, side by side."""

from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.feature_selection.feature_scores import MAX_CLASSES, SCORES, is_numeric
from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    ModuleError,
    Schema,
    column_of,
    columns_of,
    module,
    titled,
    track,
)
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_column_names
from modules.kit.errors import require_columns
from modules.kit.schema import ColumnType

#: {the name of a score in the table: that in Filter Based Feature Selection}
RANKED_SCORES = {
    "Mutual information": "MutualInformation",
    "Pearson correlation": "PearsonCorrelation",
    "Spearman correlation": "SpearmanCorrelation",
    "Kendall correlation": "KendallCorrelation",
    "Chi-squared": "ChiSquared",
    "Fisher score": "FisherScore",
}
SCORED_TYPES: tuple[ColumnType, ...] = ("integer", "real", "boolean", "text", "category", "datetime")
EVERY_FEATURE = Columns(start="rule", types=SCORED_TYPES, roles=("feature",))
#: Numbers with more values than this are no classes, which the Fisher score needs.
FEW_VALUES = 20


class RankFeaturesOutputs(NamedTuple):
    ranking: Dataset


def _build_example() -> Call:
    random = np.random.default_rng(0)
    power = random.integers(50, 200, 40)
    frame = pd.DataFrame(
        {
            "power": power,
            "doors": random.choice([2, 4], 40),
            "fuel": random.choice(["gas", "diesel"], 40),
            "price": (power * 80.0 + random.normal(0, 500, 40)).round(),
        }
    )
    return Call.of(Dataset(frame, {"price": "label"}), target_column="price")


def _predict_schema() -> Schema:
    scores = (Column(name, "real") for name in RANKED_SCORES)
    return Schema((Column("Feature", "text"), *scores, Column("Mean rank", "real")))


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    columns = find_column_names(step.columns_to_rank, source)
    if columns is None:
        raise CannotGenerateCode("Which columns it ranks is known only during a run. Run the design, or name them.")
    names = [name for name in columns if name != step.target_column]
    functions = {name: step.use(SCORES[score].function) for name, score in RANKED_SCORES.items()}
    scores, out = step.reserve_name("scores"), step.add_table("ranking", "ranking")
    step.assign(scores, functions)
    step.assign(out, step.use(build_ranking).call(source, names, step.target_column, expr("{scores}", scores=scores)))


@module(
    "Rank Features",
    category="Feature Selection",
    icon="sort-descending",
    at_inference="drop",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=(
        "rank",
        "feature ranking",
        "information gain",
        "feature scores",
        "variable ranking",
        "weight by correlation",
        "attribute weights",
    ),
)
def rank_features(
    dataset: Dataset,
    *,
    target_column: Annotated[
        str,
        Field(description="The column that features are ranked by: what you want to predict."),
        column_of("dataset"),
        titled("Target column"),
    ],
    columns_to_rank: Annotated[
        Columns,
        Field(description="The columns that are scored against the target."),
        columns_of("dataset", types=SCORED_TYPES),
    ] = EVERY_FEATURE,
) -> RankFeaturesOutputs:
    """List the features by how much each of them tells of the target, by several scores at once.

    Each score is that of Filter Based Feature Selection, where they are explained; higher is always better. A score is
    missing where it does not apply: correlations need a feature of numbers, those of ranks a target of numbers too, and
    the Fisher score a target with few different values. The mean rank is the mean of the places that a feature has
    under each score; the lowest comes first. A feature that tells nothing alone may still tell something together with
    another, which Permutation Feature Importance sees.
    """
    require_columns([target_column], dataset.schema, port="dataset", parameter="target_column")
    _refuse_ranked_target(dataset, target_column)
    chosen = columns_to_rank.resolve_required(dataset.schema, port="dataset", parameter="columns_to_rank")
    names = [name for name in chosen if name != target_column]
    if not names:
        message = f"Only the target '{target_column}' is chosen. Choose the features to rank."
        raise ModuleError(47, message, port="dataset", parameter="columns_to_rank")
    for column in dataset.schema.select(names):
        if column.type not in SCORED_TYPES:
            message = f"Column '{column.name}' is {column.type}, which no score can judge. Exclude it."
            raise ModuleError(17, message, port="dataset", parameter="columns_to_rank", column=column.name)
    scores = {name: SCORES[score].function for name, score in RANKED_SCORES.items()}
    ranking = build_ranking(dataset.frame, list(track(names, total=len(names), unit="features")), target_column, scores)
    return RankFeaturesOutputs(Dataset(ranking))


def _refuse_ranked_target(dataset: Dataset, target: str) -> None:
    kind = dataset.schema[target].type
    if kind not in SCORED_TYPES:
        message = f"The target '{target}' is {kind}. Choose a column of numbers or of classes."
        raise ModuleError(23, message, port="dataset", parameter="target_column", column=target)
    values = dataset.frame[target]
    distinct = int(values.nunique()) if kind in ("text", "category") and values.dtype != object else 0
    if distinct > MAX_CLASSES:
        message = f"The target '{target}' has {distinct:,} different values; {MAX_CLASSES:,} classes are the most."
        raise ModuleError(14, message, port="dataset", parameter="target_column", column=target)


def build_ranking(data: pd.DataFrame, names: list[str], target: str, scores: Any) -> pd.DataFrame:
    """A row for each feature with its scores, and the mean of its places under them; the best first."""
    columns: dict[str, list[float]] = {score: [] for score in scores}
    for name in names:
        for score, function in scores.items():
            applies = can_score(score, data[name], data[target])
            columns[score].append(float(function(data[name], data[target])) if applies else np.nan)
    table = pd.DataFrame({"Feature": pd.Series(names, dtype="str"), **columns})
    places = table[list(scores)].rank(ascending=False, method="average")
    table["Mean rank"] = places.mean(axis=1)
    return table.sort_values("Mean rank", kind="stable").reset_index(drop=True)


def can_score(score: str, feature: "pd.Series[Any]", target: "pd.Series[Any]") -> bool:
    """Whether the score says something of this feature and this target."""
    if score == "Pearson correlation":
        return is_numeric(feature)
    if score in ("Spearman correlation", "Kendall correlation"):
        return is_numeric(feature) and is_numeric(target)
    if score == "Fisher score":
        classes = not is_numeric(target) or target.nunique() <= FEW_VALUES
        return is_numeric(feature) and classes and target.dtype.kind != "M"
    return True
