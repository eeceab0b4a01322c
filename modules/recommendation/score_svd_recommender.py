"""Score SVD Recommender: foresee ratings, or recommend items to users."""

import logging
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
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
from modules.recommendation.factors import Factors
from modules.recommendation.ratings import (
    ITEM,
    RATING,
    USER,
    Places,
    pairs_of,
    places_in,
    users_of,
)
from modules.recommendation.recommending import Recommended, among_all, among_rated, table_columns
from modules.recommendation.train_svd_recommender import tastes, train_svd_recommender
from modules.recommendation.written_recommenders import write_scores

Kind = Literal["Rating Prediction", "Item Recommendation"]
ALL, RATED, UNRATED = (
    "From All Items",
    "From Rated Items (for model evaluation)",
    "From Unrated Items (to suggest new items to users)",
)
Selection = Literal[
    "From All Items",
    "From Rated Items (for model evaluation)",
    "From Unrated Items (to suggest new items to users)",
]

log = logging.getLogger(__name__)


class Scored(NamedTuple):
    scored_dataset: Dataset


def _example() -> Call:
    return Call.of(*train_svd_recommender(tastes(), number_of_factors=4), tastes())


def scored_columns(
    trained_svd_recommendation: ModelSchema,
    dataset_to_score: Schema,
    recommender_prediction_kind: Kind,
    recommended_item_selection: Selection,
    maximum_number_of_items_to_recommend_to_a_user: int,
    return_predicted_ratings: bool,
) -> Schema | None:
    """User, item and rating, or user and the items recommended."""
    known = trained_svd_recommendation.features
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
    "Score SVD Recommender",
    category="Recommendation",
    icon="thumb-up",
    schema=scored_columns,
    writes=write_scores,
    example=_example,
    keywords=("recommend", "predict ratings", "collaborative filtering"),
)
def score_svd_recommender(
    trained_svd_recommendation: Annotated[TrainedModel, titled("Trained SVD recommendation")],
    dataset_to_score: Dataset,
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

    An unknown user gets what is popular; an unknown item is taken to be as good as the mean. The log says how many.
    """
    model = _factors(trained_svd_recommendation)
    if recommender_prediction_kind == "Rating Prediction":
        made, predicted = _ratings(model, dataset_to_score), RATING
    else:
        recommended = _recommended(
            model,
            dataset_to_score,
            training_data,
            recommended_item_selection,
            maximum_number_of_items_to_recommend_to_a_user,
            minimum_size_of_the_recommendation_pool_for_a_single_user,
        )
        ranged = Recommended(
            recommended.users, recommended.items, recommended.places, model.within_range(recommended.ratings)
        )
        made, predicted = ranged.table(with_ratings=return_predicted_ratings), f"{ITEM} 1"
    scores = Scores("recommendation", None, predicted, learner=trained_svd_recommendation.learner)
    return Scored(Dataset(made, {name: "score" for name in made if name.startswith(RATING)}, scores))


def _factors(model: TrainedModel) -> Factors:
    if not isinstance(model.pipeline, Factors):
        message = f"'trained_svd_recommendation' is a {model.learner}. Connect the model of Train SVD Recommender."
        raise ModuleError(13, message, port="trained_svd_recommendation")
    return model.pipeline


def _ratings(model: Factors, dataset: Dataset) -> pd.DataFrame:
    pairs = pairs_of(dataset, port="dataset_to_score")
    users, items = _places(model, pairs.users, pairs.items)
    foreseen = model.within_range(model.ratings(users, items))
    return pd.DataFrame({USER: pairs.users, ITEM: pairs.items, RATING: foreseen})


def _places(model: Factors, users: "pd.Series[Any]", items: "pd.Series[Any]") -> tuple[Places, Places]:
    found = (
        places_in(model.users, users, port="dataset_to_score"),
        places_in(model.items, items, port="dataset_to_score"),
    )
    for places, keys, what in zip(found, (users, items), ("users", "items"), strict=True):
        strange = int(keys[places < 0].nunique())
        if strange:
            log.warning("%d %s are not in the training data and are scored by what is common to all.", strange, what)
    return found


def _recommended(
    model: Factors, dataset: Dataset, training: Dataset | None, selection: Selection, most: int, fewest: int
) -> Recommended:
    if selection == RATED:
        pairs = pairs_of(dataset, port="dataset_to_score")
        users, items = _places(model, pairs.users, pairs.items)
        recommended = among_rated(pairs, model.ratings(users, items), most, fewest)
        if not len(recommended.users):
            message = f"No user at 'dataset_to_score' has {fewest:,} items or more to choose from."
            raise ModuleError(21, message, port="dataset_to_score")
        return recommended
    wanted = users_of(dataset, port="dataset_to_score")
    places = places_in(model.users, wanted, port="dataset_to_score")
    strange = int(np.count_nonzero(places < 0))
    if strange:
        log.warning("%d users are not in the training data: they get what is popular.", strange)
    if selection == ALL:
        return among_all(model, wanted, places, most)
    if training is None:
        message = "Connect the training data to 'training_data': they tell which items each user has rated already."
        raise ModuleError(3, message, port="training_data")
    seen = pairs_of(training, port="training_data")
    rated = (
        places_in(model.users, seen.users, port="training_data"),
        places_in(model.items, seen.items, port="training_data"),
    )
    return among_all(model, wanted, places, most, but=rated)
