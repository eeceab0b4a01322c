"""What the modules that score recommenders share: their parameters, the columns that leave them, and the scoring."""

import logging
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from modules.kit import Column, Dataset, ModelSchema, ModuleError, Schema, Scores, shown_when, titled
from modules.kit.schema import ColumnType
from modules.recommendation.ratings import ITEM, RATING, USER, Places, pairs_of, places_in, users_of
from modules.recommendation.recommending import Recommended, Recommender, among_all, among_rated, table_columns

PORT = "dataset_to_score"
TRAINING = "training_data"

ALL, RATED, UNRATED = (
    "From All Items",
    "From Rated Items (for model evaluation)",
    "From Unrated Items (to suggest new items to users)",
)
Kind = Literal["Rating Prediction", "Item Recommendation"]
Selection = Literal[
    "From All Items",
    "From Rated Items (for model evaluation)",
    "From Unrated Items (to suggest new items to users)",
]
of_items = shown_when(recommender_prediction_kind="Item Recommendation")

ItemSelection = Annotated[
    Selection,
    Field(description="Which items may be recommended. Unrated ones are told by the training data."),
    of_items,
]
SmallestPool = Annotated[
    int,
    Field(ge=1, description="Users with fewer rated items are left out."),
    shown_when(recommended_item_selection=RATED),
]
MostItems = Annotated[int, Field(ge=1, le=1000), of_items]
WithRatings = Annotated[
    bool,
    titled("Return predicted ratings"),
    Field(description="Beside each recommended item stands the rating that is foreseen for it."),
    of_items,
]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What is wanted of a recommender."""

    kind: Kind
    selection: Selection
    fewest: int
    most: int
    with_ratings: bool


def columns_of(model: ModelSchema, dataset: Schema, asked: Asked) -> Schema | None:
    """User, item and rating, or user and the items recommended."""
    given = [_type(column) for column in dataset]
    if model.features is None or not given:
        return None
    of_ratings = asked.kind == "Rating Prediction"
    item = given[1] if of_ratings or asked.selection == RATED else _type(model.features.columns[1])
    if of_ratings:
        return Schema((Column(USER, given[0]), Column(ITEM, item), Column(RATING, "real", "score")))
    return Schema(tuple(table_columns(given[0], item, asked.most, with_ratings=asked.with_ratings)))


def _type(column: Column) -> ColumnType:
    return "text" if column.type == "category" else column.type


def scored(model: Recommender, dataset: Dataset, training: Dataset | None, asked: Asked, *, learner: str) -> Dataset:
    """The ratings that users would give, or the items that they would like best, a row per user."""
    if asked.kind == "Rating Prediction":
        made, predicted = _ratings(model, dataset), RATING
    else:
        found = _recommended(model, dataset, training, asked)
        ranged = Recommended(found.users, found.items, found.places, model.within_range(found.ratings))
        made, predicted = ranged.table(with_ratings=asked.with_ratings), f"{ITEM} 1"
    scores = Scores("recommendation", None, predicted, learner=learner)
    return Dataset(made, {name: "score" for name in made if name.startswith(RATING)}, scores)


def _ratings(model: Recommender, dataset: Dataset) -> pd.DataFrame:
    pairs = pairs_of(dataset, port=PORT)
    places = _places(model.users, pairs.users, "users"), _places(model.items, pairs.items, "items")
    return pd.DataFrame({USER: pairs.users, ITEM: pairs.items, RATING: model.within_range(model.ratings(*places))})


def _recommended(model: Recommender, dataset: Dataset, training: Dataset | None, asked: Asked) -> Recommended:
    if asked.selection == RATED:
        return _of_rated(model, dataset, asked)
    rated = None if asked.selection == ALL else _rated(model, training)
    users = users_of(dataset, port=PORT)
    return among_all(model, users, _places(model.users, users, "users"), asked.most, but=rated)


def _of_rated(model: Recommender, dataset: Dataset, asked: Asked) -> Recommended:
    pairs = pairs_of(dataset, port=PORT)
    places = _places(model.users, pairs.users, "users"), _places(model.items, pairs.items, "items")
    found = among_rated(pairs, model.ratings(*places), asked.most, asked.fewest)
    if not len(found.users):
        raise ModuleError(21, f"No user at '{PORT}' has {asked.fewest:,} items or more to choose from.", port=PORT)
    return found


def _rated(model: Recommender, training: Dataset | None) -> tuple[Places, Places]:
    """Who has rated what already, by places."""
    if training is None:
        message = f"Connect the training data to '{TRAINING}': they tell which items each user has rated already."
        raise ModuleError(3, message, port=TRAINING)
    seen = pairs_of(training, port=TRAINING)
    return places_in(model.users, seen.users, port=TRAINING), places_in(model.items, seen.items, port=TRAINING)


def _places(known: "pd.Index[Any]", wanted: "pd.Series[Any]", what: str) -> Places:
    places = places_in(known, wanted, port=PORT)
    strange = int(wanted[places < 0].nunique())
    if strange:
        named = f"{strange:,} {what}" if strange > 1 else f"1 {what.removesuffix('s')}"
        log.warning("The model does not know %s, whose scores come from what is common to all.", named)
    return places
