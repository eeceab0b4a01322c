"""What becomes of how a step ended: its outputs go into the store, its loss into words."""

from collections.abc import Sequence
from typing import Any

from server.runs.journal import Placed
from server.runs.steps import VALIDATED_TYPES, Limits, Lost, Outcome, Produced
from server.storage.artifacts import ArtifactStore


def place(store: ArtifactStore, outputs: Sequence[Produced]) -> list[Placed]:
    """Move the outputs of a finished step into the store; an executor has had them validated."""
    return [
        Placed(output.port, _placed(store, output), output.port_type, output.rows, output.columns, output.bytes)
        for output in outputs
    ]


def _placed(store: ArtifactStore, output: Produced) -> str:
    artifact = store.place(output.path)
    if output.port_type in VALIDATED_TYPES:
        store.mark_validated(artifact)
    return artifact


def lost(outcome: Outcome, limits: Limits) -> dict[str, Any]:
    """The error of a step whose process ended without a word of its own."""
    messages = {
        "out of memory": f"This step needed more than its {limits.memory_bytes // 2**30} GiB of memory. "
        "Give it fewer rows or columns, or raise DESIGNERY_STEP_MEMORY.",
        "time limit": f"This step took longer than its {limits.seconds or 0:,.0f} seconds. "
        "Raise DESIGNERY_STEP_SECONDS.",
    }
    reason = outcome.reason if isinstance(outcome, Lost) else ""
    message = messages.get(reason, "The process of this step was killed twice from outside. Run it again.")
    return {"number": None, "title": "Step ended", "message": message}
