"""A trained model as ONNX: converted, and then compared with Score Model on rows that the model was trained on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import TrainedModel
from modules.learning.encoding import TEXT_TYPES
from modules.learning.onnx_trees import replace_category_splits
from modules.learning.plain_pipelines import build_plain_pipeline, get_sample, predict_expected, refuse_part

FORM = "ONNX"
Tensor = npt.NDArray[np.object_] | npt.NDArray[np.float32]
#: Probabilities may differ by this, numbers by this share of the largest: ONNX computes with 32 bits.
TOLERANCE = 1e-5


@dataclass(frozen=True)
class OnnxModel:
    """The converted model, and on how many rows it was compared."""

    content: bytes
    verified_rows: int


def convert_to_onnx(model: TrainedModel) -> OnnxModel:
    """Convert the model; refuses one that does not convert, or that then predicts something else."""
    pipeline = build_plain_pipeline(model, FORM)
    sample = get_sample(model, FORM)
    try:
        content = _convert(model, pipeline)
        found = _run_session(content, build_feed(model, sample))
    except Exception as error:  # whatever the converter and the runtime raise
        reason = str(error).strip().partition("\n")[0][:200]
        name = type(model.pipeline[-1]).__name__
        raise refuse_part(
            model, f"the converter does not take its {name} ({type(error).__name__}: {reason}).", FORM
        ) from None
    _verify(model, sample, found)
    return OnnxModel(content, len(sample))


def _convert(model: TrainedModel, pipeline: Any) -> bytes:
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType, StringTensorType

    from modules.learning.onnx_names import name_inputs

    kinds = [
        (column.name, (StringTensorType if column.type in TEXT_TYPES else FloatTensorType)([None, 1]))
        for column in model.features
    ]
    pipeline = replace_category_splits(pipeline)
    options = {} if model.task == "regression" else {id(pipeline): {"zipmap": False}}
    with _plain_attributes():
        converted = to_onnx(pipeline, initial_types=kinds, options=options)
    name_inputs(converted, model.features.names)
    content: bytes = converted.SerializeToString()
    return content


@contextmanager
def _plain_attributes() -> Iterator[None]:
    """Whole numbers in the place of booleans, which the converter of boosted trees gives and onnx refuses."""
    import onnx.helper

    original = onnx.helper.make_attribute

    def make_attribute(
        key: str, value: object, doc_string: str | None = None, attr_type: int | None = None
    ) -> onnx.AttributeProto:
        return original(key, _to_numbers(value), doc_string, attr_type)

    onnx.helper.make_attribute = make_attribute
    try:
        yield
    finally:
        onnx.helper.make_attribute = original


def _to_numbers(value: object) -> object:
    if isinstance(value, bool | np.bool_):
        return int(value)
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return [_to_numbers(one) for one in value] if isinstance(value, list) else value


def build_feed(model: TrainedModel, frame: pd.DataFrame) -> Mapping[str, Tensor]:
    """One tensor for each column: texts, where a missing one is empty, and 32-bit floats."""
    feed: dict[str, Tensor] = {}
    for column in model.features:
        values = frame[column.name]
        if column.type in TEXT_TYPES:
            texts = values.astype("object").where(values.notna(), "").astype(str)
            feed[column.name] = texts.to_numpy(dtype=object).reshape(-1, 1)
        else:
            feed[column.name] = values.to_numpy(dtype="float32", na_value=np.nan).reshape(-1, 1)
    return feed


def _run_session(content: bytes, feed: Mapping[str, Tensor]) -> list[Any]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    outputs: list[Any] = session.run(None, dict(feed))
    return outputs


def _verify(model: TrainedModel, sample: pd.DataFrame, found: list[Any]) -> None:
    """Refuse a model whose predictions for the sample rows are not those of Score Model."""
    labels, probabilities = predict_expected(model, sample)
    if probabilities is None:
        scale = max(1.0, float(np.abs(labels).max()))
        same = np.abs(np.asarray(found[0], dtype="float64").ravel() - labels) <= TOLERANCE * scale
    else:
        near = np.abs(np.asarray(found[1], dtype="float64") - probabilities).max(axis=1) <= TOLERANCE
        same = near & (np.asarray(found[0]).ravel().astype(str) == labels)
    wrong = int((~same).sum())
    if wrong:
        missing = int(sample[~same].isna().any(axis=1).sum())
        hint = f", {missing:,} of them with missing values" if missing else ""
        raise refuse_part(
            model, f"{wrong:,} of {len(sample):,} training rows get another prediction there{hint}.", FORM
        )
