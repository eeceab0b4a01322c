"""Models from ONNX files score rows as the models did that they were made of."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from modules.data_input_and_output.import_model import import_model
from modules.kit import Dataset, File, ModuleError
from modules.kit.model_unpickler import ModelUnpickler
from modules.model_scoring_and_evaluation.score_model import score_model

ROWS = pd.DataFrame(
    {
        "age": [20.0, 30, 40, 50, 60, 25, 35, 45],
        "pay": [1.0, 2, 5, 3, 9, 1, 2, 8],
        "job": list("abcabcab"),
        "paid": ["no", "no", "yes", "no", "yes", "no", "no", "yes"],
    }
)


def write_zip(path: Path, files: dict[str, bytes]) -> File:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return File(path, path.name)


def export(model: Any, kinds: list[tuple[str, Any]], **options: Any) -> bytes:
    content: bytes = to_onnx(model, initial_types=kinds, options=options or None).SerializeToString()
    return content


@pytest.mark.parametrize("zipmap", [False, True])
def test_classes_with_inputs_for_each_column(zipmap: bool, tmp_path: Path) -> None:
    encoder = make_column_transformer((StandardScaler(), ["age", "pay"]), (OneHotEncoder(), ["job"]))
    model = make_pipeline(encoder, LogisticRegression()).fit(ROWS[["age", "pay", "job"]], ROWS["paid"])
    number, text = FloatTensorType([None, 1]), StringTensorType([None, 1])
    content = export(model, [("age", number), ("pay", number), ("job", text)], zipmap=zipmap)
    imported = import_model(write_zip(tmp_path / "m.zip", {"m.onnx": content}), label="paid")
    assert (imported.task, imported.classes) == ("two-class", ("no", "yes"))
    assert [(column.name, column.type) for column in imported.features] == [
        ("age", "real"), ("pay", "real"), ("job", "text"),
    ]  # fmt: skip
    scored = score_model(imported, Dataset(ROWS)).scored_dataset.frame
    assert list(scored["Scored Labels"]) == list(model.predict(ROWS))
    assert np.allclose(scored["Scored Probabilities"], model.predict_proba(ROWS)[:, 1], atol=1e-5)


def test_one_input_for_all_columns_wants_their_names(tmp_path: Path) -> None:
    table = ROWS[["age", "pay"]].to_numpy("float32")
    numbers = [0, 1, 2, 0, 1, 2, 0, 1]
    model = RandomForestClassifier(5, random_state=0).fit(table, numbers)
    file = write_zip(tmp_path / "m.zip", {"m.onnx": export(model, [("X", FloatTensorType([None, 2]))], zipmap=False)})
    with pytest.raises(ModuleError, match="Name the columns in their order"):
        import_model(file)
    with pytest.raises(ModuleError, match="takes 2 columns, and 3 are named"):
        import_model(file, columns=("age", "pay", "job"))
    imported = import_model(file, columns=("age", "pay"), label="group")
    assert (imported.task, imported.classes) == ("multiclass", ("0", "1", "2"))
    scored = score_model(imported, Dataset(ROWS)).scored_dataset.frame
    assert list(scored["Scored Labels"].astype(int)) == model.predict(table).tolist()


def test_a_number_and_a_missing_value(tmp_path: Path) -> None:
    model = LinearRegression().fit(ROWS[["age"]], ROWS["pay"])
    file = tmp_path / "m.onnx"
    file.write_bytes(export(model, [("age", FloatTensorType([None, 1]))]))
    imported = import_model(File(file, "m.onnx"))
    assert (imported.task, imported.label) == ("regression", None)
    rows = ROWS.assign(age=ROWS["age"].where(ROWS.index > 0))
    scored = score_model(imported, Dataset(rows)).scored_dataset.frame["Scored Labels"]
    assert np.isnan(scored[0])
    assert np.allclose(scored[1:], model.predict(ROWS[["age"]])[1:], atol=1e-4)


def test_classes_that_the_file_does_not_name_are_asked_for(tmp_path: Path) -> None:
    model = KNeighborsClassifier(3).fit(ROWS[["age", "pay"]].to_numpy("float32"), ROWS["paid"])
    content = export(model, [("X", FloatTensorType([None, 2]))], zipmap=False)
    file = write_zip(tmp_path / "m.zip", {"m.onnx": content})
    with pytest.raises(ModuleError, match="Name them in their order"):
        import_model(file, columns=("age", "pay"))
    imported = import_model(file, columns=("age", "pay"), classes=("no", "yes"))
    scored = score_model(imported, Dataset(ROWS)).scored_dataset.frame["Scored Labels"]
    assert list(scored) == list(model.predict(ROWS[["age", "pay"]].to_numpy("float32")))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"m.onnx": b"\x08no model"}, "does not read it"),
        ({"a.onnx": b"", "b.onnx": b""}, "2 files that end in .onnx"),
        ({"readme.txt": b""}, "0 files"),
    ],
)
def test_what_is_no_model_is_refused(files: dict[str, bytes], words: str, tmp_path: Path) -> None:
    with pytest.raises(ModuleError, match=words):
        import_model(write_zip(tmp_path / "m.zip", files))


def test_a_stored_model_holds_the_file_and_no_session(tmp_path: Path) -> None:
    import io
    import pickle

    model = LinearRegression().fit(ROWS[["age"]], ROWS["pay"])
    content = export(model, [("age", FloatTensorType([None, 1]))])
    imported = import_model(write_zip(tmp_path / "m.zip", {"m.onnx": content}))
    score_model(imported, Dataset(ROWS))
    stored = pickle.dumps(imported)
    assert len(stored) < len(content) + 4_000
    again: Any = ModelUnpickler(io.BytesIO(stored)).load()
    assert score_model(again, Dataset(ROWS)).scored_dataset.frame.equals(
        score_model(imported, Dataset(ROWS)).scored_dataset.frame
    )
