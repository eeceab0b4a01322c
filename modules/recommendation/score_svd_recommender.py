"""Score SVD Recommender: foresee ratings, or recommend items to users."""

from typing import Annotated, NamedTuple

from pydantic import Field

from modules.kit import Call, Dataset, ModelSchema, ModuleError, Schema, TrainedModel, module, titled
from modules.recommendation.exported_recommenders import emit_scores
from modules.recommendation.factors import Factors
from modules.recommendation.recommender_scoring import (
    ItemPool,
    ItemSelection,
    MaxItems,
    MinRatedItems,
    PredictionKind,
    RecommendationSettings,
    WithRatings,
    predict_recommendations_schema,
    score_recommender,
)
from modules.recommendation.train_svd_recommender import make_taste_ratings, train_svd_recommender


class ScoreSvdRecommenderOutputs(NamedTuple):
    scored_dataset: Dataset


def _build_example() -> Call:
    return Call.of(*train_svd_recommender(make_taste_ratings(), number_of_factors=4), make_taste_ratings())


def predict_svd_scores_schema(
    trained_svd_recommendation: ModelSchema,
    dataset_to_score: Schema,
    recommender_prediction_kind: PredictionKind,
    recommended_item_selection: ItemPool,
    maximum_number_of_items_to_recommend_to_a_user: int,
    return_predicted_ratings: bool,
) -> Schema | None:
    """User, item and rating, or user and the items recommended."""
    most, with_ratings = maximum_number_of_items_to_recommend_to_a_user, return_predicted_ratings
    asked = RecommendationSettings(recommender_prediction_kind, recommended_item_selection, 1, most, with_ratings)
    return predict_recommendations_schema(trained_svd_recommendation, dataset_to_score, asked)


@module(
    "Score SVD Recommender",
    category="Recommendation",
    icon="thumb-up",
    role="scorer",
    task="recommendation",
    schema=predict_svd_scores_schema,
    emit_code=emit_scores,
    example=_build_example,
    keywords=("recommend", "predict ratings", "collaborative filtering"),
)
def score_svd_recommender(
    trained_svd_recommendation: Annotated[TrainedModel, titled("Trained SVD recommendation")],
    dataset_to_score: Dataset,
    training_data: Dataset | None = None,
    *,
    recommender_prediction_kind: Annotated[
        PredictionKind,
        Field(description="Ratings for the pairs in the data, or the items that each user would rate highest."),
    ] = "Item Recommendation",
    recommended_item_selection: ItemSelection = "From Rated Items (for model evaluation)",
    minimum_size_of_the_recommendation_pool_for_a_single_user: MinRatedItems = 2,
    maximum_number_of_items_to_recommend_to_a_user: Annotated[
        MaxItems, Field(description="The length of each user's list, best first.")
    ] = 5,
    return_predicted_ratings: WithRatings = False,
) -> ScoreSvdRecommenderOutputs:
    """Predict how users would rate items, or recommend items to them.

    Rating Prediction: the rating of each user and item in the first two columns, within the range of the training data.
    Item Recommendation: a row per user, "Item 1" being the best. From Rated Items puts the items that each user has in
    the data in order, which Evaluate Recommender judges by their true ratings. From All Items takes the users of the
    first column and recommends from all items of the training data; From Unrated Items does so without those that the
    user has in the training data, which you connect.

    An unknown user gets popular items. An unknown item counts as average. The log says how many.
    """
    model = trained_svd_recommendation
    if not isinstance(model.pipeline, Factors):
        message = f"'trained_svd_recommendation' is a {model.learner}. Connect the model of Train SVD Recommender."
        raise ModuleError(13, message, port="trained_svd_recommendation")
    asked = RecommendationSettings(
        recommender_prediction_kind,
        recommended_item_selection,
        minimum_size_of_the_recommendation_pool_for_a_single_user,
        maximum_number_of_items_to_recommend_to_a_user,
        return_predicted_ratings,
    )
    return ScoreSvdRecommenderOutputs(
        score_recommender(model.pipeline, dataset_to_score, training_data, asked, learner=model.learner)
    )
