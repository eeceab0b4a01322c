"""Association Rules: which items are found together, and what follows from what."""

import logging
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, ColumnType, Dataset, ModuleError, Schema, column_of, module, titled, track
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.nested_values import refuse_nested

log = logging.getLogger(__name__)

#: More sets than these say that the support is too low for anything to be read.
MAX_SETS = 100_000
RULE_COLUMNS = ("If", "Then", "Support", "Confidence", "Lift", "Leverage", "Baskets")


class AssociationRulesOutputs(NamedTuple):
    rules: Dataset
    itemsets: Annotated[Dataset, titled("Frequent sets")]


def _build_example() -> Call:
    baskets = {1: "bread butter milk", 2: "bread butter", 3: "bread milk", 4: "butter bread jam", 5: "milk"}
    rows = [(number, item) for number, items in baskets.items() for item in items.split()]
    frame = pd.DataFrame(rows, columns=["receipt", "item"])
    return Call.of(
        Dataset(frame), basket_column="receipt", item_column="item", minimum_support=0.4, minimum_confidence=0.6
    )


def _predict_schemas() -> tuple[Schema, Schema]:
    kinds: dict[str, ColumnType] = {"If": "text", "Then": "text", "Baskets": "integer"}
    rules = Schema(tuple(Column(name, kinds.get(name, "real")) for name in RULE_COLUMNS))
    sets = (Column("Items", "text"), Column("Size", "integer"), Column("Support", "real"), Column("Baskets", "integer"))
    return rules, Schema(sets)


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    sets, counts = step.reserve_name("found_sets"), step.reserve_name("basket_count")
    found = step.use(find_frequent_sets).call(
        source, step.basket_column, step.item_column, step.minimum_support, step.maximum_size
    )
    step.assign([sets, counts], found)
    rules = step.add_table("rules", "rules")
    step.assign(rules, step.use(derive_rules).call(sets, counts, step.minimum_confidence, step.minimum_lift))
    step.assign(step.add_table("itemsets", "frequent_sets"), step.use(tabulate_sets).call(sets, counts))


@module(
    "Association Rules",
    category="Statistical Functions",
    icon="basket",
    at_inference="drop",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    keywords=(
        "apriori",
        "FP-growth",
        "market basket",
        "basket analysis",
        "frequent itemsets",
        "co-occurrence",
        "bought together",
        "lift",
    ),
)
def association_rules(
    dataset: Dataset,
    *,
    basket_column: Annotated[
        str,
        column_of("dataset"),
        titled("Basket column"),
        Field(description="What belongs together, such as the number of a receipt. Each row is one item in it."),
    ],
    item_column: Annotated[str, column_of("dataset"), titled("Item column"), Field(description="What was found.")],
    minimum_support: Annotated[
        float, Field(gt=0, le=1, description="The share of all baskets that must have the items together.")
    ] = 0.01,
    minimum_confidence: Annotated[
        float, Field(ge=0, le=1, description="Of the baskets with the first items, the share that has the other too.")
    ] = 0.3,
    minimum_lift: Annotated[
        float, Field(ge=0, description="How much more often than by chance. Above 1, items attract one another.")
    ] = 1.0,
    maximum_size: Annotated[int, Field(ge=2, le=8, description="The most items of a set.")] = 4,
) -> AssociationRulesOutputs:
    """Find items that are often together in baskets, and rules such as "bread, butter, so also milk".

    Each row of the table is one item of one basket; an item that is twice in a basket counts once, and rows with a
    missing value are left out. Support is the share of the baskets that have all items of the rule, confidence the
    share of those with the first items that have the last one too, lift how much larger that is than the share of the
    last one everywhere, leverage the difference of both as a share of all baskets (Agrawal and Srikant, VLDB 1994). The
    rules with the largest lift come first; the second output has the sets.
    """
    for name, parameter in ((basket_column, "basket_column"), (item_column, "item_column")):
        require_columns([name], dataset.schema, port="dataset", parameter=parameter)
        refuse_nested(dataset.frame[name], port="dataset", parameter=parameter)
    if basket_column == item_column:
        message = f"'{item_column}' is the basket and the item. Choose two columns."
        raise ModuleError(28, message, port="dataset", parameter="item_column", column=item_column)
    if not dataset.frame[[basket_column, item_column]].notna().all(axis=1).any():
        raise ModuleError(21, "No row has both a basket and an item.", port="dataset")
    sets, count = find_frequent_sets(
        dataset.frame, basket_column, item_column, minimum_support, maximum_size, watch=_watch_sizes, check=_refuse_many
    )
    log.info("%s sets of items are in at least %.3g of %s baskets.", f"{len(sets):,}", minimum_support, f"{count:,}")
    rules = derive_rules(sets, count, minimum_confidence, minimum_lift)
    return AssociationRulesOutputs(Dataset(rules), Dataset(tabulate_sets(sets, count)))


def _watch_sizes(sizes: range) -> Iterable[int]:
    return track(sizes, total=len(sizes), unit="sizes of sets")


def _refuse_many(count: int) -> None:
    if count > MAX_SETS:
        message = f"More than {MAX_SETS:,} sets of items are as common as that. Raise the minimum support."
        raise ModuleError(7, message, parameter="minimum_support")


def find_frequent_sets(
    data: pd.DataFrame,
    basket: str,
    item: str,
    support: float,
    most: int,
    *,
    watch: Callable[[range], Iterable[int]] = iter,
    check: Callable[[int], None] | None = None,
) -> tuple[dict[tuple[str, ...], int], int]:
    """{the items of a set, in order: how many baskets have them all}, and the number of baskets.

    A set of items can only be common if all smaller sets within it are; so sets grow item by item.
    """
    rows = data[[basket, item]].dropna()
    baskets = pd.factorize(rows[basket])[0]
    names = rows[item].astype("str")
    count = int(baskets.max()) + 1 if len(baskets) else 0
    least = max(1, int(np.ceil(support * count - 1e-9)))
    members: dict[tuple[str, ...], Any] = {}
    for name, places in pd.Series(baskets, index=rows.index).groupby(names, sort=True):
        found = np.unique(places.to_numpy())
        if len(found) >= least:
            members[(str(name),)] = found
    sets = {items: len(found) for items, found in members.items()}
    for size in watch(range(2, most + 1)):
        members = grow_sets(members, least, size)
        sets |= {items: len(found) for items, found in members.items()}
        if check is not None:
            check(len(sets))
    return sets, count


def grow_sets(members: dict[tuple[str, ...], Any], least: int, size: int) -> dict[tuple[str, ...], Any]:
    """The sets of one item more that are common enough, with the baskets that have them."""
    grown: dict[tuple[str, ...], Any] = {}
    by_start: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for items in members:
        by_start.setdefault(items[: size - 2], []).append(items)
    for group in by_start.values():
        for first, second in combinations(sorted(group), 2):
            items = (*first, second[-1])
            if all(part in members for part in combinations(items, size - 1)):
                found = np.intersect1d(members[first], members[second], assume_unique=True)
                if len(found) >= least:
                    grown[items] = found
    return grown


def derive_rules(sets: dict[tuple[str, ...], int], count: int, confidence: float, lift: float) -> pd.DataFrame:
    """A rule for each set and each of its items that may follow from the others; the largest lift first."""
    rules = []
    for items, baskets in sets.items():
        for last in items if len(items) > 1 else ():
            first = tuple(one for one in items if one != last)
            share, alone = baskets / sets[first], sets[(last,)] / count
            if share >= confidence and share / alone >= lift:
                leverage = baskets / count - sets[first] / count * alone
                rules.append((", ".join(first), last, baskets / count, share, share / alone, leverage, baskets))
    kinds = dict.fromkeys(RULE_COLUMNS, "float64") | {"If": "str", "Then": "str", "Baskets": "int64"}
    table = pd.DataFrame(rules, columns=list(RULE_COLUMNS)).astype(kinds)
    return table.sort_values(["Lift", "Support"], ascending=False, kind="stable").reset_index(drop=True)


def tabulate_sets(sets: dict[tuple[str, ...], int], count: int) -> pd.DataFrame:
    """The sets with how many baskets have them, the most common first."""
    rows = [(", ".join(items), len(items), baskets / count, baskets) for items, baskets in sets.items()]
    kinds = {"Items": "str", "Size": "int64", "Support": "float64", "Baskets": "int64"}
    table = pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
    return table.sort_values("Baskets", ascending=False, kind="stable").reset_index(drop=True)
