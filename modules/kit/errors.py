"""What a module says when it cannot work: a number, a sentence, and where the cause lies."""

from collections.abc import Iterable

from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.schema import Schema


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
        return (_rebuild_error, (self.number, self.message, self.port, self.parameter, self.column, self.line))

    def __str__(self) -> str:
        return self.message

    @property
    def title(self) -> str:
        """What the number stands for, as `Column not found`."""
        return ERROR_KINDS[self.number].title


def _rebuild_error(
    number: int, message: str, port: str | None, parameter: str | None, column: str | None, line: int | None
) -> ModuleError:
    return ModuleError(number, message, port=port, parameter=parameter, column=column, line=line)


def to_sentence(text: str) -> str:
    """The words of a library or of a script on one line, with the full stop that they may lack."""
    words = " ".join(text.split())
    return words if words.endswith((".", "?", "!")) else f"{words}."


def column_not_found(name: str, schema: Schema, *, port: str, parameter: str | None = None) -> ModuleError:
    """The error for a column that is not in the data, with the nearest name."""
    nearest = schema.find_nearest(name)
    hint = f" Did you mean '{nearest}'?" if nearest else ""
    message = f"Column '{name}' is not in the data at '{port}'.{hint}"
    return ModuleError(1, message, port=port, parameter=parameter, column=name)


def require_columns(names: Iterable[str], schema: Schema, *, port: str, parameter: str | None = None) -> None:
    """Raise error 1 for the first of the names that is not in the data at `port`."""
    there = set(schema.names)
    for name in names:
        if name not in there:
            raise column_not_found(name, schema, port=port, parameter=parameter)
