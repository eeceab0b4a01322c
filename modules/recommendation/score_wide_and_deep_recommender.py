"""Score Wide and Deep Recommender: ratings that users would give, or the items that they would like best."""

from typing import Annotated, NamedTuple

from pydantic import Field

from modules.kit import Call, Dataset, ModelSchema, ModuleError, Schema, TrainedModel, module, titled
from modules.recommendation.exported_recommenders import emit_scores
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
from modules.recommendation.train_wide_and_deep_recommender import make_taste_tables, train_wide_and_deep_recommender
from modules.recommendation.wide_and_deep import WideAndDeep


class ScoreWideAndDeepRecommenderOutputs(NamedTuple):
    scored_dataset: Dataset


def _build_example() -> Call:
    trained = train_wide_and_deep_recommender(*make_taste_tables(), epochs=2, hidden_units="8", batch_size=16)
    return Call.of(*trained, make_taste_tables()[0])


def predict_wide_and_deep_scores_schema(
    trained_wide_and_deep_recommendation_model: ModelSchema,
    dataset_to_score: Schema,
    recommender_prediction_kind: PredictionKind,
    recommended_item_selection: ItemPool,
    maximum_number_of_items_to_recommend_to_a_user: int,
    return_predicted_ratings: bool,
) -> Schema | None:
    """User, item and rating, or user and the items recommended."""
    most, with_ratings = maximum_number_of_items_to_recommend_to_a_user, return_predicted_ratings
    asked = RecommendationSettings(recommender_prediction_kind, recommended_item_selection, 1, most, with_ratings)
    return predict_recommendations_schema(trained_wide_and_deep_recommendation_model, dataset_to_score, asked)


@module(
    "Score Wide and Deep Recommender",
    category="Recommendation",
    icon="heart-search",
    role="scorer",
    task="recommendation",
    requires=("torch",),
    schema=predict_wide_and_deep_scores_schema,
    emit_code=emit_scores,
    example=_build_example,
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
) -> ScoreWideAndDeepRecommenderOutputs:
    """Predict how users would rate items, or recommend items to them.

    Rating Prediction: the rating of each user and item in the first two columns, within the range of the training data.
    Item Recommendation: a row per user, "Item 1" being the best. From Rated Items puts the items that each user has in
    the data in order, which Evaluate Recommender judges by their true ratings. From All Items takes the users of the
    first column and recommends from all items of the training data; From Unrated Items does so without those that the
    user has in the training data, which you connect.

    Features are those of users and items without ratings in training; the features of the others are known already.
    Users and items without ratings and features are scored with averages. The log says how many.
    """
    trained = trained_wide_and_deep_recommendation_model
    if not isinstance(trained.pipeline, WideAndDeep):
        message = f"This is a {trained.learner}. Connect the model of Train Wide and Deep Recommender."
        raise ModuleError(13, message, port="trained_wide_and_deep_recommendation_model")
    model = trained.pipeline.add_features(user_features, item_features)
    asked = RecommendationSettings(
        recommender_prediction_kind,
        recommended_item_selection,
        minimum_size_of_the_recommendation_pool_for_a_single_user,
        maximum_number_of_items_to_recommend_to_a_user,
        return_predicted_ratings,
    )
    return ScoreWideAndDeepRecommenderOutputs(
        score_recommender(model, dataset_to_score, training_data, asked, learner=trained.learner)
    )
