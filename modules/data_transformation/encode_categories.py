"""Encode Categories: categories become one number each, by their order, by how common they are, or by a hash."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns
from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    ModuleError,
    ParameterRow,
    Schema,
    Traits,
    Transformation,
    column_of,
    columns_of,
    module,
    rows_of,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode, list_columns_expression
from modules.kit.errors import require_columns
from modules.kit.nested_values import refuse_nested
from modules.kit.schema import ColumnType
from modules.kit.unused_names import find_unused_names

CategoryEncoding = Literal["Order", "Frequency", "Hash"]
FrequencyUnit = Literal["Share of the rows", "Number of rows"]
UnknownCategory = Literal["Missing", "-1"]

ENCODED_TYPES: tuple[ColumnType, ...] = ("text", "category")
CATEGORIES = Columns(start="rule", types=ENCODED_TYPES, roles=("feature",))


class CategoryOrder(ParameterRow):
    """The order of the categories of one column."""

    column: Annotated[str, column_of("dataset", types=ENCODED_TYPES)]
    values: Annotated[
        str,
        titled("Values, the first counts as 0"),
        Field(min_length=1, max_length=10_000, description="Separated by commas, such as low, medium, high."),
    ]


CategoryOrders = tuple[CategoryOrder, ...]


class EncodeCategoriesOutputs(NamedTuple):
    encoded_dataset: Dataset
    transformation: Transformation


@dataclass(frozen=True)
class CategoryCodes(Transformation):
    """The number of each known category, column by column, and that of all others."""

    codes: Mapping[str, Mapping[str, float]]
    unknown: float

    title = "Encode Categories"

    def apply(self, dataset: Dataset) -> Dataset:
        _require_categories(dataset.schema, list(self.codes))
        return dataset.with_frame(encode_categories_as_numbers(dataset.frame, self.codes, self.unknown))

    def restrict_to(self, names: frozenset[str]) -> "CategoryCodes":
        return replace(self, codes={name: codes for name, codes in self.codes.items() if name in names})

    def describe(self) -> list[dict[str, Any]]:
        return [
            {"column": name, "value": value, "encoded": number}
            for name, codes in self.codes.items()
            for value, number in codes.items()
        ]


@dataclass(frozen=True)
class CategoryHashes(Transformation):
    """The columns that are hashed into so many columns of numbers."""

    columns: tuple[str, ...]
    width: int

    title = "Encode Categories"

    def apply(self, dataset: Dataset) -> Dataset:
        _require_categories(dataset.schema, list(self.columns))
        return dataset.with_frame(hash_categories(dataset.frame, list(self.columns), self.width))

    def restrict_to(self, names: frozenset[str]) -> "CategoryHashes":
        return replace(self, columns=tuple(name for name in self.columns if name in names))

    def describe(self) -> list[dict[str, Any]]:
        return [{"column": name, "hashed into": f"{self.width} columns"} for name in self.columns]


def _build_example() -> Call:
    frame = pd.DataFrame(
        {"size": ["small", "large", None, "medium", "small"], "fuel": list("gdgge"), "price": [9, 14, 12, 11, 8]}
    )
    order = CategoryOrder(column="size", values="small, medium, large")
    return Call.of(Dataset(frame, {"price": "label"}), orders=(order,))


def _predict_schema(
    dataset: Schema, columns_to_encode: Columns, encoding: CategoryEncoding, number_of_columns: int
) -> tuple[Schema, None]:
    chosen = _choose_categories(dataset, columns_to_encode)
    if encoding == "Hash":
        kept = dataset.drop(chosen)
        return kept.add_columns(*(Column(name, "real") for name in name_hashes(kept.names, number_of_columns))), None
    columns = [Column(one.name, "real", one.role) if one.name in chosen else one for one in dataset]
    return replace(dataset, columns=tuple(columns)), None


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    columns = list_columns_expression(step.columns_to_encode, source)
    out = step.add_table("encoded_dataset", "encoded", like=source)
    if step.encoding == "Hash":
        chosen = step.reserve_name("hashed_columns")
        step.assign(chosen, columns)

        def emit_hashes(table: Expr) -> Expr:
            return step.use(hash_categories).call(table, chosen, step.number_of_columns)

        step.assign(out, emit_hashes(source.code))
        step.outputs["transformation"] = ScriptVariable(chosen, apply=emit_hashes)
        return
    codes = step.reserve_name("category_codes")
    if step.encoding == "Order":
        orders = {order.column: read_order(order.values) for order in step.orders}
        found = step.use(number_categories).call(source, columns, **({"orders": orders} if orders else {}))
    else:
        shares = {} if step.frequency_unit == "Share of the rows" else {"shares": False}
        found = step.use(count_categories).call(source, columns, **shares)
    step.assign(codes, found)
    unknown = _find_unknown_code(step.encoding, step.unknown_categories)

    def emit_apply(table: Expr) -> Expr:
        other = expr("float('nan')") if np.isnan(unknown) else unknown
        return step.use(encode_categories_as_numbers).call(table, codes, other)

    step.assign(out, emit_apply(source.code))
    step.outputs["transformation"] = ScriptVariable(codes, apply=emit_apply)


@module(
    "Encode Categories",
    category="Data Transformation",
    palette_group="Encode and scale",
    icon="list-numbers",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=lambda encoding: encoding != "Hash"),
    keywords=(
        "OrdinalEncoder",
        "ordinal encoding",
        "LabelEncoder",
        "label encoding",
        "frequency encoding",
        "count encoding",
        "CountEncoder",
        "hashing trick",
        "FeatureHasher",
        "HashingEncoder",
        "category to number",
        "continuize",
        "nominal to numerical",
    ),
)
def encode_categories(
    dataset: Dataset,
    *,
    columns_to_encode: Annotated[
        Columns,
        Field(description="Columns of text or categories that become numbers."),
        columns_of("dataset", types=ENCODED_TYPES),
    ] = CATEGORIES,
    encoding: Annotated[
        CategoryEncoding,
        Field(
            description="Order: 0, 1, 2 by the order of the categories. Frequency: how many rows have them. Hash: "
            "spread over a fixed number of columns, for thousands of categories."
        ),
    ] = "Order",
    orders: Annotated[
        CategoryOrders,
        rows_of(CategoryOrder, row_title="order"),
        Field(
            max_length=200,
            description="A column that is not listed has the order of its categories, and the alphabet where they are "
            "text.",
        ),
        shown_when(encoding="Order"),
    ] = (),
    frequency_unit: Annotated[
        FrequencyUnit,
        Field(description="Shares compare between tables of different sizes; counts do not."),
        titled("Frequency as"),
        shown_when(encoding="Frequency"),
    ] = "Share of the rows",
    unknown_categories: Annotated[
        UnknownCategory,
        Field(description="What categories become that are in no order, or that only other data have."),
        shown_when(encoding="Order"),
    ] = "Missing",
    number_of_columns: Annotated[
        int,
        Field(ge=1, le=4_096, description="Fewer columns mean that more categories share one."),
        shown_when(encoding="Hash"),
    ] = 16,
) -> EncodeCategoriesOutputs:
    """Replace categories by numbers: their place in an order, how common they are, or a hash.

    Order suits categories that have one, such as small, medium and large. Frequency suits columns where the common
    differs from the rare; a category that the training data lack becomes 0. Hash replaces the chosen columns by columns
    'hash 1', 'hash 2' and so on, to which each category adds 1 or -1 (Weinberger et al., Feature Hashing for Large
    Scale Multitask Learning, 2009). Missing values stay missing, and add nothing to a hash.

    The transformation encodes other data in the same way. For one column of 0 and 1 for each category use Convert to
    Indicator Values, for the mean of the label Encode Target.
    """
    names = _choose_categories(dataset.schema, columns_to_encode)
    for name in names:
        refuse_nested(dataset.frame[name], port="dataset", parameter="columns_to_encode")
    fitted: Transformation
    if encoding == "Hash":
        fitted = CategoryHashes(tuple(names), number_of_columns)
    elif encoding == "Frequency":
        shares = frequency_unit == "Share of the rows"
        fitted = CategoryCodes(count_categories(dataset.frame, names, shares=shares), 0.0)
    else:
        codes = number_categories(dataset.frame, names, orders=_check_orders(orders, names))
        fitted = CategoryCodes(codes, _find_unknown_code(encoding, unknown_categories))
    return EncodeCategoriesOutputs(fitted.apply(dataset), fitted)


def number_categories(
    data: pd.DataFrame, columns: list[str], orders: Mapping[str, list[str]] | None = None
) -> dict[str, dict[str, float]]:
    """Per column the place of each category: in the given order, else in that of the categories, else by alphabet."""
    codes = {}
    for name in columns:
        values = data[name]
        if orders and name in orders:
            ordered = list(orders[name])
        elif isinstance(values.dtype, pd.CategoricalDtype):
            ordered = list(dict.fromkeys(map(str, values.cat.categories)))
        else:
            ordered = sorted(map(str, values.dropna().unique()))
        codes[name] = {category: float(place) for place, category in enumerate(ordered)}
    return codes


def count_categories(data: pd.DataFrame, columns: list[str], *, shares: bool = True) -> dict[str, dict[str, float]]:
    """Per column how many of the rows that have a value have each category; as a share of them, or as a number."""
    codes = {}
    for name in columns:
        counts = data[name].dropna().astype("str").value_counts()
        total = counts.sum() if shares else 1
        codes[name] = {str(category): float(count / total) for category, count in counts.items()}
    return codes


def encode_categories_as_numbers(
    data: pd.DataFrame, codes: Mapping[str, Mapping[str, float]], unknown: float
) -> pd.DataFrame:
    """The data with numbers for categories; a missing one stays missing."""
    made = {}
    for name, known in codes.items():
        there = data[name].notna()
        numbers = data[name].astype("str").map(dict(known)).astype("float64")
        made[name] = numbers.fillna(unknown).where(there)
    return set_columns(data, made)


def hash_categories(data: pd.DataFrame, columns: list[str], width: int) -> pd.DataFrame:
    """The data with so many columns of numbers for the categories; each adds 1 or -1 to one of them."""
    from sklearn.feature_extraction import FeatureHasher

    present = [data[name].notna().tolist() for name in columns]
    texts = [data[name].astype("str").tolist() for name in columns]
    rows = (
        [f"{name}={texts[at][row]}" for at, name in enumerate(columns) if present[at][row]] for row in range(len(data))
    )
    kept = data.drop(columns=columns)
    table = FeatureHasher(width, input_type="string").transform(rows).toarray() if len(data) else np.zeros((0, width))
    hashes = pd.DataFrame(table, index=data.index, columns=name_hashes(list(kept), width))
    return pd.concat([kept, hashes], axis=1)


def name_hashes(existing: list[str], width: int) -> list[str]:
    """The names of the columns of hashes."""
    return find_unused_names([f"hash {number}" for number in range(1, width + 1)], existing)


def read_order(text: str) -> list[str]:
    """The categories in the order in which they are listed."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _check_orders(orders: CategoryOrders, chosen: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place, order in enumerate(orders, 1):
        if order.column not in chosen:
            message = f"Row {place}: column '{order.column}' is not among those to encode. Choose it above."
            raise ModuleError(1, message, port="dataset", parameter="orders", column=order.column)
        values = read_order(order.values)
        twice = next((value for at, value in enumerate(values) if value in values[:at]), None)
        if twice is not None or order.column in found:
            again = f"'{twice}'" if twice is not None else f"column '{order.column}'"
            message = f"Row {place}: {again} is listed twice. List each once."
            raise ModuleError(19, message, parameter="orders", column=order.column)
        found[order.column] = values
    return found


def _find_unknown_code(encoding: CategoryEncoding, unknown: UnknownCategory) -> float:
    if encoding == "Frequency":
        return 0.0
    return -1.0 if unknown == "-1" else float("nan")


def _choose_categories(schema: Schema, columns: Columns) -> list[str]:
    names = columns.resolve_required(schema, port="dataset", parameter="columns_to_encode")
    _require_categories(schema, names)
    return names


def _require_categories(schema: Schema, names: list[str]) -> None:
    require_columns(names, schema, port="dataset", parameter="columns_to_encode")
    for column in schema.select(names):
        if column.type not in ENCODED_TYPES:
            message = f"Column '{column.name}' is {column.type}. Choose columns of text or categories."
            raise ModuleError(17, message, port="dataset", parameter="columns_to_encode", column=column.name)
