"""How a file is to be read: what somebody decided, and what is left to be found out."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from modules.data_input_and_output.reading.encodings import Encoding
from modules.data_input_and_output.reading.header_detection import MISSING_TEXTS, HasHeader
from modules.data_input_and_output.reading.type_inference import Decimal

ColumnKind = Literal["text", "category", "integer", "real", "percent", "boolean", "datetime"]
Thousands = Literal["auto", "none", ".", ",", " ", "'"]
DateOrder = Literal["auto", "day first", "month first"]

#: What stands for a missing value unless somebody says otherwise. An empty cell always does.
DEFAULT_MISSING_WORDS = tuple(word for word in MISSING_TEXTS if word)
MAX_SKIPPED_ROWS = 10_000

_EXACT = ConfigDict(extra="forbid", frozen=True)


class ColumnReading(BaseModel):
    """What somebody decided of one column; the rest is found out."""

    model_config = _EXACT

    name: Annotated[str | None, Field(min_length=1, max_length=200, description="Another name. Empty: the file's.")] = (
        None
    )
    type: Annotated[ColumnKind | None, Field(description="Empty: found out by the values.")] = None
    date_order: Annotated[DateOrder, Field(description="Which number of a date comes first.")] = "auto"
    unit: Annotated[
        str | None,
        Field(min_length=1, max_length=10, description="Numbers in other units are converted to this one, such as kg."),
    ] = None


class ReadingOptions(BaseModel):
    """How a file is read. What is empty or auto is found out by looking at it."""

    model_config = _EXACT

    delimiter: Annotated[
        str | None, Field(min_length=1, max_length=1, description="The character between the values of a row.")
    ] = None
    decimal: Annotated[Decimal, Field(description="The mark before the decimals of a number.")] = "auto"
    thousands: Annotated[Thousands, Field(description="The mark between groups of three digits.")] = "auto"
    date_order: Annotated[DateOrder, Field(description="Which number of a date comes first.")] = "auto"
    encoding: Annotated[Encoding, Field(description="Encoding of a text file.")] = "auto"
    has_header: Annotated[HasHeader, Field(description="Whether the first row holds names.")] = "auto"
    skip_rows: Annotated[
        int | None, Field(ge=0, le=MAX_SKIPPED_ROWS, description="Rows above the table that are left out.")
    ] = None
    skip_last_rows: Annotated[
        int | None,
        Field(ge=0, le=MAX_SKIPPED_ROWS, description="Rows below the table that are left out. Empty: its totals."),
    ] = None
    sheet: Annotated[str | None, Field(max_length=200, description="Sheet of a workbook.")] = None
    missing_words: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=100)], ...] | None,
        Field(max_length=50, description="Words that stand for a missing value. Empty: NA, N/A, null, ? and the like."),
    ] = None
    file_shape: Annotated[
        str | None,
        Field(max_length=64, description="Files whose columns are like those of this one are read the same way."),
    ] = None
    columns: Annotated[
        dict[str, ColumnReading], Field(max_length=50_000, description="Decisions by the name that the file gives.")
    ] = {}

    @property
    def words(self) -> tuple[str, ...]:
        """The words that stand for a missing value."""
        return DEFAULT_MISSING_WORDS if self.missing_words is None else self.missing_words

    def get_column(self, name: str) -> ColumnReading:
        return self.columns.get(name, UNDECIDED)


UNDECIDED = ColumnReading()
