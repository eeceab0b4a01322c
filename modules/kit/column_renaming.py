"""New names for columns, as they are written in one parameter."""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from modules.kit.errors import ModuleError
from modules.kit.ports import Dataset, Scores


def parse_new_names(
    columns: Sequence[str], text: str, *, parameter: str, other_names: Collection[str] = ()
) -> dict[str, str]:
    """The new name of each column, or nothing where nothing is written.

    `text` holds one name per column, separated by commas; a name with a comma stands in double quotes. `other_names`
    are those of the columns beside them, which are taken. Raises ModuleError.
    """
    if not text.strip():
        return {}
    names = [name.strip() for name in next(csv.reader([text], skipinitialspace=True))]
    if len(names) != len(columns):
        message = (
            f"'{parameter}' must hold one name per chosen column: {len(columns)}. Got {len(names)}. "
            "Put a name that contains a comma in double quotes."
        )
        raise ModuleError(27, message, port="dataset", parameter=parameter)
    if not all(names):
        raise ModuleError(2, f"'{parameter}' contains an empty name. Give each column a name.", parameter=parameter)
    repeated = next((name for name in names if name in other_names or names.count(name) > 1), None)
    if repeated is not None:
        message = f"Two columns would be called '{repeated}'. Choose another name."
        raise ModuleError(28, message, parameter=parameter, column=repeated)
    return dict(zip(columns, names, strict=True))


def rename_columns(dataset: Dataset, names: Mapping[str, str]) -> Dataset:
    """The dataset with these columns under new names; roles and what is said of scores go with them."""
    roles = {names.get(name, name): role for name, role in dataset.roles.items()}
    return Dataset(dataset.frame.rename(columns=dict(names)), roles, rename_score_columns(dataset.scores, names))


def rename_score_columns(scores: Scores | None, names: Mapping[str, str]) -> Scores | None:
    if scores is None:
        return None
    return replace(
        scores,
        label=names.get(scores.label, scores.label) if scores.label is not None else None,
        predicted=names.get(scores.predicted, scores.predicted),
        probabilities={value: names.get(column, column) for value, column in scores.probabilities.items()},
    )
