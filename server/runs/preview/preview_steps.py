"""A planned step as a process is to run it in memory: for a live preview, or in a replica."""

from collections.abc import Mapping

from modules.kit import Module
from server.graph.planning.run_plan import PlannedStep
from server.runs.sandbox.inside.sandbox_requests import InputFile, PreviewStep
from server.storage.files.artifact_store import ArtifactStore


def build_preview_step(
    step: PlannedStep, module: Module, store: ArtifactStore, bound_artifacts: Mapping[str, str]
) -> PreviewStep:
    """The step, with the stored file that a source stands for."""
    port = module.outputs[0]
    source = InputFile(store.get_path(bound_artifacts[step.node]), port.type) if step.source else None
    return PreviewStep(
        node=step.node,
        module=step.module,
        lineage_hash=step.lineage_hash,
        parameters=dict(step.parameters),
        inputs=step.inputs,
        source=source,
        port=port.name,
        deterministic=step.deterministic,
        code=step.code,
        secrets=step.secrets,
    )
