"""The work of the `pipeline` benchmark as one hand-written script: `python -m tests.benchmarks.script FILE TREES`.

It keeps to itself what it reads: nothing is stored, hashed or isolated on the way.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score, log_loss, precision_recall_fscore_support, roc_auc_score


def run_by_hand(path: str, trees: int) -> None:
    began = time.perf_counter()
    frame = pd.read_csv(path)
    marks = {"read": time.perf_counter()}
    gaps = frame.columns[frame.isna().any()]
    frame = frame.fillna({name: frame[name].mode()[0] for name in gaps})
    marks["clean"] = time.perf_counter()
    frame = pd.get_dummies(frame, columns=["c0", "c1", "c2", "c3"], dtype="int8")
    marks["encode"] = time.perf_counter()
    first = np.zeros(len(frame), dtype=bool)
    first[np.random.default_rng(0).permutation(len(frame))[: int(len(frame) * 0.7 + 0.5)]] = True
    training, testing = frame[first].reset_index(drop=True), frame[~first].reset_index(drop=True)
    marks["split"] = time.perf_counter()
    model = HistGradientBoostingClassifier(
        max_leaf_nodes=20, min_samples_leaf=10, learning_rate=0.2, max_iter=trees, early_stopping=False, random_state=0
    )
    model.fit(training.drop(columns="label"), training["label"])
    marks["train"] = time.perf_counter()
    probabilities = model.predict_proba(testing.drop(columns="label"))[:, 1]
    marks["score"] = time.perf_counter()
    truth, predicted = testing["label"], probabilities > 0.5
    precision, recall, f1, _ = precision_recall_fscore_support(truth, predicted, average="binary")
    metrics = {
        "AUC": roc_auc_score(truth, probabilities),
        "Accuracy": accuracy_score(truth, predicted),
        "Log Loss": log_loss(truth, probabilities),
        "Precision": precision,
        "Recall": recall,
        "F1": f1,
    }
    marks["evaluate"] = time.perf_counter()
    print(json.dumps({"metrics": metrics, "seconds": dict(_compute_durations(marks, began))}))


def _compute_durations(marks: dict[str, float], began: float) -> list[tuple[str, float]]:
    starts = [began, *marks.values()]
    return [(name, round(end - start, 3)) for (name, end), start in zip(marks.items(), starts, strict=False)]


if __name__ == "__main__":
    run_by_hand(sys.argv[1], int(sys.argv[2]))
