"""Why an answer is what it is: how much each value of a row moves it away from the answer for a typical row.

Nothing is asked of the model but answers, so the same holds for every model, pipeline and script. A column's
contribution is its Shapley value in the game of filling in the row, starting from a typical one (Strumbelj and
Kononenko, 2014; the baseline Shapley value of Sundararajan and Najmi, 2020): the change that it brings, on average over
the orders in which the columns can be filled in. The contributions add up to the difference between both answers. With
few columns all orders are counted exactly; with many of them some orders are drawn, each with its reverse.
"""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from server.registry.model_signature import ModelSignature, SignatureColumn
from server.serving.drift import ColumnReference

#: What a cell of a request holds.
RowValue = str | int | float | bool | None
Row = Mapping[str, RowValue]
#: So many columns are told apart exactly: 2 to the power of it are the rows that are asked for.
MAX_EXACT_COLUMNS = 8
#: With more columns about so many rows are asked for.
SAMPLED_ROWS = 600
#: The curves of so many columns are drawn, with so many points.
CURVES, CURVE_POINTS = 3, 21
#: So many columns are tried for a curve.
TRIED_CURVES = 12
LABEL_COLUMN, PROBABILITY_COLUMN = "Scored Labels", "Scored Probabilities"


@dataclass(frozen=True)
class Curve:
    """The answer for other values of one column, the rest as it is."""

    column: str
    values: Sequence[RowValue]
    answers: Sequence[float | None] = ()


@dataclass
class ExplanationPlan:
    """The rows to ask for, and what to make of their answers."""

    row: Row
    typical: Row
    #: The columns whose value is not the typical one.
    changed: Sequence[str]
    orders: Sequence[Sequence[str]] = ()
    curves: list[Curve] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    #: {columns that are filled in: the place of the row}
    places: dict[frozenset[str], int] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        return not self.orders

    def add_mixed_row(self, filled: frozenset[str]) -> None:
        """Ask for the typical row with these columns filled in."""
        if filled not in self.places:
            self.places[filled] = len(self.rows)
            self.rows.append({**self.typical, **{name: self.row[name] for name in filled}})


@dataclass(frozen=True)
class Explanation:
    """What a typical row is answered, what this one is, and what each column contributes to the difference."""

    typical: float
    answer: float
    contributions: Mapping[str, float]
    is_exact: bool
    orders: int
    curves: Sequence[Curve]


def build_typical_row(signature: ModelSignature, row: Row) -> dict[str, RowValue]:
    """The median of each number and the most common of other values; where they are not known, what the row has."""
    columns = {column.name: column.example for column in signature.columns}
    return {name: value if (example := columns.get(name)) is None else example for name, value in row.items()}


def plan_explanation(signature: ModelSignature, row: Row, *, curves: bool = True) -> ExplanationPlan:
    """The rows whose answers explain this one, and with `curves` those that tell it for other values."""
    typical = build_typical_row(signature, row)
    changed = [name for name, value in row.items() if value != typical[name]]
    plan = ExplanationPlan(row, typical, changed)
    if len(changed) <= MAX_EXACT_COLUMNS:
        for bits in range(2 ** len(changed)):
            plan.add_mixed_row(frozenset(name for place, name in enumerate(changed) if bits >> place & 1))
    else:
        plan.orders = _draw_orders(changed)
        for order in plan.orders:
            for filled in accumulate(order, lambda known, name: known | {name}, initial=frozenset[str]()):
                plan.add_mixed_row(filled)
    planned = [curve for column in signature.columns if curves and (curve := _plan_curve(column, row))]
    plan.curves = planned[:TRIED_CURVES]
    for curve in plan.curves:
        plan.rows += [{**row, curve.column: value} for value in curve.values]
    return plan


def _draw_orders(columns: Sequence[str]) -> list[list[str]]:
    """Orders of the columns, each with its reverse; the same for the same columns."""
    chance = random.Random(0)
    orders: list[list[str]] = []
    for _ in range(max(1, SAMPLED_ROWS // (2 * len(columns)))):
        order = chance.sample(columns, len(columns))
        orders += [order, order[::-1]]
    return orders


def _plan_curve(column: SignatureColumn, row: Row) -> Curve | None:
    """Even steps across the range of training. A column without a range of numbers has no curve."""
    low, high = column.minimum, column.maximum
    if column.type not in ("integer", "real") or not isinstance(low, int | float) or not isinstance(high, int | float):
        return None
    if not low < high or not isinstance(row.get(column.name), int | float):
        return None
    steps = [low + (high - low) * step / (CURVE_POINTS - 1) for step in range(CURVE_POINTS)]
    return Curve(column.name, [round(step) for step in steps] if column.type == "integer" else steps)


def explain_answers(plan: ExplanationPlan, answers: Sequence[float | None]) -> Explanation | None:
    """What the answers to the planned rows say; None where one of them has no number."""
    mixed = [answers[place] for place in plan.places.values()]
    if len(answers) != len(plan.rows) or any(answer is None or not math.isfinite(answer) for answer in mixed):
        return None

    def ask(filled: frozenset[str]) -> float:
        found = answers[plan.places[filled]]
        assert found is not None
        return found

    contributions = _average_orders(plan, ask) if plan.orders else _count_exactly(plan.changed, ask)
    return Explanation(
        ask(frozenset()),
        ask(frozenset(plan.changed)),
        contributions,
        plan.is_exact,
        len(plan.orders),
        _choose_curves(plan, answers[len(plan.places) :]),
    )


def _count_exactly(changed: Sequence[str], ask: Callable[[frozenset[str]], float]) -> dict[str, float]:
    found = {}
    for name in changed:
        others = [one for one in changed if one != name]
        total = 0.0
        for bits in range(2 ** len(others)):
            before = frozenset(one for place, one in enumerate(others) if bits >> place & 1)
            weight = 1 / (len(changed) * math.comb(len(others), len(before)))
            total += weight * (ask(before | {name}) - ask(before))
        found[name] = total
    return found


def _average_orders(plan: ExplanationPlan, ask: Callable[[frozenset[str]], float]) -> dict[str, float]:
    found = dict.fromkeys(plan.changed, 0.0)
    for order in plan.orders:
        filled = frozenset[str]()
        for name in order:
            found[name] += (ask(filled | {name}) - ask(filled)) / len(plan.orders)
            filled |= {name}
    return found


def _choose_curves(plan: ExplanationPlan, answers: Sequence[float | None]) -> list[Curve]:
    """The curves that move the answer most."""
    found = []
    for place, curve in enumerate(plan.curves):
        part = answers[place * CURVE_POINTS : (place + 1) * CURVE_POINTS]
        known = [answer for answer in part if answer is not None]
        if known:
            found.append((max(known) - min(known), Curve(curve.column, curve.values, part)))
    found.sort(key=lambda one: -one[0])
    return [curve for _, curve in found[:CURVES]]


def choose_explained_column(answer: Row, row: Row, classes: Sequence[str]) -> str | None:
    """The column of an answer that is explained: the number that is predicted, or the probability of the class."""
    made = [name for name in answer if name not in row]
    label = answer.get(LABEL_COLUMN) if LABEL_COLUMN in made else answer.get(made[0]) if made else None
    for name in (f"{PROBABILITY_COLUMN}_{label}", PROBABILITY_COLUMN):
        if name in made and (classes or not _is_number(label)):
            return name
    return next((name for name in (LABEL_COLUMN, *made) if name in made and _is_number(answer[name])), None)


def name_explained_class(column: str, classes: Sequence[str]) -> str | None:
    """The class whose probability is explained: the second of two, where there is one column for both."""
    if column == PROBABILITY_COLUMN:
        return classes[1] if len(classes) == 2 else None
    return column.removeprefix(f"{PROBABILITY_COLUMN}_") if column.startswith(PROBABILITY_COLUMN) else None


def _is_number(value: RowValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def draw_training_bars(reference: Mapping[str, object]) -> dict[str, list[int]]:
    """{number column: the heights of the bars of its training data}."""
    columns = {name: ColumnReference.model_validate(stored) for name, stored in reference.items()}
    return {name: scale_bars(one.counts) for name, one in columns.items() if one.edges and any(one.counts)}


def scale_bars(counts: Sequence[int], levels: int = 20) -> list[int]:
    """The heights of bars, in so few steps that no bar tells single rows."""
    highest = max(counts, default=0) or 1
    return [math.ceil(levels * count / highest) for count in counts]
