"""What Train Many Models says of each group, as a table."""

import logging
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from modules.kit import Column, Dataset, ModuleError, Schema, TrainedModel
from modules.many_models.group_training import TrainedGroup, count_states

log = logging.getLogger(__name__)

STATES = {"trained": "Trained", "unchanged": "Unchanged", "failed": "Failed"}


def list_table_columns(group_by: Sequence[str]) -> Schema:
    """The columns of the table."""
    keys = [Column(name, "text", "none") for name in group_by]
    rest = [Column("Rows", "integer"), Column("State", "text"), Column("Reason", "text"), Column("Seconds", "real")]
    return Schema((*keys, *(replace(one, name=_avoid_keys(one.name, group_by)) for one in rest)))


def _avoid_keys(name: str, taken: Sequence[str]) -> str:
    return f"{name} (models)" if name in taken else name


def refuse_all_failed(groups: Sequence[TrainedGroup], general: TrainedModel | None) -> None:
    """Log what came of the groups; raises where there is no model at all."""
    counts = count_states(groups)
    log.info(
        "%d models trained, %d unchanged, %d groups without a model.",
        counts["trained"],
        counts["unchanged"],
        counts["failed"],
    )
    if counts["failed"] == len(groups) and general is None:
        message = f"None of the {len(groups):,} groups could be learned from. The first one: {groups[0].reason}"
        raise ModuleError(83, message, port="dataset")


def tabulate_groups(groups: Sequence[TrainedGroup], group_by: Sequence[str]) -> Dataset:
    """A row for each group: those without a model first, then as they occur in the data."""
    ordered = sorted(groups, key=lambda group: group.state != "failed")
    keys = {name: [group.key[place] for group in ordered] for place, name in enumerate(group_by)}
    rest = {
        "Rows": [group.rows for group in ordered],
        "State": [STATES[group.state] for group in ordered],
        "Reason": [group.reason for group in ordered],
        "Seconds": [round(group.seconds, 4) for group in ordered],
    }
    frame = pd.DataFrame({**keys, **{_avoid_keys(name, group_by): values for name, values in rest.items()}})
    texts = [*group_by, *(_avoid_keys(name, group_by) for name in ("State", "Reason"))]
    return Dataset(frame.astype(dict.fromkeys(texts, "str")), dict.fromkeys(group_by, "none"))
