"""What becomes of how a step ended: its outputs go into the store, its loss into words."""

import logging
from collections.abc import Mapping, Sequence

from modules.kit.error_numbers import ERROR_KINDS
from server.runs.sandbox.inside.sandbox_messages import (
    VALIDATED_TYPES,
    ProducedOutput,
    StepCrashed,
    StepError,
    StepFailed,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_requests import MIB, StepLimits
from server.runs.scheduling.run_adoption import MAX_ATTEMPTS, MAX_MACHINE_ATTEMPTS
from server.runs.scheduling.run_state_writer import StoredOutput
from server.runs.workspace_quotas import OverQuota, Reservation, WorkspaceQuotas
from server.storage.files.artifact_store import ArtifactStore, CorruptArtifact

logger = logging.getLogger(__name__)

PROCESS_KILLED_MESSAGE = "Something outside Designery killed the process of this step twice. Run it again."
#: {reason: number and title} of what ended a step; the numbers stand in modules/kit/operation_errors.py.
CRASH_ERRORS: Mapping[str, tuple[int, str]] = {
    reason: (number, ERROR_KINDS[number].title)
    for reason, number in {
        "machine lost": 1004,
        "out of memory": 138,
        "time limit": 1001,
        "too many processes": 1001,
        "too much written": 1001,
        "too many files": 1001,
        "no sandbox": 1002,
    }.items()
}
#: How often a step is tried, by what it lost.
ATTEMPTS: Mapping[str, int] = {"worker lost": MAX_ATTEMPTS, "machine lost": MAX_MACHINE_ATTEMPTS}


def find_source_damage(store: ArtifactStore, outputs: Mapping[str, str]) -> StepError | None:
    """What is wrong with the stored data of a dataset; None where each file is what it was."""
    try:
        for artifact in outputs.values():
            store.verify_artifact(artifact)
    except CorruptArtifact:
        message = "The stored data of this dataset is damaged or missing. Upload the file again as a new version."
        return StepError(18, ERROR_KINDS[18].title, message)
    return None


def store_outputs(store: ArtifactStore, outputs: Sequence[ProducedOutput]) -> list[StoredOutput]:
    """Move the outputs of a finished step into the store; an executor has had them validated."""
    return [
        StoredOutput(
            output.port, _store_output(store, output), output.port_type, output.rows, output.columns, output.bytes
        )
        for output in outputs
    ]


def reserve_output_room(
    quotas: WorkspaceQuotas, workspace: str, outcome: StepOutcome
) -> tuple[StepOutcome, Reservation]:
    """Room for what a step wrote, until it is written down; where there is none, the step has failed."""
    room = Reservation(quotas, workspace)
    if isinstance(outcome, StepSucceeded):
        try:
            room.grow(sum(output.path.lstat().st_size for output in outcome.outputs))
        except OverQuota as error:
            return StepFailed(StepError(None, "The workspace is full", str(error))), room
    return outcome, room


def _store_output(store: ArtifactStore, output: ProducedOutput) -> str:
    artifact = store.store_file(output.path)
    if output.port_type in VALIDATED_TYPES:
        store.mark_validated(artifact)
    return artifact


def explain_retry(outcome: StepOutcome, attempt: int) -> str | None:
    """What the log says before another attempt; None where none is worth it, or none is left."""
    most = ATTEMPTS.get(outcome.reason, 0) if isinstance(outcome, StepCrashed) else 0
    if not isinstance(outcome, StepCrashed) or attempt >= most:
        return None
    detail = f": {outcome.detail}" if outcome.detail else ""
    lost = "worker" if outcome.reason == "machine lost" else "process"
    logger.warning("A %s was lost%s. Attempt %d of %d follows.", lost, detail, attempt + 1, most)
    return f"The {lost} of this step was lost{detail}. It starts again."


def describe_failure(outcome: StepOutcome, limits: StepLimits) -> StepError:
    """The error of a step that failed: its own, or, where its process ended without one, what ended it."""
    if isinstance(outcome, StepFailed):
        return outcome.error
    reason, message = (outcome.reason, outcome.message) if isinstance(outcome, StepCrashed) else ("worker lost", "")
    messages = {
        "out of memory": f"This step needed more than its {limits.memory_bytes // MIB:,} MiB of memory. "
        "Use fewer rows or columns, or raise DESIGNERY_STEP_MEMORY.",
        "machine lost": f"The worker of this step, or the connection to it, was lost {MAX_MACHINE_ATTEMPTS} times. "
        "Open Targets to see the workers, then run it again.",
        "time limit": f"This step took longer than its {limits.seconds or 0:,.0f} seconds."
        " Use less data, or raise DESIGNERY_STEP_SECONDS.",
    }
    number, title = CRASH_ERRORS.get(reason, (None, "Step ended"))
    message = message or messages.get(reason, PROCESS_KILLED_MESSAGE)
    return StepError(number, title, message)
