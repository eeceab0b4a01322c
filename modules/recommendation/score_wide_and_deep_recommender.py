"""Score Wide and Deep Recommender: ratings that users would give, or the items that they would like best."""

from typing import Annotated, NamedTuple

from modules.kit import Call, Dataset, ModelSchema, ModuleError, Schema, TrainedModel, module, titled
from modules.recommendation.scoring import (
    Asked,
    ItemSelection,
    Kind,
    MostItems,
    Selection,
    SmallestPool,
    WithRatings,
    columns_of,
    scored,
)
from modules.recommendation.train_wide_and_deep_recommender import tables, train_wide_and_deep_recommender
from modules.recommendation.wide_and_deep import WideAndDeep
from modules.recommendation.written_recommenders import write_scores


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
    most, with_ratings = maximum_number_of_items_to_recommend_to_a_user, return_predicted_ratings
    asked = Asked(recommender_prediction_kind, recommended_item_selection, 1, most, with_ratings)
    return columns_of(trained_wide_and_deep_recommendation_model, dataset_to_score, asked)


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
    recommended_item_selection: ItemSelection = "From Rated Items (for model evaluation)",
    minimum_size_of_the_recommendation_pool_for_a_single_user: SmallestPool = 2,
    maximum_number_of_items_to_recommend_to_a_user: MostItems = 5,
    return_predicted_ratings: WithRatings = False,
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
    asked = Asked(
        recommender_prediction_kind,
        recommended_item_selection,
        minimum_size_of_the_recommendation_pool_for_a_single_user,
        maximum_number_of_items_to_recommend_to_a_user,
        return_predicted_ratings,
    )
    return Scored(scored(model, dataset_to_score, training_data, asked, learner=trained.learner))
