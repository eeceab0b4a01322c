"""Score Wide and Deep Recommender: ratings that users would give, or the items that they would like best."""

import logging
from typing import Annotated, Any, Literal, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    Scores,
    TrainedModel,
    module,
    shown_when,
    titled,
)
from modules.kit.schema import ColumnType
from modules.recommendation.ratings import ITEM, RATING, USER, Places, pairs_of, places_in, users_of
from modules.recommendation.recommending import Recommended, among_all, among_rated, table_columns
from modules.recommendation.train_wide_and_deep_recommender import tables, train_wide_and_deep_recommender
from modules.recommendation.wide_and_deep import WideAndDeep
from modules.recommendation.written_recommenders import write_scores

RATED = "From Rated Items (for model evaluation)"
ALL = "From All Items"
PORT = "dataset_to_score"

Kind = Literal["Rating Prediction", "Item Recommendation"]
Selection = Literal[
    "From All Items",
    "From Rated Items (for model evaluation)",
    "From Unrated Items (to suggest new items to users)",
]

log = logging.getLogger(__name__)


class Scored(NamedTuple):
    scored_dataset: Dataset


def _example() -> Call:
    trained = train_wide_and_deep_recommender(*tables(), epochs=2, hidden_units="8", batch_size=16)
    return Call.of(*trained, tables()[0])


def scored_columns(
    trained_wide_and_deep_recommendation_model: ModelSchema,
    dataset_to_score: Schema,
    recommender_prediction_kind: Kind,
    recommended_item_selection: Selection,
    maximum_number_of_items_to_recommend_to_a_user: int,
    return_predicted_ratings: bool,
) -> Schema | None:
    """User, item and rating, or user and the items recommended."""
    known = trained_wide_and_deep_recommendation_model.features
    given = [_type(column) for column in dataset_to_score]
    if known is None or not given:
        return None
    rated = recommender_prediction_kind == "Rating Prediction" or recommended_item_selection == RATED
    item = given[1] if rated else _type(known.columns[1])
    if recommender_prediction_kind == "Rating Prediction":
        return Schema((Column(USER, given[0]), Column(ITEM, item), Column(RATING, "real", "score")))
    most = maximum_number_of_items_to_recommend_to_a_user
    return Schema(tuple(table_columns(given[0], item, most, with_ratings=return_predicted_ratings)))


def _type(column: Column) -> ColumnType:
    return "text" if column.type == "category" else column.type


@module(
    "Score Wide and Deep Recommender",
    category="Recommendation",
    icon="heart-search",
    requires=("torch",),
    schema=scored_columns,
    writes=write_scores,
    example=_example,
    keywords=("recommend", "predict ratings", "ranking"),
)
def score_wide_and_deep_recommender(
    trained_wide_and_deep_recommendation_model: Annotated[
        TrainedModel, titled("Trained Wide and Deep recommendation model")
    ],
    dataset_to_score: Dataset,
    user_features: Dataset | None = None,
    item_features: Dataset | None = None,
    training_data: Dataset | None = None,
    *,
    recommender_prediction_kind: Kind = "Item Recommendation",
    recommended_item_selection: Annotated[
        Selection, shown_when(recommender_prediction_kind="Item Recommendation")
    ] = "From Rated Items (for model evaluation)",
    minimum_size_of_the_recommendation_pool_for_a_single_user: Annotated[
        int,
        Field(ge=1, description="Users with fewer rated items are left out."),
        shown_when(recommended_item_selection=RATED),
    ] = 2,
    maximum_number_of_items_to_recommend_to_a_user: Annotated[
        int, Field(ge=1, le=1000), shown_when(recommender_prediction_kind="Item Recommendation")
    ] = 5,
    return_predicted_ratings: Annotated[
        bool,
        titled("Whether to return the predicted ratings of the items along with the labels"),
        shown_when(recommender_prediction_kind="Item Recommendation"),
    ] = False,
) -> Scored:
    """Foresee how users would rate items, or recommend items to them.

    Rating Prediction: the rating of each user and item in the first two columns, within the range of the training
    data. Item Recommendation: a row per user, "Item 1" being the best. From Rated Items puts the items that each user
    has in the data in order, which Evaluate Recommender judges by their true ratings. From All Items takes the users
    of the first column and recommends from all items of the training data; From Unrated Items does so without those
    that the user has in the training data, which you connect.

    Features are those of users and items without ratings in training; the features of the others are known already.
    Whoever is known by neither is scored by what is common to all. The log says how many.
    """
    trained = trained_wide_and_deep_recommendation_model
    if not isinstance(trained.pipeline, WideAndDeep):
        message = f"This is a {trained.learner}. Connect the model of Train Wide and Deep Recommender."
        raise ModuleError(13, message, port="trained_wide_and_deep_recommendation_model")
    model = trained.pipeline.with_traits(user_features, item_features)
    if recommender_prediction_kind == "Rating Prediction":
        made, predicted = _ratings(model, dataset_to_score), RATING
    else:
        most = maximum_number_of_items_to_recommend_to_a_user
        if recommended_item_selection == RATED:
            fewest = minimum_size_of_the_recommendation_pool_for_a_single_user
            found = _of_rated(model, dataset_to_score, most, fewest)
        else:
            rated = None if recommended_item_selection == ALL else _rated(model, training_data)
            users = users_of(dataset_to_score, port=PORT)
            found = among_all(model, users, _places(model.users, users, "users"), most, but=rated)
        ranged = Recommended(found.users, found.items, found.places, model.within_range(found.ratings))
        made, predicted = ranged.table(with_ratings=return_predicted_ratings), f"{ITEM} 1"
    scores = Scores("recommendation", None, predicted, learner=trained.learner)
    return Scored(Dataset(made, {name: "score" for name in made if name.startswith(RATING)}, scores))


def _ratings(model: WideAndDeep, dataset: Dataset) -> pd.DataFrame:
    pairs = pairs_of(dataset, port=PORT)
    places = _places(model.users, pairs.users, "users"), _places(model.items, pairs.items, "items")
    return pd.DataFrame({USER: pairs.users, ITEM: pairs.items, RATING: model.within_range(model.ratings(*places))})


def _of_rated(model: WideAndDeep, dataset: Dataset, most: int, fewest: int) -> Recommended:
    pairs = pairs_of(dataset, port=PORT)
    places = _places(model.users, pairs.users, "users"), _places(model.items, pairs.items, "items")
    found = among_rated(pairs, model.ratings(*places), most, fewest)
    if not len(found.users):
        raise ModuleError(21, f"No user at '{PORT}' has {fewest:,} items or more to choose from.", port=PORT)
    return found


def _rated(model: WideAndDeep, training: Dataset | None) -> tuple[Places, Places]:
    if training is None:
        message = "Connect the training data to 'training_data': they tell which items each user has rated already."
        raise ModuleError(3, message, port="training_data")
    seen = pairs_of(training, port="training_data")
    return (
        places_in(model.users, seen.users, port="training_data"),
        places_in(model.items, seen.items, port="training_data"),
    )


def _places(known: "pd.Index[Any]", wanted: "pd.Series[Any]", what: str) -> Places:
    places = places_in(known, wanted, port=PORT)
    strange = int(wanted[places < 0].nunique())
    if strange:
        log.warning("%d %s are not known to the model and are scored by what is common to all.", strange, what)
    return places
