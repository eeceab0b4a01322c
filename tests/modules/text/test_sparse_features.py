"""More n-grams or hashes than a table has columns for stay sparse: in memory, in files, in training and in code."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy.sparse import csr_matrix

from modules.kit import Dataset, ModuleError, catalog
from modules.kit.artifact_views import build_view
from modules.kit.serialization import load_value, save_value
from modules.kit.sparse_vectors import (
    VectorArray,
    from_arrow_vectors,
    get_vectors,
    make_vector_column,
    to_arrow_vectors,
)
from modules.kit.views.dataset_view import DatasetView
from modules.text_analytics import texts
from server.storage.table_data.arrow_io import encode_csv, iterate_blocks, read_schema, read_window

ROWS = 120
RANDOM = np.random.default_rng(0)
WORDS = [f"word{number}" for number in range(60)]


def make_texts() -> Dataset:
    """Texts of which those with word1 are spam, mostly."""
    lines = [" ".join(RANDOM.choice(WORDS, 8)) for _ in range(ROWS)]
    label = ["spam" if "word1 " in f"{line} " or "word2 " in f"{line} " else "ham" for line in lines]
    return Dataset(pd.DataFrame({"text": lines, "label": label}), {"label": "label"})


TEXTS = make_texts()
GRAMS = {"text_column": "text", "n_grams_size": 2, "minimum_n_gram_document_absolute_frequency": 1}


@pytest.fixture
def few_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables with room for 20 features, so that a small vocabulary is too large for them."""
    monkeypatch.setattr(texts, "MAX_FEATURE_COLUMNS", 20)


def extract(data: Dataset = TEXTS, **parameters: Any) -> dict[str, Any]:
    return catalog()["extract_n_gram_features_from_text"].run({"dataset": data}, {**GRAMS, **parameters})


def train(data: Dataset, learner: str, **parameters: Any) -> Any:
    untrained = catalog()[learner].run({}, parameters)["untrained_model"]
    inputs = {"untrained_model": untrained, "dataset": data}
    return catalog()["train_model"].run(inputs, {"label": "label"})["trained_model"]


def score(model: Any, data: Dataset) -> pd.DataFrame:
    frame: pd.DataFrame = (
        catalog()["score_model"].run({"trained_model": model, "dataset": data}, {})["scored_dataset"].frame
    )
    return frame


@pytest.mark.usefixtures("few_columns")
def test_n_grams_beyond_the_columns_of_a_table_are_one_column_of_vectors() -> None:
    made = extract(weighting_function="TF-IDF Weight")["results_dataset"]
    assert [(column.name, column.type) for column in made.schema] == [
        ("text", "text"),
        ("label", "text"),
        ("text.[n-grams]", "vector"),
    ]
    first = made.frame["text.[n-grams]"].iloc[0]
    assert str(first) == f"{len(first.places)} of {first.width:,} features"


@pytest.mark.usefixtures("few_columns")
def test_vectors_come_back_from_their_file_as_they_went_in(tmp_path: Path) -> None:
    made = extract()["results_dataset"]
    saved = save_value(made, tmp_path, "results_dataset")
    again = load_value(saved.path, "dataset")
    assert list(again.frame.columns) == list(made.frame.columns)
    assert bool((again.frame["text.[n-grams]"].array == made.frame["text.[n-grams]"].array).all())
    assert read_schema(saved.path)["text.[n-grams]"].type == "vector"
    cells = [row[2] for row in read_window(saved.path, 0, 3)["rows"]]
    assert cells == [str(vector) for vector in made.frame["text.[n-grams]"].iloc[:3]]
    assert b"features" in b"".join(encode_csv(iterate_blocks(saved.path)))
    view = build_view(again)
    assert isinstance(view, DatasetView)
    assert view.columns[2].type == "vector"


def test_an_index_outside_the_features_is_refused_when_a_file_is_read() -> None:
    field, stored = to_arrow_vectors(make_vector_column(csr_matrix(np.eye(3)), ["a", "b", "c"]), "words")
    damaged = pa.chunked_array([pa.array([[{"index": 7, "value": 1.0}]], type=stored.type)])
    with pytest.raises(ValueError, match="'words' has a feature outside the 3"):
        from_arrow_vectors(field, damaged)


@pytest.mark.usefixtures("few_columns")
@pytest.mark.parametrize(
    ("learner", "parameters"),
    [
        ("two_class_logistic_regression", {"normalize_features": False}),
        ("naive_bayes", {"feature_distribution": "Multinomial"}),
        ("naive_bayes", {"feature_distribution": "Bernoulli"}),
    ],
)
def test_a_model_of_vectors_is_that_of_the_same_features_in_columns(
    learner: str, parameters: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    sparse = extract()["results_dataset"]
    scored = score(train(sparse, learner, **parameters), sparse)
    monkeypatch.setattr(texts, "MAX_FEATURE_COLUMNS", 10_000)
    dense = extract()["results_dataset"]
    expected = score(train(dense, learner, **parameters), dense)
    np.testing.assert_allclose(scored["Scored Probabilities"], expected["Scored Probabilities"], atol=1e-4)


@pytest.mark.usefixtures("few_columns")
def test_rows_of_vectors_are_divided_joined_and_put_together_like_others() -> None:
    made = extract()["results_dataset"]
    parts = catalog()["split_data"].run({"dataset": made}, {"fraction": 0.5, "randomized": False})
    both = catalog()["add_rows"].run(
        {"dataset1": parts["results_dataset1"], "dataset2": parts["results_dataset2"]}, {}
    )["results_dataset"]
    assert isinstance(both.frame["text.[n-grams]"].array, VectorArray)
    assert bool((both.frame["text.[n-grams]"].array == made.frame["text.[n-grams]"].array).all())


@pytest.mark.usefixtures("few_columns")
def test_vectors_over_other_features_are_not_scored() -> None:
    model = train(extract()["results_dataset"], "naive_bayes", feature_distribution="Multinomial")
    other = extract(TEXTS.with_frame(TEXTS.frame.iloc[:60].reset_index(drop=True)))["results_dataset"]
    with pytest.raises(ModuleError, match="Apply the transformation that made those"):
        score(model, other)


@pytest.mark.usefixtures("few_columns")
def test_each_learner_takes_vectors_or_has_said_before_the_run_that_it_does_not() -> None:
    data = extract()["results_dataset"]
    for name, module in catalog().items():
        learns = [port.type for port in module.outputs] == ["untrained_model"] and not module.inputs
        if not learns or module.task not in ("two-class", "multiclass", "classification") or module.missing_packages:
            continue
        if not module.trusted or "network" in name:
            continue
        needs_dense = module.evaluate_flag(module.traits.requires_dense, {})
        try:
            train(data, name)
            refused = False
        except ModuleError:
            refused = True
        assert refused == needs_dense, name


def test_hashes_beyond_the_columns_are_known_as_vectors_before_the_run() -> None:
    module = catalog()["feature_hashing"]
    settings = {"target_columns": {"start": "none", "names": ["text"]}, "hashing_bitsize": 15}
    known = module.infer_schemas({"dataset": TEXTS.schema}, module.parameters.model_validate(settings))
    made = module.run({"dataset": TEXTS}, settings)["transformed_dataset"]
    assert made.schema.names == ["text", "label", "text - Hashing features"]
    schema = known["transformed_dataset"]
    assert [(column.name, column.type) for column in schema or ()] == [  # type: ignore[union-attr]
        (column.name, column.type) for column in made.schema
    ]
    assert get_vectors(made.frame["text - Hashing features"]).matrix.shape == (ROWS, 2**15)


def test_more_hashes_than_have_names_are_refused() -> None:
    settings = {"target_columns": {"start": "none", "names": ["text"]}, "hashing_bitsize": 24}
    with pytest.raises(ModuleError, match="a column holds 1,048,576 features"):
        catalog()["feature_hashing"].run({"dataset": TEXTS}, settings)
