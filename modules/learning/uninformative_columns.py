"""Columns that a model cannot learn from: the same everywhere, different in every row, or raw text."""

from collections.abc import Sequence
from typing import Literal, Protocol

from modules.kit import Column

#: In fewer rows, all values of a column can differ by chance.
MIN_ROWS = 30
#: Text or categories of which so large a share of the rows has a value of its own are names, not kinds.
IDENTIFIER_SHARE = 0.9
#: So many different texts are too many to be kinds of something.
MAX_CATEGORIES = 100
#: So many words on average make a text.
MIN_MEAN_WORDS = 2.5

UninformativeKind = Literal["constant", "identifier", "raw text"]


class KnownValues(Protocol):
    """What is known of a column's values: how many there are, the share that is missing, how many differ."""

    @property
    def rows(self) -> int: ...

    @property
    def missing(self) -> float | None: ...

    @property
    def distinct(self) -> int | None: ...

    @property
    def minimum(self) -> object: ...

    @property
    def maximum(self) -> object: ...

    @property
    def top(self) -> Sequence[tuple[str, int]]: ...


def classify_feature(column: Column, statistics: KnownValues | None) -> UninformativeKind | None:
    """Why nothing can be learned from the column, if that is so; few rows prove nothing."""
    if statistics is None or statistics.rows < MIN_ROWS:
        return None
    if statistics.distinct is not None and statistics.distinct <= 1:
        return "constant"
    if _is_text(column, statistics):
        return "raw text"
    return "identifier" if _is_identifier(column, statistics) else None


def _is_text(column: Column, statistics: KnownValues) -> bool:
    """Whether the values are sentences rather than names of kinds."""
    if column.type not in ("text", "category"):
        return False
    if statistics.distinct is None:
        return column.type == "text"
    words = [len(text.split()) for text, _ in statistics.top]
    return statistics.distinct > MAX_CATEGORIES and bool(words) and sum(words) / len(words) > MIN_MEAN_WORDS


def _is_identifier(column: Column, statistics: KnownValues) -> bool:
    """Whether the values name rows: text that hardly repeats, whole numbers that never do."""
    present = statistics.rows * (1 - (statistics.missing or 0))
    if statistics.distinct is None or present < MIN_ROWS:
        return False
    if column.type in ("text", "category"):
        return statistics.distinct > IDENTIFIER_SHARE * present
    if column.type == "integer" and isinstance(statistics.minimum, int) and isinstance(statistics.maximum, int):
        return statistics.distinct == round(present) and _is_row_number(
            statistics.minimum, statistics.maximum, statistics.distinct, column.name
        )
    return False


def _is_row_number(low: int, high: int, distinct: int, name: str) -> bool:
    """Whether whole numbers count rows: without gaps, or under a name that says so."""
    words = name.casefold().replace("_", " ").replace("-", " ").split()
    named = bool({"id", "key", "index", "number", "no", "nr", "code"} & set(words)) or name.endswith(("Id", "ID"))
    return high - low + 1 == distinct or named
