"""The columns of a request that go into no answer: a step throws them away before anything has read their values.

Runs inside the sandbox only.
"""

from collections.abc import Mapping, Sequence

from modules.kit import Dataset
from server.runs.sandbox.inside.replica_protocol import SentValue
from server.runs.sandbox.inside.sandbox_requests import PreviewStep

Values = Mapping[str, Mapping[str, SentValue]]


def find_unread_columns(
    steps: Sequence[PreviewStep], values: Values, entrance: str, answers: Mapping[str, str]
) -> frozenset[str]:
    """The columns at the entrance that no answer depends on and none contains.

    `steps` follow the entrance, in their order; `values` are the results of all steps for some row.
    """
    reads = {
        step.node: step.module_spec.find_read_columns(_get_inputs(step, values), step.parameters) for step in steps
    }
    if all(columns is None for columns in reads.values()):
        return frozenset()
    source = next(iter(values[entrance]))
    names = values[entrance][source].schema.names
    answered = frozenset(answers.values())
    return frozenset(
        name for name in names if _is_thrown_away(name, f"{entrance}.{source}", steps, values, reads, answered)
    )


def _get_inputs(step: PreviewStep, values: Values) -> dict[str, SentValue]:
    """What arrives at each port that takes one value."""
    found: dict[str, SentValue] = {}
    for port, references in step.inputs.items():
        if len(references) == 1:
            node, _, output = references[0].partition(".")
            found[port] = values[node][output]
    return found


def _is_thrown_away(
    name: str,
    start: str,
    steps: Sequence[PreviewStep],
    values: Values,
    reads: Mapping[str, frozenset[str] | None],
    answered: frozenset[str],
) -> bool:
    """Whether no step that the column reaches reads it, and no answer has it."""
    carriers = {start}
    for step in steps:
        if carriers.isdisjoint(reference for references in step.inputs.values() for reference in references):
            continue
        read = reads[step.node]
        if read is None or name in read:
            return False
        carriers |= {
            f"{step.node}.{port}"
            for port, value in values[step.node].items()
            if not isinstance(value, Dataset) or name in value.frame.columns
        }
    return carriers.isdisjoint(answered)
