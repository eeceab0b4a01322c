"""Train Wide and Deep Recommender: from ratings and features, learn what each user would say of every item."""

from dataclasses import asdict
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, ModelSchema, Schema, Seed, TrainedModel, module, titled
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.learning.learner_parameters import HiddenNodes
from modules.recommendation.exported_recommenders import read_rating_columns
from modules.recommendation.ratings import read_ratings
from modules.recommendation.similar_items import find_similar_items
from modules.recommendation.wide_and_deep import WideAndDeepShape, WideAndDeepTraining, fit_wide_and_deep

LEARNER = "Wide and Deep Recommender"

Optimizer = Literal["Adagrad", "Adam", "Ftrl", "RMSProp", "SGD", "Adadelta"]
Rate = Annotated[float, Field(gt=0, le=2, description="The size of each step. Lower it if training diverges.")]
Dimension = Annotated[int, Field(ge=1, le=4096, description="Number of values that represent each of them.")]


class TrainWideAndDeepRecommenderOutputs(NamedTuple):
    trained_wide_and_deep_recommendation_model: Annotated[
        TrainedModel, titled("Trained Wide and Deep recommendation model")
    ]


def make_taste_tables(users: int = 12, items: int = 9) -> tuple[Dataset, Dataset, Dataset]:
    """Ratings of users of two tastes, half of them known, and what is known of users and items."""
    random = np.random.default_rng(0)
    pairs = [(user, item) for user in range(users) for item in range(items) if random.random() < 0.6]
    ratings = pd.DataFrame(
        {
            "user": [f"user {user}" for user, _ in pairs],
            "dish": [f"dish {item}" for _, item in pairs],
            "stars": [5 if user % 2 == item % 2 else 2 for user, item in pairs],
        }
    )
    guests = pd.DataFrame(
        {
            "user": [f"user {user}" for user in range(users)],
            "likes": ["hot" if user % 2 else "mild" for user in range(users)],
            "age": [20 + 3 * user for user in range(users)],
        }
    )
    dishes = pd.DataFrame(
        {
            "dish": [f"dish {item}" for item in range(items)],
            "taste": ["hot" if item % 2 else "mild" for item in range(items)],
        }
    )
    return Dataset(ratings), Dataset(guests), Dataset(dishes)


def predict_wide_and_deep_schema(training_dataset: Schema) -> ModelSchema | None:
    """The rating, and the columns of users and items."""
    columns = list(training_dataset)
    return ModelSchema("recommendation", columns[2], Schema(tuple(columns[:2]))) if len(columns) == 3 else None


def _emit_code(step: StepCode) -> None:
    """The shape of the network, the course of its training, and the trained model."""
    shape, course, model = map(step.reserve_name, ("shape", "course", "wide_and_deep_recommender"))
    sizes = {name: getattr(step, name) for name in WideAndDeepShape.__annotations__}
    sizes["hidden_units"] = tuple(map(int, step.hidden_units.split(",")))
    step.assign(shape, step.use(WideAndDeepShape).call(**sizes))
    settings = {name: getattr(step, name) for name in WideAndDeepTraining.__annotations__}
    step.assign(course, step.use(WideAndDeepTraining).call(**settings))
    ratings = step.use(read_rating_columns).call(step.get_input("training_dataset"))
    features = [step.find_input(port) for port in ("user_features", "item_features")]
    step.assign(model, step.use(fit_wide_and_deep).call(ratings, *features, shape, course))
    known = tuple(table.name for table in features if table is not None)
    facts = {"task": "recommendation", "learner": LEARNER, "features": known}
    step.outputs[step.module.outputs[0].name] = ScriptVariable(model, facts=facts)


@module(
    "Train Wide and Deep Recommender",
    category="Recommendation",
    icon="stars",
    role="trainer",
    task="recommendation",
    requires=("torch",),
    schema=predict_wide_and_deep_schema,
    emit_code=_emit_code,
    example=lambda: Call.of(*make_taste_tables(), epochs=2, hidden_units="8", batch_size=16),
    keywords=("recommender", "deep learning", "collaborative filtering"),
)
def train_wide_and_deep_recommender(
    training_dataset: Annotated[Dataset, titled("Training dataset of user-item-rating triples")],
    user_features: Dataset | None = None,
    item_features: Dataset | None = None,
    *,
    epochs: Annotated[int, Field(ge=1, le=10_000, description="Number of passes of training over all ratings.")] = 15,
    batch_size: Annotated[int, Field(ge=2, le=1_000_000, description="Number of ratings used for each step.")] = 64,
    wide_part_optimizer: Annotated[
        Optimizer, Field(description="How the weights of the wide part are adjusted. Adagrad is a safe start.")
    ] = "Adagrad",
    wide_optimizer_learning_rate: Rate = 0.1,
    crossed_feature_dimension: Annotated[
        int, Field(ge=1, le=10_000_000, description="Number of weights shared by pairs of a user and an item.")
    ] = 1000,
    deep_part_optimizer: Annotated[
        Optimizer, Field(description="How the weights of the network are adjusted. Adam often needs fewer epochs.")
    ] = "Adagrad",
    deep_optimizer_learning_rate: Rate = 0.1,
    user_embedding_dimension: Dimension = 16,
    item_embedding_dimension: Dimension = 16,
    categorical_features_embedding_dimension: Dimension = 4,
    hidden_units: HiddenNodes = "256,128",
    activation_function: Annotated[
        Literal["ReLU", "Sigmoid", "Tanh", "Linear", "LeakyReLU"], Field(description="Activation between the layers.")
    ] = "ReLU",
    dropout: Annotated[
        float, Field(ge=0, lt=1, description="The share of nodes left out of each step, to reduce overfitting.")
    ] = 0.8,
    batch_normalization: Annotated[
        bool, Field(description="Normalize the output of each layer, which allows larger steps.")
    ] = True,
    seed: Seed = 0,
) -> TrainWideAndDeepRecommenderOutputs:
    """Learn from ratings, and from features of users and items, how each user would rate every item.

    The ratings have three columns: users, items and ratings, in this order; a user rates an item once. Tables of
    features are optional; their first column names the user or the item, each in one row. With features, users and
    items without any rating can be scored.

    The wide part learns a weight for each user, each item, and each hashed pair of both; the deep part puts embeddings
    and features through layers of nodes. What both say is added to the mean rating. Ftrl, which has no penalties here,
    takes the steps of Adagrad.

    Cheng et al., Wide & Deep Learning for Recommender Systems, DLRS 2016.
    """
    shape = WideAndDeepShape(
        crossed_feature_dimension=crossed_feature_dimension,
        user_embedding_dimension=user_embedding_dimension,
        item_embedding_dimension=item_embedding_dimension,
        categorical_features_embedding_dimension=categorical_features_embedding_dimension,
        hidden_units=tuple(map(int, hidden_units.split(","))),
        activation_function=activation_function,
        dropout=dropout,
        batch_normalization=batch_normalization,
    )
    course = WideAndDeepTraining(
        epochs=epochs,
        batch_size=batch_size,
        wide_part_optimizer=wide_part_optimizer,
        wide_optimizer_learning_rate=wide_optimizer_learning_rate,
        deep_part_optimizer=deep_part_optimizer,
        deep_optimizer_learning_rate=deep_optimizer_learning_rate,
        seed=seed,
    )
    ratings = read_ratings(training_dataset, port="training_dataset")
    users, items = (None if features is None else features.frame for features in (user_features, item_features))
    model = fit_wide_and_deep(ratings, users, items, shape, course)
    columns = list(training_dataset.schema)
    counted = {"users": model.trained_users, "items": model.trained_items}
    return TrainWideAndDeepRecommenderOutputs(
        TrainedModel(
            task="recommendation",
            learner=LEARNER,
            pipeline=model,
            label=columns[2],
            features=Schema(tuple(columns[:2])),
            parameters={**counted, **asdict(course), **asdict(shape), "hidden_units": hidden_units},
            rows=training_dataset.rows,
            details=find_similar_items(model.items, model.item_vectors, ratings),
        )
    )
