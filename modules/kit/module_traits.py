"""What a module does to rows and values, beyond its columns: what the checks before a run go by."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from modules.kit.views.dataset_view import DatasetView

DependenceRule = Callable[..., bool]
RenamingRule = Callable[..., Mapping[str, str]]
DerivationRule = Callable[..., Mapping[str, tuple[str, ...]]]
LookBackRule = Callable[..., Mapping[str, int]]
AlterationRule = Callable[..., Mapping[str, str]]
DoubtRule = Callable[..., Mapping[str, str]]
ProfileRule = Callable[..., DatasetView | None]
NeedRule = Callable[..., tuple[str, ...]]
ReadRule = Callable[..., frozenset[str] | None]


@dataclass(frozen=True)
class Traits:
    """What a module says of itself; every rule takes, by name, the ports and parameters that it needs.

    `depends_on_other_rows`: what becomes of a row depends on the others, as by a mean; True, False, or a rule over the
    parameters. Unsaid, it is so where a transformation leaves the module. `partitions_rows`: no row is in two outputs.
    `preserves`: "rows" = every row stays, and every value of a column that keeps its name and type; "values" = some
    rows go, and the values of the others stay. `renames` gives {old name: new name} of columns that only change their
    name, `derives` {new column: the columns that it is computed from}, `looks_back` {column: how many rows back
    it begins, 0 with the row itself} of those that no later row goes into. `alters` gives {column: "fills" or
    "scales"} of columns whose values are replaced under their own name, by one rule for all rows. `accepts_missing`: of
    a learner, that it learns from rows with gaps; `ignores_weights`: that it cannot count rows by a column with the
    role weight.
    `trains_in_batches`: of a learner, that Train Model trains it on a table that does not fit into memory.
    `combines`: "rows" = its output has the rows of all its datasets, one below another; "columns" = the columns of all
    of them in their order, beside one another. `doubts` gives {parameter: a sentence} where a setting can run but
    probably does not mean what its author thinks. `requires_dense`: that it takes no sparse features;
    `reads_clock`: its result goes by the time of the run and is not reused. Both are True, False, or a rule over the
    parameters. `profile` gives the view of the table that leaves the first output,
    where the parameters alone say what is in it. `needs_inputs` names the optional inputs that must be connected with
    these parameters. `reads` names the columns whose values go into other columns or decide about rows: without one
    of the others nothing changes but that column. None, or no rule: any may.
    """

    depends_on_other_rows: bool | DependenceRule | None = None
    partitions_rows: bool = False
    preserves: Literal["rows", "values"] | None = None
    renames: RenamingRule | None = None
    derives: DerivationRule | None = None
    looks_back: LookBackRule | None = None
    alters: AlterationRule | None = None
    accepts_missing: bool = False
    requires_dense: bool | DependenceRule = False
    reads_clock: bool | DependenceRule = False
    ignores_weights: bool = False
    trains_in_batches: bool | DependenceRule = False
    combines: Literal["rows", "columns"] | None = None
    doubts: DoubtRule | None = None
    profile: ProfileRule | None = None
    needs_inputs: NeedRule | None = None
    reads: ReadRule | None = None


@cache
def get_rule_arguments(rule: Callable[..., object]) -> tuple[str, ...]:
    """The names of the ports and parameters that a rule takes."""
    return tuple(inspect.signature(rule).parameters)
