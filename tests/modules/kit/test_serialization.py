"""Values survive the way to disk and back: dtypes, roles, scores, models, evaluations."""

import logging
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.linear_model import LinearRegression

from modules.kit import Column, Dataset, Evaluation, File, Schema, Scores, TrainedModel, UntrainedModel
from modules.kit.serialization import ROWS_PER_BATCH, load_value, save_value
from modules.kit.views.evaluation_view import RegressionDetails
from modules.learning.evaluation_details import build_regression_details

NOON = pd.Timestamp("2026-02-01 12:00")


def make_every_dtype() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "integer": pd.array([1, 2, 3], dtype="int32"),
            "real": [1.5, np.nan, -0.0],
            "boolean": [True, False, True],
            "text": pd.Series(["a", None, "ü"], dtype="str"),
            "category": pd.Categorical(["low", "high", None], categories=["low", "high", "unused"], ordered=True),
            "numbered": pd.Categorical([3, 1, 3]),
            "naive": pd.Series([NOON, pd.NaT, NOON], dtype="datetime64[us]"),
            "zoned": pd.Series([NOON] * 3).dt.tz_localize("Europe/Vienna"),
            "nullable": pd.array([1, None, 3], dtype="Int64"),
            "maybe": pd.array([True, None, False], dtype="boolean"),
            "duration": pd.to_timedelta([1, 2, 3], unit="s"),
            "period": pd.period_range("2026-01", periods=3, freq="M"),
        }
    )


def save_and_load(dataset: Dataset, folder: Path) -> Dataset:
    loaded = load_value(save_value(dataset, folder, "out").path, "dataset")
    assert isinstance(loaded, Dataset)
    return loaded


def test_every_dtype_survives_save_and_load(tmp_path: Path) -> None:
    pd.testing.assert_frame_equal(save_and_load(Dataset(make_every_dtype()), tmp_path).frame, make_every_dtype())


def test_roles_and_scores_survive_save_and_load(tmp_path: Path) -> None:
    frame = pd.DataFrame({"price": [1.0], "Scored Labels": [1.1], "yes": [0.5]})
    scores = Scores("two-class", "price", "Scored Labels", ("no", "yes"), "yes", {"yes": "yes"}, "Linear Regression")
    dataset = Dataset(frame, {"price": "label", "Scored Labels": "score"}, scores)
    loaded = save_and_load(dataset, tmp_path)
    assert (loaded.roles, loaded.scores) == (dataset.roles, scores)


@pytest.mark.parametrize("columns", [{}, {"a": pd.Series([], dtype="str"), "b": pd.Series([], dtype="int64")}])
def test_a_table_without_rows_keeps_its_columns(columns: dict[str, "pd.Series[object]"], tmp_path: Path) -> None:
    frame = pd.DataFrame(columns)
    loaded = save_and_load(Dataset(frame), tmp_path).frame
    assert loaded.dtypes.to_dict() == frame.dtypes.to_dict()


def test_the_index_is_dropped(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1, 2, 3]}, index=[7, 7, 9])
    pd.testing.assert_frame_equal(save_and_load(Dataset(frame), tmp_path).frame, pd.DataFrame({"a": [1, 2, 3]}))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pd.Series([1, "two", None], dtype="object"), ["1", "two", None]),
        (pd.Series(["\ud800", "b"], dtype="object"), ["?", "b"]),
        (pd.Series([1 + 2j, 3]), ["(1+2j)", "(3+0j)"]),
        (pd.Series([2**70, 1], dtype="object"), [str(2**70), "1"]),
    ],
    ids=["mixed", "half a character", "complex", "huge"],
)
def test_what_no_column_type_can_store_becomes_text_with_a_warning(
    values: "pd.Series[object]", expected: list[str | None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "modules.kit.serialization"):
        loaded = save_and_load(Dataset(pd.DataFrame({"odd": values, "even": range(len(values))})), tmp_path).frame
    assert str(loaded["odd"].dtype) == "str"
    assert [None if pd.isna(value) else value for value in loaded["odd"]] == expected
    assert [record.args for record in caplog.records] == [("odd",)]


def test_bins_of_pandas_cut_become_a_category_of_texts(tmp_path: Path) -> None:
    loaded = save_and_load(Dataset(pd.DataFrame({"bin": pd.cut(pd.Series([1.0, 5.0, 9.0]), 2)})), tmp_path).frame["bin"]
    assert isinstance(loaded.dtype, pd.CategoricalDtype)
    assert loaded.astype(str).tolist()[0] == "(0.992, 5.0]"


def test_sparse_columns_become_dense(tmp_path: Path) -> None:
    frame = pd.DataFrame({"word": pd.arrays.SparseArray([0, 0, 1])})
    assert save_and_load(Dataset(frame), tmp_path).frame["word"].tolist() == [0, 0, 1]


def test_long_tables_are_written_in_batches_and_the_same_value_gives_the_same_bytes(tmp_path: Path) -> None:
    rows = ROWS_PER_BATCH + 1
    dataset = Dataset(pd.DataFrame({"a": np.arange(rows), "b": pd.Categorical(["x"] * rows)}))
    first, second = save_value(dataset, tmp_path, "first"), save_value(dataset, tmp_path, "second")
    with pa.memory_map(str(first.path)) as source:
        batches = pa.ipc.open_file(source).num_record_batches
    assert (batches, first.rows, first.columns) == (2, rows, 2)
    assert first.path.read_bytes() == second.path.read_bytes()
    pd.testing.assert_frame_equal(load_value(first.path, "dataset").frame, dataset.frame)


def test_a_trained_model_predicts_the_same_after_save_and_load(tmp_path: Path) -> None:
    fitted = LinearRegression().fit([[0.0], [1.0]], [1.0, 3.0])
    model = TrainedModel("regression", "Linear Regression", fitted, None, Schema((Column("x", "real"),)))
    saved = save_value(model, tmp_path, "trained_model")
    assert load_value(saved.path, "trained_model").pipeline.predict([[2.0]]).round(9).tolist() == [5.0]
    assert (saved.port_type, saved.rows, saved.bytes) == ("trained_model", None, saved.path.stat().st_size)


def test_an_untrained_model_survives_save_and_load(tmp_path: Path) -> None:
    model = UntrainedModel("regression", "Linear Regression", LinearRegression(fit_intercept=False))
    assert (
        load_value(save_value(model, tmp_path, "model").path, "untrained_model").estimator.get_params()["fit_intercept"]
        is False
    )


def test_an_evaluation_is_json_and_what_is_not_a_number_comes_back_so(tmp_path: Path) -> None:
    metrics = {"r2": float("nan"), "mae": 2.0}
    details = build_regression_details(RegressionDetails, np.array([1.0, 2.0]), np.array([1.5, 2.5]), "price")
    evaluation = Evaluation("regression", ("Linear",), (metrics,), {"Linear": details})
    saved = save_value(evaluation, tmp_path, "evaluation_results")
    loaded = load_value(saved.path, "evaluation")
    assert "NaN" not in saved.path.read_text()
    assert np.isnan(loaded.metrics[0]["r2"])
    assert (loaded.metrics[0]["mae"], loaded.details, loaded.models) == (2.0, {"Linear": details}, ("Linear",))


def test_a_file_keeps_its_bytes(tmp_path: Path) -> None:
    source = tmp_path / "upload"
    source.write_bytes(b"\x00\x01")
    saved = save_value(File(source, "bundle.zip"), tmp_path, "bundle")
    assert (saved.path.name, load_value(saved.path, "file").path.read_bytes()) == ("bundle.zip", b"\x00\x01")


def test_what_is_no_port_value_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"Output 'out' must be one of Dataset, .* Got int\."):
        save_value(3, tmp_path, "out")
