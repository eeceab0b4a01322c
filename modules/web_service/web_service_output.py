"""Web Service Output: where the answer leaves a deployed design."""

import logging
from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, module, unchanged
from modules.kit.codegen.script_builder import StepCode
from modules.kit.row_values import Cells
from modules.web_service.portal_names import PortalName

logger = logging.getLogger(__name__)


def _build_example() -> Call:
    return Call.of(Dataset(pd.DataFrame({"Scored Labels": ["yes", "no"]})))


def _pass_rows(cells: Cells) -> Cells:
    return cells


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    step.add_comment(f"{source.name} is the answer.")
    step.outputs["results_dataset"] = source


@module(
    "Web Service Output",
    category="Web Service",
    icon="logout-2",
    role="service_output",
    schema=unchanged,
    emit_code=_emit_code,
    compile_rows=lambda *_: _pass_rows,
    example=_build_example,
    keywords=("REST", "API", "endpoint", "response", "container output"),
)
def web_service_output(
    dataset: Dataset,
    *,
    name: Annotated[PortalName, Field(description="The name of this output in a response.")] = "output1",
) -> Dataset:
    """Mark which table the deployed design returns for a request.

    Until then the data pass through, as an example of an answer. Add Select Columns in Dataset before it to return only
    the scores.
    """
    logger.info("A response has %d columns at %s", len(dataset.frame.columns), name)
    return dataset
