"""What a function of formulas is: the arguments that it takes, the type that it gives, its SQL and its pandas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from modules.kit.codegen.expressions import Expr

#: `missing` is the type of a missing value that stands in a formula: it goes with every other.
FormulaType = Literal["integer", "real", "boolean", "text", "datetime", "missing"]
#: `number` is integer or real, `same` any type that goes with the other arguments of that kind. What ends in "!" is a
#: value that stands in the formula, of a text one of the `choices` where there are some.
ArgumentKind = Literal[
    "number", "integer", "text", "boolean", "datetime", "any", "same", "comparable", "text!", "integer!", "unit!"
]
UNITS = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")


@dataclass(frozen=True)
class EmittedValue:
    """A part of a formula as pandas: `value` where it stands in the formula, and whether it is a column of values."""

    code: Expr
    type: FormulaType
    is_column: bool
    value: str | int | float | bool | None = None
    #: Whether what should be true or false may be missing: comparisons of whole numbers with gaps.
    may_be_missing: bool = False


class FormulaScript(Protocol):
    """The script that a formula is written into: what `StepCode` is."""

    def use(self, helper: Callable[..., object]) -> Expr: ...

    def add_imports(self, *lines: str) -> None: ...


Template = partial[Expr]
Emitter = Callable[[FormulaScript, Expr, Sequence[EmittedValue]], Expr]


@dataclass(frozen=True)
class FormulaFunction:
    """One function, or one meaning of an operator.

    `call` is how it is called, as "round(number, [digits])": what is in brackets may be left out. The last argument of
    a `variadic` one may come any number of times. `gives` "numeric" is whole where all arguments are, "same" the type
    of the arguments of that kind. The SQL has {0}, {1} for the arguments, and a template of
    pandas {a}, {b}, {c}.
    """

    name: str
    arguments: tuple[ArgumentKind, ...]
    gives: FormulaType | Literal["numeric", "same"]
    sql: str | Callable[[Sequence[str]], str]
    pandas: Template | Emitter
    call: str = ""
    summary: str = ""
    optional: int = 0
    variadic: bool = False
