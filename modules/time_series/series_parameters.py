"""The parameters by which modules find the series of a table, and what scripts make of them."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from modules.kit import column_of, columns_of, titled
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.learning.row_roles import find_listed_role, list_script_series
from modules.time_series.time_grid import detect_offset, find_season


def _validate_place(text: str) -> str:
    if text and not re.fullmatch(r"[A-Z]{2,3}(-[A-Z0-9]{1,4})?", text):
        wanted = "must be the code of a country, such as ES, or of a part of one, such as US-CA"
        raise PydanticCustomError("place", "{wanted}", {"wanted": wanted})
    return text


ValueToForecast = Annotated[str, column_of("dataset", types=("integer", "real")), titled("Value to forecast")]
TimeColumn = Annotated[str | None, column_of("dataset"), Field(description="Empty: the column with the role time.")]
SeriesColumns = Annotated[
    tuple[str, ...],
    columns_of("dataset"),
    titled("Series"),
    Field(description="The columns that tell several series apart. Empty: those with the role series, if any."),
]
SeasonLength = Annotated[
    int,
    titled("Length of a season"),
    Field(ge=0, le=10_000, description="In steps. 0: by the frequency, as 12 of months and 7 of days."),
]
LongestHorizon = Annotated[int, Field(ge=1, le=10_000, description="So many steps ahead the forecast reaches.")]
HolidayPlace = Annotated[
    str,
    titled("Public holidays of"),
    AfterValidator(_validate_place),
    Field(max_length=12, description="A country such as ES, or a part of one such as US-CA. Empty: none."),
]


def find_script_time(step: StepCode, data: ScriptVariable) -> str | None:
    """The chosen time column, else the one with the role time; None where only a run knows it."""
    chosen: str | None = step.time_column
    return chosen or find_listed_role(data.roles.items(), "time")


def list_step_series(step: StepCode, data: ScriptVariable) -> list[str]:
    """The columns that tell series apart: the chosen ones, else those with the role series."""
    return list_script_series(data.roles.items(), step.series_by)


def write_time_grid(step: StepCode, data: ScriptVariable, time: str) -> tuple[Expr, object]:
    """The distance between two times, and how many of them are a season."""
    offset = step.reserve_name("offset")
    distinct = expr("{data}[{time}].drop_duplicates().sort_values().reset_index(drop=True)", data=data, time=time)
    step.assign(offset, step.use(detect_offset).call(distinct))
    return offset, step.season or step.use(find_season).call(offset)
