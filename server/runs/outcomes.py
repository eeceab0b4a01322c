"""What becomes of how a step ended: its outputs go into the store, its loss into words."""

from collections.abc import Mapping, Sequence
from typing import Any

from modules.kit.error_numbers import NUMBERS
from server.runs.journal import Placed
from server.runs.quotas import OverQuota, Quotas, Reservation
from server.runs.steps import MIB, VALIDATED_TYPES, Failed, Limits, Lost, Outcome, Produced, StepError, Succeeded
from server.storage.artifacts import ArtifactStore

#: {reason: number and title} of what ended a step; the numbers stand in modules/kit/error_numbers.py.
ENDS: Mapping[str, tuple[int, str]] = {
    reason: (number, NUMBERS[number].title)
    for reason, number in {
        "out of memory": 138,
        "time limit": 1001,
        "too many processes": 1001,
        "too much written": 1001,
        "too many files": 1001,
        "no sandbox": 1002,
    }.items()
}


def place(store: ArtifactStore, outputs: Sequence[Produced]) -> list[Placed]:
    """Move the outputs of a finished step into the store; an executor has had them validated."""
    return [
        Placed(output.port, _placed(store, output), output.port_type, output.rows, output.columns, output.bytes)
        for output in outputs
    ]


def admit(quotas: Quotas, workspace: str, outcome: Outcome) -> tuple[Outcome, Reservation]:
    """Room for what a step wrote, until it is written down; where there is none, the step has failed."""
    room = Reservation(quotas, workspace)
    if isinstance(outcome, Succeeded):
        try:
            room.grow(sum(output.path.lstat().st_size for output in outcome.outputs))
        except OverQuota as error:
            return Failed(StepError(None, "The workspace is full", str(error))), room
    return outcome, room


def _placed(store: ArtifactStore, output: Produced) -> str:
    artifact = store.place(output.path)
    if output.port_type in VALIDATED_TYPES:
        store.mark_validated(artifact)
    return artifact


def lost(outcome: Outcome, limits: Limits) -> dict[str, Any]:
    """The error of a step whose process ended without a word of its own."""
    reason, message = (outcome.reason, outcome.message) if isinstance(outcome, Lost) else ("worker lost", "")
    messages = {
        "out of memory": f"This step needed more than its {limits.memory_bytes // MIB:,} MiB of memory. "
        "Use fewer rows or columns, or raise DESIGNERY_STEP_MEMORY.",
        "time limit": f"This step took longer than its {limits.seconds or 0:,.0f} seconds. "
        "Give it less to do, or raise DESIGNERY_STEP_SECONDS.",
    }
    number, title = ENDS.get(reason, (None, "Step ended"))
    message = message or messages.get(reason, "The process of this step was killed twice from outside. Run it again.")
    return {"number": number, "title": title, "message": message}
