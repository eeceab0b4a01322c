"""Polynomial Features: powers of columns of numbers and products of several."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, combinations_with_replacement
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
    Schema,
    Traits,
    Transformation,
    columns_of,
    module,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_column_names
from modules.kit.errors import require_columns
from modules.kit.numeric_columns import NUMERIC_FEATURES, choose_numeric_columns, require_numbers

PolynomialTerms = Literal["Powers and products", "Products only", "Powers only"]
#: More new columns than this are refused before they are computed.
MAX_TERMS = 5_000


class PolynomialFeaturesOutputs(NamedTuple):
    results_dataset: Dataset
    transformation: Transformation


@dataclass(frozen=True)
class Products(Transformation):
    """The columns that each new column is the product of."""

    terms: Mapping[str, tuple[str, ...]]

    title = "Polynomial Features"

    def apply(self, dataset: Dataset) -> Dataset:
        needed = dict.fromkeys(name for factors in self.terms.values() for name in factors)
        require_columns(needed, dataset.schema, port="dataset")
        for name in needed:
            require_numbers(dataset.frame[name])
        return dataset.with_frame(add_products(dataset.frame, self.terms))

    def restrict_to(self, names: frozenset[str]) -> "Products":
        return replace(self, terms={new: factors for new, factors in self.terms.items() if names.issuperset(factors)})

    def describe(self) -> list[dict[str, Any]]:
        return [{"column": new, "product of": ", ".join(factors)} for new, factors in self.terms.items()]


def _build_example() -> Call:
    frame = pd.DataFrame({"width": [2.0, 3.0, None], "height": [5, 1, 4], "price": [11.0, 4.0, 8.0]})
    return Call.of(Dataset(frame, {"price": "label"}))


def _predict_schema(
    dataset: Schema, columns_to_combine: Columns, degree: int, terms: PolynomialTerms
) -> tuple[Schema, None]:
    made = _list_chosen_terms(dataset, columns_to_combine, degree, terms)
    replaced = [Column(one.name, "real", one.role) if one.name in made else one for one in dataset]
    added = [Column(name, "real") for name in made if name not in dataset]
    return replace(dataset, columns=(*replaced, *added)), None


def _derive_columns(
    dataset: Schema, columns_to_combine: Columns, degree: int, terms: PolynomialTerms
) -> dict[str, tuple[str, ...]]:
    made = _list_chosen_terms(dataset, columns_to_combine, degree, terms)
    return {name: tuple(dict.fromkeys(factors)) for name, factors in made.items()}


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    columns = find_column_names(step.columns_to_combine, source)
    if columns is None:
        raise CannotGenerateCode("Which columns it combines is known only during a run. Run the design, or name them.")
    terms = step.reserve_name("terms")
    step.assign(terms, list_terms(columns, step.degree, step.terms))

    def emit_apply(table: Expr) -> Expr:
        return step.use(add_products).call(table, terms)

    out = step.add_table("results_dataset", "with_products", like=source)
    step.assign(out, emit_apply(source.code))
    step.outputs["transformation"] = ScriptVariable(terms, apply=emit_apply)


@module(
    "Polynomial Features",
    category="Data Transformation",
    palette_group="Encode and scale",
    icon="superscript",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=False, preserves="rows", derives=_derive_columns),
    keywords=(
        "PolynomialFeatures",
        "interactions",
        "interaction terms",
        "cross features",
        "quadratic terms",
        "squares",
        "feature engineering",
        "generate features",
    ),
)
def polynomial_features(
    dataset: Dataset,
    *,
    columns_to_combine: Annotated[
        Columns,
        Field(description="Columns of numbers that are multiplied by themselves and by one another."),
        columns_of("dataset", types=("integer", "real")),
    ] = NUMERIC_FEATURES,
    degree: Annotated[
        int,
        Field(ge=2, le=5, description="The greatest power, and how many columns are multiplied at most."),
    ] = 2,
    terms: Annotated[
        PolynomialTerms,
        Field(description="Products are of different columns, such as width * height; powers are of one, as width^2."),
    ] = "Powers and products",
) -> PolynomialFeaturesOutputs:
    """Add powers of columns and products of several, so that a linear model can learn curves and interactions.

    Of width and height, degree 2 makes width^2, width * height and height^2. A product with a missing value is missing.
    Scale large numbers first by Normalize Data: powers of them become very large. The number of new columns grows
    quickly: ten columns make 55 of degree 2 and 275 up to degree 3. The transformation adds the same columns to other
    data.
    """
    fitted = Products(_list_chosen_terms(dataset.schema, columns_to_combine, degree, terms))
    return PolynomialFeaturesOutputs(fitted.apply(dataset), fitted)


def _list_chosen_terms(
    schema: Schema, columns: Columns, degree: int, terms: PolynomialTerms
) -> dict[str, tuple[str, ...]]:
    names = choose_numeric_columns(schema, columns, parameter="columns_to_combine")
    return list_terms(names, degree, terms)


def list_terms(columns: Sequence[str], degree: int, terms: PolynomialTerms) -> dict[str, tuple[str, ...]]:
    """{the name of each new column: the columns that it is the product of}; refuses too many (7)."""
    made: dict[str, tuple[str, ...]] = {}
    for power in range(2, degree + 1):
        kind = combinations if terms == "Products only" else combinations_with_replacement
        found = [(name,) * power for name in columns] if terms == "Powers only" else kind(columns, power)
        for factors in found:
            made[name_term(factors)] = tuple(factors)
            if len(made) > MAX_TERMS:
                message = f"{len(columns)} columns up to degree {degree} make more than {MAX_TERMS:,} new ones."
                raise ModuleError(7, f"{message} Choose fewer columns, or a lower degree.", parameter="degree")
    return made


def name_term(factors: Sequence[str]) -> str:
    """The product as it is usually written: width^2 * height."""
    powers = Counter(factors)
    return " * ".join(name if power == 1 else f"{name}^{power}" for name, power in powers.items())


def add_products(data: pd.DataFrame, terms: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The data with a column for each product of others."""
    needed = dict.fromkeys(name for factors in terms.values() for name in factors)
    numbers = {name: data[name].to_numpy(dtype="float64", na_value=np.nan) for name in needed}
    with np.errstate(all="ignore"):
        made = {new: np.prod([numbers[name] for name in factors], axis=0) for new, factors in terms.items()}
    return set_columns(data, made)
