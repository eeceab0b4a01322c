"""Apply Transformation: do to one dataset what was fitted on another."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, Traits, Transformation, module
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.large_tables.large_work import ByRows
from modules.kit.row_functions import NoRowFunction, RowContext
from modules.kit.row_values import RowFunction


class ApplyTransformationOutputs(NamedTuple):
    transformed_dataset: Dataset


class DoublingTransformation(Transformation):
    """The transformation of the example: every number twice."""

    title = "Doubling"

    def apply(self, dataset: Dataset) -> Dataset:
        numbers = dataset.frame.select_dtypes("number")
        return dataset.with_frame(dataset.frame.assign(**{str(name): 2 * numbers[name] for name in numbers}))

    def describe(self) -> list[dict[str, object]]:
        return [{"columns": "all", "factor": 2}]


def _build_example() -> Call:
    return Call.of(DoublingTransformation(), Dataset(pd.DataFrame({"length": [1.0, 2.5]})))


def _emit_code(step: StepCode) -> None:
    source, change = step.get_input("dataset"), step.get_input("transformation").apply
    if change is None:
        raise CannotGenerateCode("The transformation can't be exported as Python.")
    out = step.add_table("transformed_dataset", f"{source.name}_transformed", like=source)
    step.assign(out, change(source.code))


def _compile_rows(context: RowContext, inputs: Mapping[str, Any], parameters: Any) -> RowFunction:
    transformation: Transformation = inputs["transformation"]
    if parameters.skip_absent_columns:
        transformation = transformation.restrict_to(frozenset(context.example.schema.names))
    found = transformation.compile_rows()
    if found is None:
        raise NoRowFunction(f"{transformation.title} is applied to whole tables only.")
    return found


def _find_read_columns(transformation: Transformation) -> frozenset[str] | None:
    return transformation.list_read_columns()


@module(
    "Apply Transformation",
    category="Model Scoring and Evaluation",
    icon="wand",
    role="transformation_applier",
    example=_build_example,
    keywords=("transform", "apply pipeline", "apply preprocessing"),
    emit_code=_emit_code,
    large_tables=ByRows(lambda transformation: transformation.works_by_rows),
    compile_rows=_compile_rows,
    traits=Traits(reads=_find_read_columns),
)
def apply_transformation(
    transformation: Transformation,
    dataset: Dataset,
    *,
    skip_absent_columns: Annotated[
        bool, Field(description="Skip the rules for columns that the data does not have, such as the label.")
    ] = False,
) -> ApplyTransformationOutputs:
    """Apply a fitted transformation to new data.

    Clean Missing Data, Normalize Data and Convert to Indicator Values return their transformation next to their result.
    Apply it to test data or new data, so that they are treated with what was learned from the training data, not with
    their own values.
    """
    if skip_absent_columns:
        transformation = transformation.restrict_to(frozenset(dataset.schema.names))
    return ApplyTransformationOutputs(transformation.apply(dataset))
