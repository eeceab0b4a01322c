"""What a data scientist writes for the sample of this name: the same rows, the same model, the same metrics."""

import json

import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

cars = pd.read_csv("automobile_price_data.csv", na_values=["?"])
cars = cars.drop(columns=["normalized-losses"]).dropna().reset_index(drop=True)

order = np.random.default_rng(1).permutation(len(cars))
training_rows = order[: int(len(cars) * 0.7 + 0.5)]
training, test = cars.loc[sorted(training_rows)], cars.drop(index=training_rows)

encoder = make_column_transformer(
    (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_include="str")),
    remainder="passthrough",
)
model = make_pipeline(encoder, Ridge(alpha=0.001))
model.fit(training.drop(columns=["price"]), training["price"])

scored = test.assign(predicted=model.predict(test.drop(columns=["price"])))


def measure(truth: "pd.Series[float]", predicted: "pd.Series[float]") -> dict[str, float]:
    error, determination = mean_absolute_error(truth, predicted), r2_score(truth, predicted)
    return {
        "Mean_Absolute_Error": error,
        "Root_Mean_Squared_Error": root_mean_squared_error(truth, predicted),
        "Relative_Absolute_Error": error / (truth - truth.mean()).abs().mean(),
        "Relative_Squared_Error": 1 - determination,
        "Coefficient_of_Determination": determination,
    }


metrics = {"evaluate": measure(scored["price"], scored["predicted"])}
with open("metrics.json", "w", encoding="utf-8") as file:
    json.dump(metrics, file, indent=2)
