"""Automated ML beside plain boosted trees and other libraries that search, on the same rows, seconds and processors.

Each table is divided by a seed; all learn from the same part and are measured on the rest. `RIVALS=flaml,autogluon` has
these measured too, each in a virtual environment of its own that is built first. No setting was chosen by these tables.
`AUTOML_SECONDS` is the time of each, `AUTOML_SEEDS` how many divisions there are. On a machine that others use too,
`AUTOML_CLOCK=processor` gives each as many seconds of both processors instead.
"""

import gzip
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from tests.benchmarks.measurement import BenchmarkMeasurement

DATA_FOLDER = Path(__file__).parents[2] / "server" / "samples" / "data"
RIVAL_SCRIPT = Path(__file__).parent / "automl_rivals.py"
RIVAL_PACKAGES = {
    # What flaml[automl] names, but XGBoost without the code for graphics cards.
    "flaml": ["flaml", "lightgbm", "scikit-learn", "pandas", "scipy", "xgboost-cpu<3.3"],
    "autogluon": ["autogluon.tabular[lightgbm,catboost]"],
}
SECONDS = float(os.environ.get("AUTOML_SECONDS", "60"))
CLOCK = os.environ.get("AUTOML_CLOCK", "wall")
SEEDS = tuple(range(int(os.environ.get("AUTOML_SEEDS", "1"))))
WORKERS = 2
TEST_SHARE = 0.25
#: The search must end within its time and this share of it.
OVERRUN_AIM = 1.1


@dataclass(frozen=True)
class BenchmarkTable:
    """A table with the column to predict, and what its predictions are measured by."""

    name: str
    load: Callable[[], pd.DataFrame]
    label: str
    task: str
    #: Columns that give the label away, or only number the rows.
    dropped: tuple[str, ...] = ()


def _read_sample(name: str) -> Callable[[], pd.DataFrame]:
    def load() -> pd.DataFrame:
        with gzip.open(DATA_FOLDER / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
            return pd.read_csv(file, na_values="?", skipinitialspace=True)

    return load


def _read_scikit(name: str) -> Callable[[], pd.DataFrame]:
    def load() -> pd.DataFrame:
        from sklearn import datasets

        found: pd.DataFrame = getattr(datasets, f"load_{name}")(as_frame=True).frame
        return found

    return load


TABLES = (
    BenchmarkTable("breast cancer", _read_scikit("breast_cancer"), "target", "two-class"),
    BenchmarkTable("german credit", _read_sample("german_credit"), "credit_risk", "two-class"),
    BenchmarkTable("adult census", _read_sample("adult_census"), "income", "two-class"),
    BenchmarkTable("wine cultivars", _read_scikit("wine"), "target", "multiclass"),
    BenchmarkTable("digits", _read_scikit("digits"), "target", "multiclass"),
    BenchmarkTable("diabetes", _read_scikit("diabetes"), "target", "regression"),
    BenchmarkTable("white wine", _read_sample("wine_quality_white"), "quality", "regression"),
    BenchmarkTable(
        "bike share",
        _read_sample("bike_share_daily"),
        "cnt",
        "regression",
        ("casual", "registered", "instant", "dteday", "date"),
    ),
)


def measure() -> list[BenchmarkMeasurement]:
    """For each table what each reaches, the seconds that the search took, and the mean ranks."""
    rivals = [name for name in os.environ.get("RIVALS", "").split(",") if name]
    pythons = {name: _build_environment(name) for name in rivals}
    found: list[BenchmarkMeasurement] = []
    ranks: dict[str, list[float]] = {}
    processor_seconds: dict[str, list[float]] = {}
    for table in TABLES:
        values: dict[str, list[float]] = {}
        seconds: list[float] = []
        for seed in SEEDS:
            train, test = _divide(table, seed)
            scores = {"boosted trees": _run_boosted(table, train, test), "LightGBM": _run_lightgbm(table, train, test)}
            runs = {"Automated ML": partial(_run_search, table, train, test, seed)}
            runs |= {name: partial(_run_rival, name, python, table, train, test) for name, python in pythons.items()}
            for name, run in runs.items():
                used = _read_processor_seconds()
                scores[name], taken = run()
                processor_seconds.setdefault(name, []).append(_read_processor_seconds() - used)
                if name == "Automated ML":
                    seconds.append(taken)
            for name, value in scores.items():
                values.setdefault(name, []).append(value)
            for name, rank in _rank(scores, table.task).items():
                ranks.setdefault(name, []).append(rank)
        found += [_to_measurement(table, name, tuple(reached)) for name, reached in values.items()]
        found.append(BenchmarkMeasurement(f"{table.name}: search", "s", tuple(seconds), aim=OVERRUN_AIM * SECONDS))
        print(f"{table.name}: {values}", file=sys.stderr, flush=True)
    return [
        *found,
        *(BenchmarkMeasurement(f"processor time: {name}", "s", tuple(of)) for name, of in processor_seconds.items()),
        *(BenchmarkMeasurement(f"mean rank: {name}", "", (float(np.mean(of)),)) for name, of in ranks.items()),
    ]


def _read_processor_seconds() -> float:
    """What all processes that were started from here, and have ended, used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _to_measurement(table: BenchmarkTable, name: str, values: tuple[float, ...]) -> BenchmarkMeasurement:
    unit = {"two-class": "AUC", "multiclass": "log loss"}.get(table.task, "RMSE")
    better: Literal["lower", "higher"] = "higher" if table.task == "two-class" else "lower"
    return BenchmarkMeasurement(f"{table.name}: {name}", unit, values, better=better)


def _rank(scores: dict[str, float], task: str) -> dict[str, float]:
    """1 is the best; what failed is last."""
    signed = {name: -value if task == "two-class" else value for name, value in scores.items()}
    ranked = pd.Series(signed).fillna(math.inf).rank(method="average")
    return {str(name): float(rank) for name, rank in ranked.items()}


def _divide(table: BenchmarkTable, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    from sklearn.model_selection import train_test_split

    frame = table.load().drop(columns=list(table.dropped), errors="ignore").dropna(subset=[table.label])
    classes = frame[table.label] if table.task != "regression" else None
    train, test = train_test_split(frame, test_size=TEST_SHARE, random_state=seed, stratify=classes)
    return train.reset_index(drop=True), test.reset_index(drop=True)


def _run_search(table: BenchmarkTable, train: pd.DataFrame, test: pd.DataFrame, seed: int) -> tuple[float, float]:
    """What it reaches, and its seconds: in a process of its own, which forks, as a step does."""
    with tempfile.TemporaryDirectory() as folder:
        train.to_pickle(f"{folder}/train.pickle")
        test.to_pickle(f"{folder}/test.pickle")
        arguments = [
            sys.executable,
            "-m",
            "tests.benchmarks.automl_search",
            folder,
            table.label,
            table.task,
            str(SECONDS),
            str(seed),
            CLOCK,
        ]
        subprocess.run(arguments, check=True, capture_output=True)
        seconds = float(Path(f"{folder}/seconds.txt").read_text())
        return _score(table, train, test, pd.read_pickle(f"{folder}/predictions.pickle")), seconds


def _run_boosted(table: BenchmarkTable, train: pd.DataFrame, test: pd.DataFrame) -> float:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = HistGradientBoostingRegressor if table.task == "regression" else HistGradientBoostingClassifier
    return _run_plain(kind(categorical_features="from_dtype", random_state=0), table, train, test)


def _run_lightgbm(table: BenchmarkTable, train: pd.DataFrame, test: pd.DataFrame) -> float:
    from lightgbm import LGBMClassifier, LGBMRegressor

    kind = LGBMRegressor if table.task == "regression" else LGBMClassifier
    return _run_plain(kind(random_state=0, verbose=-1, n_jobs=WORKERS), table, train, test)


def _run_plain(estimator: Any, table: BenchmarkTable, train: pd.DataFrame, test: pd.DataFrame) -> float:
    """With its defaults; texts are categories."""
    x_train, x_test = train.drop(columns=table.label), test.drop(columns=table.label)
    for name in x_train.select_dtypes(exclude=["number", "bool"]):
        levels = pd.CategoricalDtype(sorted(x_train[name].dropna().unique()))
        x_train[name], x_test[name] = x_train[name].astype(levels), x_test[name].astype(levels)
    fitted = estimator.fit(x_train, train[table.label])
    if table.task == "regression":
        return _score(table, train, test, pd.DataFrame({"value": fitted.predict(x_test)}))
    return _score(table, train, test, pd.DataFrame(fitted.predict_proba(x_test), columns=fitted.classes_))


def _run_rival(
    name: str, python: Path, table: BenchmarkTable, train: pd.DataFrame, test: pd.DataFrame
) -> tuple[float, float]:
    """What it reaches, and its seconds with starting Python; not a number where it fails."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        train.to_csv(f"{folder}/train.csv", index=False)
        test.to_csv(f"{folder}/test.csv", index=False)
        about = json.dumps(
            {
                "label": table.label,
                "task": table.task,
                "seconds": SECONDS,
                "workers": WORKERS,
                "by_processor_time": CLOCK == "processor",
            }
        )
        ended = subprocess.run([python, RIVAL_SCRIPT, name, folder, about], capture_output=True, text=True)
        if ended.returncode:
            print(f"{name} failed on {table.name}: {ended.stderr[-500:]}", file=sys.stderr)
            return math.nan, math.nan
        predictions = pd.read_csv(f"{folder}/predictions.csv")
        return _score(table, train, test, predictions), time.monotonic() - began


def _score(table: BenchmarkTable, train: pd.DataFrame, test: pd.DataFrame, predictions: pd.DataFrame) -> float:
    """AUC, log loss or root mean squared error on the test rows."""
    from sklearn.metrics import log_loss, roc_auc_score, root_mean_squared_error

    truth = test[table.label]
    if table.task == "regression":
        return float(root_mean_squared_error(truth, predictions.iloc[:, 0]))
    classes = sorted(train[table.label].unique())
    names = {str(name): values for name, values in predictions.items()}
    if table.task == "two-class":
        return float(roc_auc_score(truth == classes[1], names[str(classes[1])]))
    return float(log_loss(truth, np.column_stack([names[str(one)] for one in classes]), labels=classes))


def _build_environment(name: str) -> Path:
    """Python with the packages of a rival."""
    folder = Path(tempfile.gettempdir()) / f"designery-benchmark-{name}"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *RIVAL_PACKAGES[name]], check=True)
    return python
