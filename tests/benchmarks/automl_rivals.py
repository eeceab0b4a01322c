"""What runs in the environment of a rival: `automl_rivals.py NAME FOLDER ABOUT`; nothing of ours is imported here."""

import json
import sys
from typing import Any

import pandas as pd


def run_flaml(train: pd.DataFrame, test: pd.DataFrame, about: dict[str, Any]) -> pd.DataFrame:
    """FLAML with its usual learners of this environment."""
    from flaml import AutoML  # type: ignore[import-not-found]

    kinds = {"regression": ("regression", "rmse"), "two-class": ("classification", "roc_auc")}
    task, metric = kinds.get(about["task"], ("classification", "log_loss"))
    search = AutoML()
    search.fit(
        train.drop(columns=about["label"]),
        train[about["label"]],
        task=task,
        metric=metric,
        time_budget=about["seconds"],
        n_jobs=about["workers"],
        estimator_list=["lgbm", "rf", "extra_tree"],
        verbose=0,
    )
    rows = test.drop(columns=about["label"])
    if task == "regression":
        return pd.DataFrame({"value": search.predict(rows)})
    return pd.DataFrame(search.predict_proba(rows), columns=list(search.classes_))


def run_autogluon(train: pd.DataFrame, test: pd.DataFrame, about: dict[str, Any]) -> pd.DataFrame:
    """AutoGluon with its medium preset."""
    from autogluon.tabular import TabularPredictor  # type: ignore[import-not-found]

    metrics = {"regression": "root_mean_squared_error", "two-class": "roc_auc"}
    predictor = TabularPredictor(label=about["label"], eval_metric=metrics.get(about["task"], "log_loss"), verbosity=0)
    predictor.fit(train, time_limit=about["seconds"], presets="medium_quality", num_cpus=about["workers"])
    if about["task"] == "regression":
        return pd.DataFrame({"value": predictor.predict(test)})
    found: pd.DataFrame = predictor.predict_proba(test)
    return found


def main(name: str, folder: str, about_json: str) -> None:
    """Write the predictions of the test rows."""
    about = json.loads(about_json)
    train, test = pd.read_csv(f"{folder}/train.csv"), pd.read_csv(f"{folder}/test.csv")
    run = {"flaml": run_flaml, "autogluon": run_autogluon}[name]
    run(train, test, about).to_csv(f"{folder}/predictions.csv", index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
