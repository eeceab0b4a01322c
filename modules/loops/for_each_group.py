"""For Each Group: where a loop over the groups of a table begins."""

from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, ModuleError, Schema, Traits, columns_of, module
from modules.kit.codegen.script_builder import StepCode
from modules.learning.group_keys import format_group, group_rows, require_keys


def _build_example() -> Call:
    frame = pd.DataFrame({"shop": ["a", "b", "a", "b"], "sales": [5, 9, 4, 7]})
    return Call.of(Dataset(frame, {"sales": "label"}), group_by=("shop",))


def _predict_schema(dataset: Schema, group_by: tuple[str, ...]) -> Schema:
    for name in group_by:
        dataset = dataset.with_column(name, role="none")
    return dataset


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", "shown_group", like=source)
    out.roles.update(dict.fromkeys(step.group_by, "none"))
    groups = source.code.method("groupby", list(step.group_by), sort=False, dropna=False, observed=True)
    step.add_comment("The rows of the first group, to see what the loop does.")
    first = groups.method("ngroup").method("eq", 0)
    step.assign(out, source.code.item(first).method("reset_index", drop=True))


@module(
    "For Each Group",
    category="Loops",
    icon="repeat",
    example=_build_example,
    schema=_predict_schema,
    role="loop_start",
    at_inference="drop",
    traits=Traits(preserves="values"),
    emit_code=_emit_code,
    keywords=(
        "loop",
        "iterate",
        "batch",
        "group loop start",
        "chunk loop start",
        "split apply combine",
        "map",
        "groupby",
    ),
)
def for_each_group(
    dataset: Dataset,
    *,
    group_by: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(description="Each combination of values is a group. What follows is run once for each."),
    ],
    group_to_show: Annotated[
        str,
        Field(
            description="The group whose rows you see on the cards in between, such as north, or north, food with two "
            "columns. Empty: the first."
        ),
    ] = "",
) -> Dataset:
    """Run the modules from here to Collect Results once for each group of rows.

    Any modules can stand in between: select, clean, train, score, evaluate. On the canvas they show one group, so that
    you see what each of them does. Collect Results runs them for every group, side by side on all processors that no
    other step needs, and puts the results below one another.

    What enters the loop from beside it, such as a learner or a second table, is the same for each group. Rows whose
    value is missing are a group too. Models in the loop do not learn from the columns that name the groups. Loops can
    stand inside one another.
    """
    require_keys(dataset, group_by, port="dataset")
    groups = group_rows(dataset.frame, group_by)
    if not groups.keys:
        raise ModuleError(21, "The data at 'dataset' have no rows, so there is no group.", port="dataset")
    places = {format_group(key): place for place, key in enumerate(groups.keys)}
    wanted = group_to_show.strip()
    if wanted and wanted not in places:
        known = ", ".join(f"'{name}'" for name in list(places)[:3])
        message = f"There is no group '{wanted}'. The data have {len(places):,}, such as {known}."
        raise ModuleError(18, message, parameter="group_to_show")
    place = places[wanted] if wanted else 0
    shown = dataset.with_frame(dataset.frame[groups.codes == place].reset_index(drop=True))
    remark = f"The rows of '{format_group(groups.keys[place])}', one of {len(places):,} groups."
    return Dataset(shown.frame, {**shown.roles, **dict.fromkeys(group_by, "none")}, shown.scores, None, remark)
