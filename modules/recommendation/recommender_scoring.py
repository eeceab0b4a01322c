"""What the modules that score recommenders share: their parameters, the columns that leave them, and the scoring."""

import logging
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from modules.kit import Column, Dataset, ModelSchema, ModuleError, Schema, Scores, shown_when, titled
from modules.kit.schema import ColumnType
from modules.recommendation.ratings import ITEM, RATING, USER, IndexPositions, find_positions, read_pairs, read_users
from modules.recommendation.recommendations import (
    Recommendations,
    Recommender,
    build_table_columns,
    recommend_from_all,
    recommend_from_rated,
)

SCORED_PORT = "dataset_to_score"
TRAINING_PORT = "training_data"

ALL, RATED, UNRATED = (
    "From All Items",
    "From Rated Items (for model evaluation)",
    "From Unrated Items (to suggest new items to users)",
)
PredictionKind = Literal["Rating Prediction", "Item Recommendation"]
ItemPool = Literal[
    "From All Items",
    "From Rated Items (for model evaluation)",
    "From Unrated Items (to suggest new items to users)",
]
shown_for_items = shown_when(recommender_prediction_kind="Item Recommendation")

ItemSelection = Annotated[
    ItemPool,
    Field(description="Which items may be recommended. The training data shows which ones are unrated."),
    shown_for_items,
]
MinRatedItems = Annotated[
    int,
    Field(ge=1, description="Users with fewer rated items are left out."),
    shown_when(recommended_item_selection=RATED),
]
MaxItems = Annotated[int, Field(ge=1, le=1000), shown_for_items]
WithRatings = Annotated[
    bool,
    titled("Return predicted ratings"),
    Field(description="Add the predicted rating of each recommended item."),
    shown_for_items,
]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RecommendationSettings:
    """What is wanted of a recommender."""

    kind: PredictionKind
    selection: ItemPool
    min_items: int
    max_items: int
    with_ratings: bool


def predict_recommendations_schema(
    model: ModelSchema, dataset: Schema, settings: RecommendationSettings
) -> Schema | None:
    """User, item and rating, or user and the items recommended."""
    given = [_get_output_type(column) for column in dataset]
    if model.features is None or not given:
        return None
    of_ratings = settings.kind == "Rating Prediction"
    item = given[1] if of_ratings or settings.selection == RATED else _get_output_type(model.features.columns[1])
    if of_ratings:
        return Schema((Column(USER, given[0]), Column(ITEM, item), Column(RATING, "real", "score")))
    return Schema(tuple(build_table_columns(given[0], item, settings.max_items, with_ratings=settings.with_ratings)))


def _get_output_type(column: Column) -> ColumnType:
    return "text" if column.type == "category" else column.type


def score_recommender(
    model: Recommender, dataset: Dataset, training: Dataset | None, settings: RecommendationSettings, *, learner: str
) -> Dataset:
    """The ratings that users would give, or the items that they would like best, a row per user."""
    if settings.kind == "Rating Prediction":
        made, predicted = _predict_ratings(model, dataset), RATING
    else:
        found = _recommend_items(model, dataset, training, settings)
        ranged = Recommendations(found.users, found.items, found.places, model.clip_to_range(found.ratings))
        made, predicted = ranged.to_table(with_ratings=settings.with_ratings), f"{ITEM} 1"
    scores = Scores("recommendation", None, predicted, learner=learner)
    return Dataset(made, {name: "score" for name in made if name.startswith(RATING)}, scores)


def _predict_ratings(model: Recommender, dataset: Dataset) -> pd.DataFrame:
    pairs = read_pairs(dataset, port=SCORED_PORT)
    places = _find_positions(model.users, pairs.users, "users"), _find_positions(model.items, pairs.items, "items")
    return pd.DataFrame(
        {USER: pairs.users, ITEM: pairs.items, RATING: model.clip_to_range(model.predict_ratings(*places))}
    )


def _recommend_items(
    model: Recommender, dataset: Dataset, training: Dataset | None, settings: RecommendationSettings
) -> Recommendations:
    if settings.selection == RATED:
        return _recommend_rated(model, dataset, settings)
    rated = None if settings.selection == ALL else _find_rated_pairs(model, training)
    users = read_users(dataset, port=SCORED_PORT)
    return recommend_from_all(
        model, users, _find_positions(model.users, users, "users"), settings.max_items, exclude=rated
    )


def _recommend_rated(model: Recommender, dataset: Dataset, settings: RecommendationSettings) -> Recommendations:
    pairs = read_pairs(dataset, port=SCORED_PORT)
    places = _find_positions(model.users, pairs.users, "users"), _find_positions(model.items, pairs.items, "items")
    found = recommend_from_rated(pairs, model.predict_ratings(*places), settings.max_items, settings.min_items)
    if not len(found.users):
        raise ModuleError(
            21, f"No user at '{SCORED_PORT}' has {settings.min_items:,} items or more to choose from.", port=SCORED_PORT
        )
    return found


def _find_rated_pairs(model: Recommender, training: Dataset | None) -> tuple[IndexPositions, IndexPositions]:
    """Who has rated what already, by places."""
    if training is None:
        message = f"Connect the training data to '{TRAINING_PORT}': they show which items each user has already rated."
        raise ModuleError(3, message, port=TRAINING_PORT)
    seen = read_pairs(training, port=TRAINING_PORT)
    return find_positions(model.users, seen.users, port=TRAINING_PORT), find_positions(
        model.items, seen.items, port=TRAINING_PORT
    )


def _find_positions(known: "pd.Index[Any]", requested: "pd.Series[Any]", what: str) -> IndexPositions:
    places = find_positions(known, requested, port=SCORED_PORT)
    strange = int(requested[places < 0].nunique())
    if strange:
        named = f"{strange:,} {what}" if strange > 1 else f"1 {what.removesuffix('s')}"
        log.warning("The model does not know %s. Their scores are based on averages.", named)
    return places
