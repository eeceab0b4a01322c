"""What is wrong with a value, said as to a colleague: pydantic's findings in our words."""

from collections.abc import Iterable
from typing import Any

PORT_TYPE_NAMES = {
    "dataset": "a Dataset",
    "untrained_model": "an Untrained model",
    "trained_model": "a Trained model",
    "transformation": "a Transformation",
    "evaluation": "an Evaluation",
    "file": "a File",
    "image_directory": "an Image directory",
}

#: {pydantic's error type: what is wanted}, with the error's context filled in.
ERROR_MESSAGES = {
    "less_than_equal": "must be at most {le}",
    "less_than": "must be less than {lt}",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be greater than {gt}",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "string_too_long": "must be at most {max_length} characters long",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "too_short": "needs at least {min_length}",
    "too_long": "takes at most {max_length}",
    "literal_error": "must be one of {expected}",
    "enum": "must be one of {expected}",
    "model_type": "must be a choice of columns",
    "extra_forbidden": "is not a known field",
}


def format_error(field: str, error: dict[str, Any]) -> str:
    """`fraction must be at most 1. Got 2.` from one of the errors of pydantic's ValidationError."""
    if error["type"] == "sweep":  # says itself what came
        return f"{field} {error['msg']}."
    message = ERROR_MESSAGES.get(error["type"])
    if message is None:
        said = error["msg"].removeprefix("Value error, ").rstrip(".")
        return f"{field}: {said}. Got {shorten_value(error.get('input'))}."
    context = {name: _format_number(value) for name, value in error.get("ctx", {}).items()}
    return f"{field} {message.format(**context)}. Got {shorten_value(error.get('input'))}."


def _format_number(value: object) -> Any:
    """1 rather than 1.0."""
    return f"{value:g}" if isinstance(value, float) else value


def shorten_value(value: object, longest: int = 60) -> str:
    """A value as text for a message, cut in the middle where it is long."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= longest else f"{text[: longest // 2]}…{text[-longest // 3 :]}"


def join_words(items: Iterable[str], conjunction: str = "and") -> str:
    """`a, b and c`."""
    names = list(items)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}" if len(names) > 1 else "".join(names)
