"""Columns of a batch in the types that a deployment takes; what can't be read is missing, and is told by its place.

Runs inside the sandbox only.
"""

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from modules.kit import ModuleError

NUMBER_PATTERN = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
TRUTH_PATTERN = r"^(true|false)$"


def convert_column(values: pa.Array, field: pa.Field) -> pa.Array:
    """The column in the type that the deployment takes. Texts that stand for no value of it become missing."""
    kind = field.type
    if not pa.types.is_dictionary(kind):
        values = _decode(values)
    if values.type == kind:
        return values
    try:
        if pa.types.is_dictionary(kind):
            return _decode(values).cast(kind.value_type).dictionary_encode()
        if pa.types.is_integer(kind) and pa.types.is_floating(values.type):
            return values  # a whole number with missing ones among it, or with digits, as a request may have it
        return values.cast(kind)
    except (pa.ArrowException, NotImplementedError):
        if is_text(values.type):
            return _read_texts(values, kind)
        message = f"Column '{field.name}' has to be {describe_type(kind)}, and is {describe_type(values.type)}."
        raise ModuleError(17, message, column=field.name) from None


def _decode(values: pa.Array) -> pa.Array:
    """Categories as the values that they stand for."""
    return values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values


def _read_texts(values: pa.Array, kind: pa.DataType) -> pa.Array:
    """The values that texts stand for, one by one: some of them stand for none."""
    texts = pc.utf8_trim_whitespace(values)
    if pa.types.is_boolean(kind):
        lowered = pc.utf8_lower(texts)
        return _keep_matching(lowered, TRUTH_PATTERN).cast(kind)
    if is_number(kind):
        numbers = _keep_matching(texts, NUMBER_PATTERN).cast(pa.float64())
        try:
            return numbers.cast(kind)
        except pa.ArrowInvalid:  # some have digits behind the point
            return numbers
    return pa.array([_read_time(text) for text in texts.to_pylist()]).cast(kind, safe=False)


def _keep_matching(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.if_else(pc.match_substring_regex(texts, pattern), texts, pa.scalar(None, texts.type))


def _read_time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text is not None else None
    except ValueError:
        return None


def is_number(kind: pa.DataType) -> bool:
    """Whether a column of this type has numbers."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def is_text(kind: pa.DataType) -> bool:
    """Whether a column of this type has texts."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def describe_type(kind: pa.DataType) -> str:
    """What a column of this type has, in a word."""
    if is_number(kind):
        return "numbers"
    if pa.types.is_boolean(kind):
        return "true or false"
    return "times" if pa.types.is_temporal(kind) else "text"
