"""Score SVD Recommender: foresee ratings, or recommend items to users."""

from typing import Annotated, NamedTuple

from modules.kit import Call, Dataset, ModelSchema, ModuleError, Schema, TrainedModel, module, titled
from modules.recommendation.factors import Factors
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
from modules.recommendation.train_svd_recommender import tastes, train_svd_recommender
from modules.recommendation.written_recommenders import write_scores


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
    most, with_ratings = maximum_number_of_items_to_recommend_to_a_user, return_predicted_ratings
    asked = Asked(recommender_prediction_kind, recommended_item_selection, 1, most, with_ratings)
    return columns_of(trained_svd_recommendation, dataset_to_score, asked)


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

    An unknown user gets what is popular; an unknown item is taken to be as good as the mean. The log says how many.
    """
    model = trained_svd_recommendation
    if not isinstance(model.pipeline, Factors):
        message = f"'trained_svd_recommendation' is a {model.learner}. Connect the model of Train SVD Recommender."
        raise ModuleError(13, message, port="trained_svd_recommendation")
    asked = Asked(
        recommender_prediction_kind,
        recommended_item_selection,
        minimum_size_of_the_recommendation_pool_for_a_single_user,
        maximum_number_of_items_to_recommend_to_a_user,
        return_predicted_ratings,
    )
    return Scored(scored(model.pipeline, dataset_to_score, training_data, asked, learner=model.learner))
