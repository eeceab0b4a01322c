"""What a module says when it cannot work: a number, a sentence, and where the cause lies.

The numbers follow the error list of Azure Machine Learning's designer, so that its users find what they know.
"""

from collections.abc import Iterable

from modules.kit.schema import Schema

NUMBERS = {
    1: "Column not found",
    2: "Value cannot be read",
    3: "Input is empty",
    4: "Value too small",
    7: "Value too large",
    8: "Value out of range",
    10: "Column names differ",
    11: "No column selected",
    13: "Wrong kind of learner",
    14: "Too many distinct values",
    16: "Column types differ",
    17: "Column type not supported",
    18: "Dataset unusable",
    20: "Too few columns",
    21: "Too few rows",
    22: "Wrong number of columns",
    23: "Label column unusable",
    24: "No label column",
    25: "No score column",
    28: "Column names repeat",
    29: "Address not usable",
    30: "Download failed",
    33: "Infinite value",
    34: "Rating repeats",
    36: "Features repeat",
    47: "No feature column",
    49: "File cannot be read",
    53: "Features missing",
    57: "Target exists",
    62: "Learners of different kinds",
    66: "Delivery failed",
    83: "Training data unusable",
    84: "Scores unusable",
    85: "Script failed",
    98: "Query failed",
    102: "Archive cannot be read",
    105: "Type not supported",
    127: "Image too large",
    134: "Too few labelled rows",
    155: "Column name is not text",
    156: "Database cannot be read",
    157: "Connection unusable",
    158: "Transformation unusable",
}


class ModuleError(Exception):
    """A step cannot be done with this input. The message says where, what was wanted, what came and what to do."""

    def __init__(
        self,
        number: int,
        message: str,
        *,
        port: str | None = None,
        parameter: str | None = None,
        column: str | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(number, message)
        self.number = number
        self.message = message
        self.port = port
        self.parameter = parameter
        self.column = column
        self.line = line

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (self.number, self.message, self.port, self.parameter, self.column, self.line))

    def __str__(self) -> str:
        return self.message

    @property
    def title(self) -> str:
        """What the number stands for, as `Column not found`."""
        return NUMBERS[self.number]


def _rebuilt(
    number: int, message: str, port: str | None, parameter: str | None, column: str | None, line: int | None
) -> ModuleError:
    return ModuleError(number, message, port=port, parameter=parameter, column=column, line=line)


def column_not_found(name: str, schema: Schema, *, port: str, parameter: str | None = None) -> ModuleError:
    """The error for a column that is not in the data, with the nearest name."""
    nearest = schema.nearest(name)
    hint = f" Did you mean '{nearest}'?" if nearest else ""
    message = f"Column '{name}' is not in the data at '{port}'.{hint}"
    return ModuleError(1, message, port=port, parameter=parameter, column=name)


def require_columns(names: Iterable[str], schema: Schema, *, port: str, parameter: str | None = None) -> None:
    """Raise error 1 for the first of the names that is not in the data at `port`."""
    there = set(schema.names)
    for name in names:
        if name not in there:
            raise column_not_found(name, schema, port=port, parameter=parameter)
