"""Web Service Input: where the rows of a request enter a deployed design."""

import logging
from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.kit import Call, Columns, Dataset, Schema, columns_of, module, titled
from modules.kit.codegen.script_builder import StepCode, select_table_expression
from modules.web_service.portal_names import PortalName

ALL_COLUMNS = Columns()

logger = logging.getLogger(__name__)


def _predict_schema(dataset: Schema, columns: Columns) -> Schema:
    return dataset.select(columns.resolve(dataset))


def _build_example() -> Call:
    frame = pd.DataFrame({"weight": [1_200, 1_450], "price": [13_950, 16_430]})
    return Call.of(Dataset(frame), columns=Columns(names=("price",)))


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", f"{step.title} columns", like=source)
    step.assign(out, select_table_expression(step.columns, source))


@module(
    "Web Service Input",
    category="Web Service",
    icon="login-2",
    role="service_input",
    schema=_predict_schema,
    emit_code=_emit_code,
    example=_build_example,
    keywords=("REST", "API", "endpoint", "request", "container input"),
)
def web_service_input(
    dataset: Dataset,
    *,
    name: Annotated[PortalName, Field(description="The name of this input in a request.")] = "input1",
    columns: Annotated[
        Columns,
        columns_of("dataset"),
        titled("Columns of a request"),
        Field(description="The columns of a request, usually all except the label."),
    ] = ALL_COLUMNS,
) -> Dataset:
    """Mark where the rows of a request enter the deployed design.

    Until then the data at its input pass through, as an example of a request: their columns and types are what the
    deployed design asks for. Leave out the column that is to be predicted, since a request does not have it.
    """
    chosen = columns.resolve_required(dataset.schema, port="dataset", parameter="columns")
    logger.info("A request has %d columns at %s: %s", len(chosen), name, ", ".join(chosen))
    return dataset.with_frame(dataset.frame[chosen])
