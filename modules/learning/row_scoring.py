"""Score Model for a few rows: the model as ONNX, from lists of values to lists of scores."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from modules.kit import TrainedModel
from modules.kit.row_functions import NoRowFunction, RowContext
from modules.kit.row_values import Cells, RowFunction
from modules.learning.encoding import TEXT_TYPES
from modules.learning.labels import to_label_column
from modules.learning.plain_pipelines import NoPlainForm
from modules.learning.predicting import LABELS, is_score_column, name_probability_columns

#: From the tensors that a session gives to the columns of the scores.
ScoreReader = Callable[[Sequence[Any]], Cells]


def compile_scoring(context: RowContext, inputs: Mapping[str, Any], parameters: Any) -> RowFunction:
    """The form of Score Model. Raises NoRowFunction for a model that is not the same as ONNX."""
    model = inputs["trained_model"]
    try:
        session = _open_session(context.load_onnx(model))
    except ImportError:
        raise NoRowFunction("ONNX Runtime is not installed on this server (designery[onnx]).") from None
    except NoPlainForm as error:
        raise NoRowFunction(error.reason) from None
    texts = {column.name: column.type in TEXT_TYPES for column in model.features}
    read_scores = _build_score_reader(model, parameters.threshold)
    measuring = {model.label.name} if model.label else set()
    append: bool = parameters.append_score_columns_to_output

    def score(cells: Cells) -> Cells:
        feed = {name: _build_tensor(cells[name], is_text) for name, is_text in texts.items()}
        scores = read_scores(session.run(None, feed))
        kept = {
            name: values
            for name, values in cells.items()
            if not is_score_column(name) and (append or name in measuring)
        }
        return kept | scores

    return score


def _open_session(content: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _build_tensor(values: Sequence[Any], is_text: bool) -> Any:
    """A column as the exported models take it: an empty text or NaN for what is missing."""
    if is_text:
        return np.array([["" if value is None else value] for value in values], dtype=object)
    return np.array([[np.nan if value is None else value] for value in values], dtype="float32")


def _build_score_reader(model: TrainedModel, threshold: float | None) -> ScoreReader:
    if model.task == "regression":
        return lambda found: {LABELS: [float(value) for value in found[0].ravel()]}
    labels = to_label_column(model.pipeline[-1].classes_, model.label).tolist()
    named = {column: model.classes.index(name) for name, column in name_probability_columns(model).items()}

    def read_classes(found: Sequence[Any]) -> Cells:
        rows = found[1].tolist()
        if threshold is None:
            called = [row.index(max(row)) for row in rows]
        else:
            called = [int(row[1] >= threshold) for row in rows]
        return {LABELS: [labels[place] for place in called]} | {
            column: [row[place] for row in rows] for column, place in named.items()
        }

    return read_classes
