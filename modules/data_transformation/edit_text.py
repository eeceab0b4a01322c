"""Edit Text: trim, change case, pad, replace, extract, read numbers and compare, by columns."""

from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from modules.data_transformation.formula_columns import (
    add_formula_columns,
    emit_formula_table,
    predict_formula_columns,
    trace_formula_columns,
)
from modules.kit import (
    Call,
    Dataset,
    ModuleError,
    ParameterRow,
    Schema,
    Traits,
    column_of,
    module,
    rows_of,
    shown_when,
    titled,
)
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import column_not_found
from modules.kit.formulas.formula_syntax import bracket_column, quote_text
from modules.kit.formulas.text_functions import write_number_pattern
from modules.kit.large_tables.large_work import ByRows

WITH_PATTERN = ("Extract by pattern", "Replace by pattern", "Find by pattern")
NUMBERS = ("Number in the text", "Unit of the number")
#: The word behind a number.
UNIT = r"\s*([^\d\s.,][^\s]*)"


class TextStep(ParameterRow):
    """One thing to do with a column of texts."""

    column: Annotated[str, column_of("dataset", types=("text", "category"))]
    do: Annotated[
        Literal[
            "Trim spaces",
            "Join repeated spaces",
            "Upper case",
            "Lower case",
            "First characters",
            "Last characters",
            "Pad at the left",
            "Replace text",
            "Replace by pattern",
            "Extract by pattern",
            "Find by pattern",
            "Number in the text",
            "Unit of the number",
            "Count characters",
            "Similarity to another column",
        ],
        titled("What to do"),
    ] = "Trim spaces"
    count: Annotated[
        int,
        titled("Characters"),
        Field(ge=0, le=10_000),
        shown_when(do=("First characters", "Last characters", "Pad at the left")),
    ] = 5
    fill: Annotated[str, titled("Fill with"), Field(min_length=1, max_length=1), shown_when(do="Pad at the left")] = "0"
    old: Annotated[str, titled("Text to replace"), Field(max_length=1_000), shown_when(do="Replace text")] = ""
    pattern: Annotated[
        str,
        Field(max_length=1_000, description="A regular expression, such as [A-Z]{2}-(\\d+)."),
        shown_when(do=WITH_PATTERN),
    ] = ""
    group: Annotated[
        int,
        Field(ge=0, le=20, description="Which bracket of the pattern to take; 0 is all that it finds."),
        shown_when(do="Extract by pattern"),
    ] = 0
    new: Annotated[
        str,
        titled("New text"),
        Field(max_length=1_000, description="\\1 is what the first bracket of the pattern found."),
        shown_when(do=("Replace text", "Replace by pattern")),
    ] = ""
    decimal_sign: Annotated[Literal["Point: 1,234.5", "Comma: 1.234,5"], shown_when(do=NUMBERS)] = "Point: 1,234.5"
    other: Annotated[
        str | None,
        column_of("dataset", types=("text", "category")),
        titled("Other column"),
        shown_when(do="Similarity to another column"),
    ] = None
    new_name: Annotated[
        str, titled("Name of the result"), Field(max_length=300, description="Empty: the column is replaced.")
    ] = ""

    @property
    def result(self) -> str:
        """The name of the column with the result."""
        return self.new_name.strip() or self.column

    def write_formula(self) -> str:
        """The same as a formula."""
        text = bracket_column(self.column)
        pattern, new = quote_text(self.pattern), quote_text(self.new)
        point = self.decimal_sign.startswith("Point")
        number = write_number_pattern("." if point else ",")
        formulas = {
            "Trim spaces": f"trim({text})",
            "Join repeated spaces": f'trim(regex_replace({text}, "\\s+", " "))',
            "Upper case": f"upper({text})",
            "Lower case": f"lower({text})",
            "First characters": f"left({text}, {self.count})",
            "Last characters": f"right({text}, {self.count})",
            "Pad at the left": f"pad_left({text}, {self.count}, {quote_text(self.fill)})",
            "Replace text": f"replace({text}, {quote_text(self.old)}, {new})",
            "Replace by pattern": f"regex_replace({text}, {pattern}, {new})",
            "Extract by pattern": f"regex_extract({text}, {pattern}, {self.group})",
            "Find by pattern": f"regex_match({text}, {pattern})",
            "Number in the text": f"find_number({text})" if point else f'find_number({text}, ",")',
            "Unit of the number": f"regex_extract({text}, {quote_text(f'(?:{number}){UNIT}')}, 1)",
            "Count characters": f"length({text})",
            "Similarity to another column": f"similarity({text}, {bracket_column(self.other or '')})",
        }
        return formulas[self.do]


TextSteps = tuple[TextStep, ...]


def _build_example() -> Call:
    parcels = pd.DataFrame(
        {
            "sender": ["  Ann  Lee", "bob ", None],
            "weight": ["1,250.5 kg", "80 g", "unknown"],
            "code": ["DE-17", "FR-203", "x"],
        }
    )
    steps = (
        TextStep(column="sender", do="Join repeated spaces"),
        TextStep(column="weight", do="Unit of the number", new_name="unit"),
        TextStep(column="weight", do="Number in the text"),
        TextStep(column="code", do="Extract by pattern", pattern=r"([A-Z]+)-(\d+)", group=2, new_name="number"),
    )
    return Call.of(Dataset(parcels), steps=steps)


def _list_formulas(steps: TextSteps) -> list[tuple[str, str]]:
    for place, step in enumerate(steps, start=1):
        if step.do in WITH_PATTERN and not step.pattern:
            raise ModuleError(2, f"Row {place}: enter the pattern.", parameter="steps")
        if step.do == "Similarity to another column" and step.other is None:
            raise ModuleError(11, f"Row {place}: choose the column to compare with.", parameter="steps")
        if step.do == "Replace text" and not step.old:
            raise ModuleError(2, f"Row {place}: enter the text to replace.", parameter="steps")
    return [(step.result, step.write_formula()) for step in steps]


def _check_columns(schema: Schema, steps: TextSteps) -> None:
    known = set(schema.names)
    for step in steps:
        for name in (step.column, step.other if "Similarity" in step.do else None):
            if name is not None and name not in known:
                raise column_not_found(name, schema, port="dataset", parameter="steps")
        known.add(step.result)


def _predict_schema(dataset: Schema, steps: TextSteps) -> Schema:
    _check_columns(dataset, steps)
    return predict_formula_columns(dataset, _list_formulas(steps), parameter="steps")


def _find_derived_columns(dataset: Schema, steps: TextSteps) -> dict[str, tuple[str, ...]]:
    return trace_formula_columns(dataset, _list_formulas(steps), parameter="steps")


def _emit_code(step: StepCode) -> None:
    emit_formula_table(step, _list_formulas(step.steps))


@module(
    "Edit Text",
    category="Data Transformation",
    palette_group="Compute values",
    icon="text-wrap",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=False, derives=_find_derived_columns),
    emit_code=_emit_code,
    keywords=(
        "string manipulation",
        "string replacer",
        "trim",
        "upper case",
        "lower case",
        "case converter",
        "pad",
        "regex",
        "regular expression",
        "RegEx tool",
        "extract",
        "find and replace",
        "data cleansing",
        "clean text",
        "parse number",
        "units",
        "string to number",
        "substring",
        "left",
        "right",
        "length",
        "similarity",
        "fuzzy",
        "levenshtein",
        "edit distance",
        "replace text",
        "find",
        "text cleanup",
        "extract substring",
        "remove characters",
        "convert to number",
        "remove units",
        "proper case",
    ),
    large_tables=ByRows(),
)
def edit_text(
    dataset: Dataset,
    *,
    steps: Annotated[
        TextSteps,
        rows_of(TextStep, row_title="step", adds_column="new_name"),
        Field(min_length=1, max_length=200, description="One after another: a step may use the results above it."),
    ],
) -> Dataset:
    """Trim, change case, pad, replace, extract and compare texts.

    Missing texts stay missing, and what a pattern does not find is missing. Number in the text is the first number,
    and Unit of the number is the word behind it: 1,250.5 and kg of "1,250.5 kg". Similarity is 1 for equal texts and 0
    for those with nothing in common: the share of characters that no edit has to change. Categories become text.
    """
    _check_columns(dataset.schema, steps)
    return add_formula_columns(dataset, _list_formulas(steps), parameter="steps")
