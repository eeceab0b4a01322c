"""ONNX files as they are opened: what goes into them, which classes they name, and how a file is refused."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modules.kit import ModuleError
from modules.kit.schema import ColumnType

#: {the type of a tensor: ours, and the type of its numbers}
TENSORS: Mapping[str, tuple[ColumnType, str]] = {
    "tensor(float)": ("real", "float32"),
    "tensor(double)": ("real", "float64"),
    "tensor(int64)": ("integer", "int64"),
    "tensor(int32)": ("integer", "int32"),
    "tensor(bool)": ("boolean", "bool"),
    "tensor(string)": ("text", "object"),
}
CLASS_ATTRIBUTES = ("classlabels_strings", "classlabels_int64s", "classlabels_ints")


@dataclass(frozen=True)
class OnnxInput:
    """One input of the graph: its name, our type of its columns, the type of its numbers, and how many there are."""

    name: str
    type: ColumnType
    numbers: str
    width: int | None


def refuse_file(reason: str) -> ModuleError:
    """The refusal of a file that is no model which rows of a table can be scored by."""
    return ModuleError(18, f"The file at 'file' can't be used: {reason}", port="file")


def open_session(content: bytes) -> Any:
    """A session on one processor; raises ModuleError."""
    try:
        import onnxruntime
    except ImportError:
        raise ModuleError(
            18,
            "ONNX Runtime is not installed on this server. Install it with: pip install 'designery[onnx]'",
            port="file",
        ) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # whatever the runtime raises
        raise refuse_file(
            f"ONNX Runtime does not read it ({str(error).strip().partition(chr(10))[0][:200]})."
        ) from None


def list_inputs(session: Any) -> list[OnnxInput]:
    """The inputs of the graph; raises ModuleError where one takes no columns of a table."""
    found = []
    for held in session.get_inputs():
        if held.type not in TENSORS or len(held.shape) != 2:
            raise refuse_file(f"its input '{held.name}' is a {held.type} of {len(held.shape)} dimensions, no columns.")
        width = held.shape[1] if isinstance(held.shape[1], int) else None
        found.append(OnnxInput(held.name, *TENSORS[held.type], width))
    if not found:
        raise refuse_file("it has no inputs.")
    return found


def find_class_labels(content: bytes) -> list[object]:
    """The values of the label as the nodes of the graph name them; empty for a number."""
    try:
        import onnx
    except ImportError:
        return []
    graph = onnx.load(io.BytesIO(content)).graph
    for node in reversed(graph.node):
        held = {attribute.name: attribute for attribute in node.attribute}
        for name in CLASS_ATTRIBUTES:
            if name in held:
                texts, numbers = list(held[name].strings), list(held[name].ints)
                return [text.decode("utf-8", "replace") for text in texts] or numbers
    return []
