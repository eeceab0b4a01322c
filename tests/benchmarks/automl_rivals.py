"""What runs in the environment of a rival: `automl_rivals.py NAME FOLDER ABOUT`; nothing of ours is imported here."""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd


def count_processor_time(workers: int) -> None:
    """Let the clocks of this process go by the processor time that it and its children used, divided by `workers`.

    On a machine that others use too, a search so has as much work to spend as on an idle one. A fork has a clock of its
    own, by its processor time alone.
    """
    began, parent, tick = time.time(), os.getpid(), os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{parent}/task/{parent}/children")

    def read() -> float:
        if os.getpid() != parent:
            return began + time.process_time()
        ended, running = resource.getrusage(resource.RUSAGE_CHILDREN), 0
        for child in children.read_text().split():
            stat = Path(f"/proc/{child}/stat")
            if stat.exists():
                running += sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13]))
        return began + (time.process_time() + ended.ru_utime + ended.ru_stime + running / tick) / workers

    time.time = time.monotonic = time.perf_counter = read


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
        estimator_list=["lgbm", "xgboost", "xgb_limitdepth", "rf", "extra_tree"],
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
    if about["by_processor_time"]:
        count_processor_time(about["workers"])
    train, test = pd.read_csv(f"{folder}/train.csv"), pd.read_csv(f"{folder}/test.csv")
    run = {"flaml": run_flaml, "autogluon": run_autogluon}[name]
    run(train, test, about).to_csv(f"{folder}/predictions.csv", index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
