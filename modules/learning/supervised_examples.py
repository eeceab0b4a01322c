"""Small datasets for the examples of learning modules, and models trained on them."""

from dataclasses import replace

import numpy as np
import pandas as pd

from modules.kit import Dataset, TrainedModel, Transformation, UntrainedModel, catalog
from modules.learning.fitting import fit_model
from modules.learning.predicting import add_scores, score_dataset


def make_cars(rows: int = 60) -> Dataset:
    """Cars with numbers, a category and a price that follows from them."""
    random = np.random.default_rng(0)
    weight, power = random.uniform(800, 2000, rows).round(), random.integers(50, 200, rows)
    fuel = np.where(random.random(rows) < 0.3, "diesel", "gas")
    price = 4 * weight + 60 * power + np.where(fuel == "diesel", 1500, 0) + random.normal(0, 300, rows)
    return Dataset(pd.DataFrame({"weight": weight, "power": power, "fuel": fuel, "price": price.round()}))


def make_loans(rows: int = 60) -> Dataset:
    """Applicants for a loan, and whether they paid it back."""
    random = np.random.default_rng(0)
    income, years = random.uniform(10, 90, rows).round(1), random.integers(0, 30, rows)
    housing = random.choice(["rent", "own", "free"], rows)
    paid = np.where(income + 2 * years + random.normal(0, 15, rows) > 70, "yes", "no")
    return Dataset(pd.DataFrame({"income": income, "years": years, "housing": housing, "paid": paid}))


def make_flowers(rows: int = 60) -> Dataset:
    """Flowers of three species that differ in size."""
    random = np.random.default_rng(0)
    species = np.arange(rows) % 3
    length, width = 4 + species + random.normal(0, 0.5, rows), 1 + species + random.normal(0, 0.4, rows)
    names = np.array(["alba", "rubra", "viridis"])[species]
    return Dataset(pd.DataFrame({"length": length.round(2), "width": width.round(2), "species": names}))


def make_loan_learner() -> UntrainedModel:
    made: UntrainedModel = catalog()["two_class_logistic_regression"].run({}, {})["untrained_model"]
    return replace(made, recipe=None)


def make_swept_loan_learner() -> UntrainedModel:
    """The learner with two values to choose from."""
    learner = catalog()["two_class_logistic_regression"]
    made: UntrainedModel = learner.run({}, {"l2_regularization_weight": {"list": [0.01, 1.0]}})["untrained_model"]
    return made


def make_loan_scaling() -> Transformation:
    """Incomes and years on one scale."""
    made: Transformation = catalog()["normalize_data"].run({"dataset": make_loans()}, {})["transformation_function"]
    return made


def make_loan_model() -> TrainedModel:
    return fit_model(make_loan_learner(), make_loans(), "paid")


def make_scored_loans() -> Dataset:
    return add_scores(make_loans(), score_dataset(make_loan_model(), make_loans()))
