"""What a sandbox is asked to do for one step of a run."""

from collections.abc import Mapping
from pathlib import Path

from modules.kit import Module
from server.graph.planning.run_plan import PlannedStep
from server.runs.run_services import RunServices
from server.runs.sandbox.inside.sandbox_protocol import InputFile, StepRequest


def build_step_request(
    services: RunServices,
    catalog: Mapping[str, Module],
    plan: Mapping[str, PlannedStep],
    step: PlannedStep,
    inputs: Mapping[str, list[str]],
    folder: Path,
) -> StepRequest:
    """The request to run a step on stored artifacts, {input port: their hashes}; it writes in `folder`."""
    ports = {port.name: port.type for port in catalog[step.module].inputs}
    files = {
        port: tuple(
            InputFile(services.store.get_path(artifact), _find_value_type(catalog, plan, reference, ports[port]))
            for artifact, reference in zip(artifacts, step.inputs[port], strict=True)
        )
        for port, artifacts in inputs.items()
    }
    return StepRequest(
        step=step.node,
        module=step.module,
        parameters=dict(step.parameters),
        inputs=files,
        folder=folder,
        trusted=step.trusted,
        limits=services.step_limits,
        code=step.code,
    )


def _find_value_type(
    catalog: Mapping[str, Module], plan: Mapping[str, PlannedStep], reference: str, port_type: str
) -> str:
    """The type of the value that an edge brings, which may be another than its input port names."""
    node, _, port = reference.partition(".")
    output = catalog[plan[node].module].find_output(port)
    return output.type if output else port_type
