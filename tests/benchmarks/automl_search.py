"""One search in a process of its own: `-m tests.benchmarks.automl_search FOLDER LABEL TASK SECONDS SEED CLOCK`."""

import sys
import time
from pathlib import Path

import pandas as pd

from modules.automated_ml.automated_ml import automated_ml
from modules.kit import Dataset
from modules.kit.fan_out import FixedShare, provide_workers
from modules.learning.predicting import score_dataset
from tests.benchmarks.automl_rivals import count_processor_time

WORKERS = 2


def main(folder: str, label: str, task: str, seconds: str, seed: str, clock: str) -> None:
    """Search on the training rows, and write the predictions of the test rows, and how long the search took."""
    train, test = Dataset(pd.read_pickle(f"{folder}/train.pickle")), Dataset(pd.read_pickle(f"{folder}/test.pickle"))
    if clock == "processor":
        count_processor_time(WORKERS)
    began = time.monotonic()
    with provide_workers(FixedShare(WORKERS)):
        found = automated_ml(
            train,
            label=label,
            task="Regression" if task == "regression" else "Classification",
            time_limit_in_minutes=float(seconds) / 60,
            maximum_number_of_trials=10_000,
            trials_without_improvement=10_000,
            held_out_fraction=0.1,
            seed=int(seed),
        )
    Path(f"{folder}/seconds.txt").write_text(str(time.monotonic() - began))
    predicted = score_dataset(found.trained_model, test)
    scores, columns = predicted.scores, predicted.columns
    if scores.task == "regression":
        written = pd.DataFrame({"value": columns[scores.predicted]})
    elif scores.task == "two-class":
        positive = columns[scores.probabilities[str(scores.positive)]]
        written = pd.DataFrame({scores.classes[0]: 1 - positive, scores.classes[1]: positive})
    else:
        written = pd.DataFrame({name: columns[column] for name, column in scores.probabilities.items()})
    written.to_pickle(f"{folder}/predictions.pickle")


if __name__ == "__main__":
    main(*sys.argv[1:])
