"""Sales of some shops, and models of them, for the examples of these modules."""

import numpy as np
import pandas as pd

from modules.kit import Dataset, TrainedModel, UntrainedModel, catalog


def make_shop_sales(days: int = 30) -> Dataset:
    """Sales of three shops that answer to price and weather in different ways; a fourth has just opened."""
    random = np.random.default_rng(0)
    parts = []
    for number, shop in enumerate(("Ayr", "Bath", "Cork", "Deal")):
        count = days if shop != "Deal" else 4
        price, rain = random.uniform(1, 3, count).round(2), random.uniform(0, 20, count).round(1)
        sales = 100 + 20 * number - (10 + 15 * number) * price - (number - 1) * rain + random.normal(0, 3, count)
        parts.append(pd.DataFrame({"shop": shop, "price": price, "rain": rain, "sales": sales.round(1)}))
    return Dataset(pd.concat(parts, ignore_index=True))


def make_shop_learner() -> UntrainedModel:
    made: UntrainedModel = catalog()["linear_regression"].run({}, {})["untrained_model"]
    return made


def make_shop_models() -> TrainedModel:
    inputs = {"untrained_model": make_shop_learner(), "dataset": make_shop_sales()}
    made: TrainedModel = catalog()["train_many_models"].run(inputs, {"group_by": ["shop"], "label": "sales"})[
        "trained_model"
    ]
    return made


def make_scored_sales() -> Dataset:
    inputs = {"trained_model": make_shop_models(), "dataset": make_shop_sales()}
    made: Dataset = catalog()["score_many_models"].run(inputs, {})["scored_dataset"]
    return made
