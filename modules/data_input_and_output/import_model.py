"""Import Model: a trained model from an ONNX file."""

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, File, ModuleError, Schema, Task, TrainedModel, module, titled
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.schema import ColumnType
from modules.learning.onnx_sessions import OnnxInput, find_class_labels, list_inputs, open_session, refuse_file

if TYPE_CHECKING:
    from modules.learning.onnx_estimator import OnnxEstimator

MAX_MODEL_BYTES = 512 * 2**20
ENDING = ".onnx"


def write_example_model(folder: Path) -> Path:
    """A zip with a model that adds two columns."""
    from onnx import TensorProto, helper

    kinds = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 1]) for name in ("length", "width", "sum")]
    node = helper.make_node("Add", ["length", "width"], ["sum"])
    graph = helper.make_graph([node], "sizes", kinds[:2], kinds[2:])
    content = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8).SerializeToString()
    path = folder / "sizes.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sizes.onnx", content)
    return path


def _build_example() -> Call:
    path = write_example_model(Path(tempfile.mkdtemp(prefix="onnx-")))
    return Call.of(File(path, path.name), label="area")


def _emit_code(step: StepCode) -> None:
    del step
    raise CannotGenerateCode("A model of an ONNX file is not part of the script. Open the file by onnxruntime.")


@module(
    "Import Model",
    category="Data Input and Output",
    icon="package-import",
    example=_build_example,
    emit_code=_emit_code,
    trusted=False,
    keywords=("ONNX", "load model", "upload model", "pre-trained", "PyTorch", "TensorFlow", "external model"),
)
def import_model(
    file: File,
    *,
    label: Annotated[
        str, titled("Label column"), Field(description="What it predicts. Evaluate Model compares it with this column.")
    ] = "",
    columns: Annotated[
        tuple[str, ...],
        titled("Columns in order"),
        Field(
            description="For a model that takes all columns as one table. Empty: as the inputs of the model are called."
        ),
    ] = (),
    classes: Annotated[
        tuple[str, ...],
        Field(description="The values of the label, in the order of their probabilities. Empty: as the file says."),
    ] = (),
) -> TrainedModel:
    """Use a model that was trained elsewhere: an ONNX file, which scikit-learn, PyTorch, TensorFlow and others write.

    Drop the .onnx file onto the page of designs, and a design with this module is made; or connect a zip with the file.
    Score Model then scores rows by it, and it can be registered and deployed as any other model. Nothing in the file is
    run but the calculations of the model.

    The inputs have to be columns of numbers, texts or truth values. A model with probabilities for classes is for
    classes, any other for a number.
    """
    from modules.learning.onnx_estimator import OnnxEstimator

    content = _read_model(file.path)
    session = open_session(content)
    inputs = list_inputs(session)
    names = _choose_columns(inputs, columns)
    features = Schema(tuple(Column(name, kind) for name, kind in zip(names, _list_types(inputs, names), strict=True)))
    values: list[object] = [*classes] or find_class_labels(content)
    if not values and len(session.get_outputs()) > 1:
        message = "The model gives probabilities, and the file does not say of which values. Name them in their order."
        raise ModuleError(18, message, parameter="classes")
    estimator = OnnxEstimator(content, inputs, names, values or None)
    _try_row(estimator, features)
    task: Task = "regression" if not values else "two-class" if len(values) == 2 else "multiclass"
    return TrainedModel(
        task=task,
        learner="ONNX model",
        pipeline=_build_pipeline(estimator),
        label=Column(label, _find_label_type(values), "label") if label else None,
        features=features,
        classes=tuple(map(str, values)),
        feature_names=tuple(names),
        parameters={"file": file.name},
    )


def _read_model(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    try:
        with zipfile.ZipFile(path) as archive:
            found = [entry for entry in archive.infolist() if entry.filename.lower().endswith(ENDING)]
            if len(found) != 1:
                raise refuse_file(f"the zip has {len(found)} files that end in .onnx. One is needed.")
            with archive.open(found[0]) as held:
                content = held.read(MAX_MODEL_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise refuse_file(f"the zip can't be read ({error}).") from None
    if len(content) > MAX_MODEL_BYTES:
        raise refuse_file("the model is larger than 512 MB.")
    return content


def _choose_columns(inputs: list[OnnxInput], columns: tuple[str, ...]) -> list[str]:
    """The columns that the inputs take one after another; raises ModuleError where they are not the right number."""
    if not columns and all(held.width == 1 for held in inputs):
        return [held.name for held in inputs]
    widths = [held.width for held in inputs]
    known = sum(width or 0 for width in widths)
    open_ends = widths.count(None)
    if columns and open_ends == 0 and len(columns) != known:
        message = f"The model takes {known:,} columns, and {len(columns):,} are named."
        raise ModuleError(18, message, parameter="columns")
    if not columns or open_ends > 1 or (open_ends == 1 and widths[-1] is not None):
        named = ", ".join(f"{held.name} ({held.width or 'any number'})" for held in inputs[:5])
        message = f"The model takes tables without names of columns: {named}. Name the columns in their order."
        raise ModuleError(18, message, parameter="columns")
    return list(columns)


def _list_types(inputs: list[OnnxInput], names: list[str]) -> list[ColumnType]:
    kinds: list[ColumnType] = []
    for held in inputs:
        kinds += [held.type] * (held.width or len(names) - len(kinds))
    return kinds


def _find_label_type(classes: list[object]) -> ColumnType:
    return "real" if not classes else "integer" if isinstance(classes[0], int) else "category"


def _try_row(estimator: "OnnxEstimator", features: Schema) -> None:
    """Score one row of zeros, so that a model that can't says so here and not at Score Model."""
    empty = {"boolean": False, "integer": 0}
    if any(column.type == "text" for column in features):
        return  # which texts a model takes is not known
    row = pd.DataFrame({column.name: [empty.get(column.type, 0.0)] for column in features})
    try:
        found = estimator.predict(row) if estimator.classes is None else estimator.predict_proba(row)
    except ModuleError:
        raise
    except Exception as error:  # whatever the runtime raises
        raise refuse_file(f"it fails for a row ({str(error).strip()[:200]}).") from None
    wanted = (1,) if estimator.classes is None else (1, len(estimator.classes))
    if np.shape(found) != wanted:
        raise refuse_file(f"for one row it gives {np.size(found):,} values, where {wanted[-1]:,} are needed.")


def _build_pipeline(estimator: "OnnxEstimator") -> Any:
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import FunctionTransformer

    return Pipeline([("encoder", FunctionTransformer()), ("estimator", estimator)])
