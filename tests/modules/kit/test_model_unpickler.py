"""Models that an earlier version stored, which name classes where they were then, load and work as they did."""

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.clustering.dbscan import dbscan
from modules.clustering.k_means_clustering import k_means_clustering
from modules.data_transformation.group_data_into_bins import group_data_into_bins
from modules.data_transformation.principal_component_analysis import principal_component_analysis
from modules.kit import Dataset
from modules.kit.model_unpickler import FORMER_NAMES
from modules.kit.serialization import load_value, save_value
from modules.learning.predicting import score_dataset
from modules.model_scoring_and_evaluation.apply_transformation import apply_transformation
from modules.model_scoring_and_evaluation.assign_data_to_clusters import assign_data_to_clusters
from modules.model_training.train_clustering_model import train_clustering_model
from modules.model_training.train_model import train_model
from modules.python_language.create_python_model import create_python_model
from modules.text_analytics.extract_n_gram_features_from_text import extract_n_gram_features_from_text

USUAL_MODEL = """
import pandas as pd

class DesigneryModel:
    def train(self, df_train, df_label):
        self.usual = df_label.mode()[0]

    def predict(self, df):
        return pd.Series([self.usual] * len(df))
"""


def make_data() -> Dataset:
    random = np.random.default_rng(3)
    numbers = random.normal(size=(80, 2)) + np.repeat([[0.0, 0.0], [9.0, 9.0]], 40, axis=0)
    frame = pd.DataFrame(numbers, columns=["x", "y"]).assign(kind=np.repeat(["low", "high"], 40))
    return Dataset(frame.assign(text=np.tile(["one two", "two three", "three four five", "one"], 20)))


def save_as_earlier(value: Any, folder: Path, port: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, set[str]]:
    """Store it with all classes where they were, and tell which of those places the file names."""
    things = {former: getattr(importlib.import_module(file), name) for former, (file, name) in FORMER_NAMES.items()}
    places = [(thing, thing.__module__, thing.__qualname__) for thing in things.values()]
    try:
        with monkeypatch.context() as earlier:
            for (file, name), thing in things.items():
                if importlib.util.find_spec(file) is None:
                    earlier.setitem(sys.modules, file, sys.modules.get(file, ModuleType(file)))
                earlier.setattr(sys.modules[file], name, thing, raising=False)
                thing.__module__, thing.__qualname__ = file, name
            path = save_value(value, folder, port).path
    finally:
        for thing, file, name in places:
            thing.__module__, thing.__qualname__ = file, name
    content = path.read_bytes()
    named = {f"{file}.{name}" for file, name in FORMER_NAMES if file.encode() in content and name.encode() in content}
    return path, named


@pytest.mark.parametrize(("former", "present"), FORMER_NAMES.items(), ids=lambda place: ".".join(place))
def test_what_has_moved_is_found_where_it_is_now(
    former: tuple[str, str], present: tuple[str, str], tmp_path: Path
) -> None:
    (former_file, former_name), (file, name) = former, present
    expected = getattr(importlib.import_module(file), name)
    (tmp_path / "model.pickle").write_bytes(f"c{former_file}\n{former_name}\n.".encode())
    assert load_value(tmp_path / "model.pickle", "trained_model") is expected
    if importlib.util.find_spec(former_file) is not None:
        assert not hasattr(importlib.import_module(former_file), former_name), "Its former name means something else."


def test_transformations_of_an_earlier_version_change_data_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make_data()
    made = {
        "bins": group_data_into_bins(data).binning_transformation,
        "components": principal_component_analysis(data).pca_transformation,
        "n_grams": extract_n_gram_features_from_text(data, text_column="text").n_gram_transformation,
    }
    named: set[str] = set()
    for port, transformation in made.items():
        path, places = save_as_earlier(transformation, tmp_path, port, monkeypatch)
        named |= places
        loaded = load_value(path, "transformation")
        assert type(loaded) is type(transformation)
        found, expected = (apply_transformation(one, data).transformed_dataset for one in (loaded, transformation))
        pd.testing.assert_frame_equal(found.frame, expected.frame)
    assert named == {
        "modules.data_transformation.group_data_into_bins.Output",
        "modules.learning.space.Space",
        "modules.text_analytics.n_grams.Cutting",
    }


def test_models_of_an_earlier_version_score_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_data()
    labeled = Dataset(data.frame, {"kind": "label"})
    filling = k_means_clustering(number_of_centroids=2, assign_label_mode="Fill missing values")
    clusterings = {
        "k_means": train_clustering_model(filling, labeled).trained_model,
        "dbscan": train_clustering_model(dbscan(), data).trained_model,
    }
    named: set[str] = set()
    for port, model in clusterings.items():
        path, places = save_as_earlier(model, tmp_path, port, monkeypatch)
        named |= places
        found, expected = (assign_data_to_clusters(one, data) for one in (load_value(path, "trained_model"), model))
        pd.testing.assert_frame_equal(found.frame, expected.frame)
    scripted = train_model(create_python_model(python_script=USUAL_MODEL), data, label="kind")
    path, places = save_as_earlier(scripted, tmp_path, "scripted", monkeypatch)
    found, expected = (score_dataset(one, data).columns for one in (load_value(path, "trained_model"), scripted))
    pd.testing.assert_frame_equal(found, expected)
    assert named | places == {
        "modules.learning.cluster_labels.Filler",
        "modules.learning.clustering.Reference",
        "modules.learning.scripted.ScriptEstimator",
        "modules.learning.space.Space",
    }
