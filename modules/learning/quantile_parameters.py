"""The quantiles that a learner predicts, as a parameter."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError


def parse_quantiles(text: str) -> list[float]:
    """The numbers between 0 and 1 in `0.25; 0.5; 0.75`, sorted; raises ValueError where there are others."""
    found = sorted({float(part) for part in re.split(r"[;,\s]+", text.strip(" ;,"))})
    if not all(0 < quantile < 1 for quantile in found):
        raise ValueError(text)
    return found


def _check_quantiles(text: str) -> str:
    try:
        parse_quantiles(text)
    except ValueError:
        wanted = "must be numbers between 0 and 1 with semicolons between them, as in 0.1; 0.5; 0.9"
        raise PydanticCustomError("quantiles", "{wanted}", {"wanted": wanted}) from None
    return text


Quantiles = Annotated[
    str,
    AfterValidator(_check_quantiles),
    Field(description="Numbers between 0 and 1 with semicolons between them; 0.5 is the median."),
]
