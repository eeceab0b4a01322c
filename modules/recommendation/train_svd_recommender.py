"""Train SVD Recommender: from who rated what, learn what each user would say of every item."""

from typing import Annotated, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, ModelSchema, Schema, Seed, TrainedModel, module, sweepable, titled
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.recommendation.exported_recommenders import read_rating_columns
from modules.recommendation.factors import GradientDescent
from modules.recommendation.ratings import find_positions, read_ratings
from modules.recommendation.similar_items import find_similar_items

LEARNER = "SVD Recommender"


class TrainSvdRecommenderOutputs(NamedTuple):
    trained_svd_recommendation: Annotated[TrainedModel, titled("Trained SVD recommendation")]


def make_taste_ratings(users: int = 12, items: int = 8) -> Dataset:
    """Ratings of users of two tastes, half of them known."""
    random = np.random.default_rng(0)
    pairs = [(user, item) for user in range(users) for item in range(items) if random.random() < 0.6]
    liked = [5 if user % 2 == item % 2 else 2 for user, item in pairs]
    return Dataset(
        pd.DataFrame(
            {
                "user": [f"user {user}" for user, _ in pairs],
                "film": [f"film {item}" for _, item in pairs],
                "stars": liked,
            }
        )
    )


def predict_svd_schema(training_dataset: Schema) -> ModelSchema | None:
    """The rating, and the columns of users and items."""
    columns = list(training_dataset)
    return ModelSchema("recommendation", columns[2], Schema(tuple(columns[:2]))) if len(columns) == 3 else None


def _emit_code(step: StepCode) -> None:
    model, ratings = step.reserve_name("svd_recommender"), step.use(read_rating_columns)
    descent = step.use(GradientDescent).call(
        factors=step.number_of_factors,
        iterations=step.number_of_recommendation_algorithm_iterations,
        rate=step.learning_rate,
        penalty=step.l2_regularization_weight,
        seed=step.seed,
    )
    step.assign(model, descent.method("fit", ratings.call(step.get_input("training_dataset"))))
    port = step.module.outputs[0].name
    step.outputs[port] = ScriptVariable(model, facts={"task": "recommendation", "learner": LEARNER})


@module(
    "Train SVD Recommender",
    category="Recommendation",
    icon="hearts",
    role="trainer",
    task="recommendation",
    schema=predict_svd_schema,
    emit_code=_emit_code,
    example=lambda: Call.of(make_taste_ratings(), number_of_factors=4),
    keywords=("matrix factorization", "collaborative filtering", "recommender", "surprise"),
)
def train_svd_recommender(
    training_dataset: Annotated[Dataset, titled("Training dataset of user-item-rating triples")],
    *,
    number_of_factors: Annotated[
        int, Field(ge=1, le=2000, description="More factors fit finer tastes, but also noise."), sweepable
    ] = 200,
    number_of_recommendation_algorithm_iterations: Annotated[
        int, Field(ge=1, le=10_000, description="Number of passes of training over all ratings."), sweepable
    ] = 30,
    learning_rate: Annotated[
        float, Field(gt=0, le=2, description="The size of each step. Lower it if training diverges."), sweepable
    ] = 0.005,
    l2_regularization_weight: Annotated[
        float,
        titled("L2 regularization weight"),
        Field(ge=0, le=10, description="Larger values keep the factors of users with few ratings closer to zero."),
        sweepable,
    ] = 0.02,
    seed: Seed = 0,
) -> TrainSvdRecommenderOutputs:
    """Learn from ratings how each user would rate every item.

    The data have three columns: users, items and ratings, in this order; a user rates an item once. A rating is taken
    to be the mean of all, plus how generous the user and how popular the item is, plus the product of their factors:
    hidden tastes, which are learned. Score SVD Recommender foresees ratings or recommends items by the model.

    Squared errors with an L2 penalty, by stochastic gradient descent from random factors: Simon Funk, Try This at Home,
    2006; Koren, Bell and Volinsky, Matrix Factorization Techniques for Recommender Systems, IEEE Computer 42(8), 2009.
    """
    ratings = read_ratings(training_dataset, port="training_dataset")
    fitted = GradientDescent(
        factors=number_of_factors,
        iterations=number_of_recommendation_algorithm_iterations,
        rate=learning_rate,
        penalty=l2_regularization_weight,
        seed=seed,
    ).fit(ratings)
    users = find_positions(fitted.users, ratings.users, port="training_dataset")
    items = find_positions(fitted.items, ratings.items, port="training_dataset")
    error = ratings.values - fitted.clip_to_range(fitted.predict_ratings(users, items))
    columns = list(training_dataset.schema)
    return TrainSvdRecommenderOutputs(
        TrainedModel(
            task="recommendation",
            learner=LEARNER,
            pipeline=fitted,
            label=columns[2],
            features=Schema(tuple(columns[:2])),
            parameters={
                "users": len(fitted.users),
                "items": len(fitted.items),
                "number_of_factors": number_of_factors,
                "iterations": number_of_recommendation_algorithm_iterations,
                "learning_rate": learning_rate,
                "l2_regularization_weight": l2_regularization_weight,
                "mean_rating": round(fitted.mean, 6),
                "root_mean_squared_error_in_training": round(float(np.sqrt(np.mean(error**2))), 6),
            },
            rows=training_dataset.rows,
            details=find_similar_items(fitted.items, fitted.item_factors[:-1], ratings),
        )
    )
