"""Features that a model cannot learn from: the same everywhere, different in every row, or raw text."""

from collections.abc import Iterator
from typing import Literal

from modules.kit import Column
from server.graph.drawing import Problem
from server.graph.linter.placing import leaving_out
from server.graph.linter.tracing import Place, Trace
from server.graph.sentences import listed
from server.graph.statistics import Statistics

#: In fewer rows, all values of a column can differ by chance.
ENOUGH_ROWS = 30
#: Text or categories of which so large a share of the rows has a value of its own are names, not kinds.
MOSTLY_DISTINCT = 0.9
#: So many different texts are too many to be kinds of something.
MANY_TEXTS = 100
#: So many words on average make a text.
WORDS = 2.5
SHOWN = 3

Idle = Literal["constant", "identifier", "raw text"]

CONSTANT = "A column with one value tells no row from another, so nothing can be learnt from it. It helps no model."
IDENTIFIER = (
    "A model can learn such a column by heart for the rows it is trained on, and new rows have other values. Keep it "
    "in the data as an identifier, with the role none."
)
RAW_TEXT = (
    "Each different text would become a category of its own, and new texts are in none of them. Leave the column out, "
    "or make features of its words first."
)


def check(trace: Trace) -> Iterator[Problem]:
    """One advice for each learner and kind of feature."""
    for learner in trace.learners:
        features = trace.features_of(learner)
        if features is None or learner.node.disabled:
            continue
        found: dict[Idle, list[tuple[str, Statistics]]] = {"constant": [], "identifier": [], "raw text": []}
        for column in features:
            seen = trace.drawing.seen(learner.reference, column.name)
            kind = idle(column, seen)
            if seen is not None and kind is not None:
                found[kind].append((column.name, seen))
        yield from _told(
            trace, learner, found["constant"], "constant", "{names} {has} one value in all rows.", CONSTANT
        )
        said = "{names} {has} a value of its own in nearly every row: {distinct} values in {rows} rows."
        yield from _told(trace, learner, found["identifier"], "identifier", said, IDENTIFIER)
        said = "{names} {has} free text: {distinct} texts in {rows} rows."
        yield from _told(trace, learner, found["raw text"], "raw text", said, RAW_TEXT)


def idle(column: Column, seen: Statistics | None) -> Idle | None:
    """Why nothing can be learnt from the column, if that is so; few rows prove nothing."""
    if seen is None or seen.rows < ENOUGH_ROWS:
        return None
    if seen.distinct is not None and seen.distinct <= 1:
        return "constant"
    if _is_text(column, seen):
        return "raw text"
    return "identifier" if _identifies(column, seen) else None


def _is_text(column: Column, seen: Statistics) -> bool:
    """Whether the values are sentences rather than names of kinds."""
    if column.type not in ("text", "category"):
        return False
    if seen.distinct is None:
        return column.type == "text"
    words = [len(text.split()) for text, _ in seen.top]
    return seen.distinct > MANY_TEXTS and bool(words) and sum(words) / len(words) > WORDS


def _identifies(column: Column, seen: Statistics) -> bool:
    """Whether the values name rows: text that hardly repeats, whole numbers that never do."""
    present = seen.rows * (1 - (seen.missing or 0))
    if seen.distinct is None or present < ENOUGH_ROWS:
        return False
    if column.type in ("text", "category"):
        return seen.distinct > MOSTLY_DISTINCT * present
    if column.type == "integer" and isinstance(seen.minimum, int) and isinstance(seen.maximum, int):
        return seen.distinct == round(present) and _runs_through(seen.minimum, seen.maximum, seen.distinct, column.name)
    return False


def _runs_through(low: int, high: int, distinct: int, name: str) -> bool:
    """Whether whole numbers count rows: without gaps, or under a name that says so."""
    words = name.casefold().replace("_", " ").replace("-", " ").split()
    named = bool({"id", "key", "index", "number", "no", "nr", "code"} & set(words)) or name.endswith(("Id", "ID"))
    return high - low + 1 == distinct or named


def _told(
    trace: Trace, learner: Place, found: list[tuple[str, Statistics]], rule: str, said: str, reason: str
) -> Iterator[Problem]:
    if not found:
        return
    names = [name for name, _ in found]
    shown = [*names[:SHOWN], *([f"{len(names) - SHOWN} more"] if len(names) > SHOWN else [])]
    seen = found[0][1]
    message = said.format(
        names=listed(shown),
        has="has" if len(names) == 1 else "each have",
        distinct="many different" if seen.distinct is None else f"{seen.distinct:,}",
        rows=f"{seen.rows:,}",
    )
    yield Problem(learner.name, learner.port, message, leaving_out(trace, learner, names), "advice", rule, reason)
