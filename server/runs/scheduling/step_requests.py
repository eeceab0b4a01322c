"""What a sandbox is asked to do for one step of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from modules.kit import Module
from server.graph.planning.run_plan import PlannedStep
from server.runs.environments.environment_installer import BuiltEnvironments
from server.runs.run_services import RunServices
from server.runs.sandbox.inside.sandbox_requests import BatchRequest, InputFile, StepRequest
from server.runs.step_secrets import SecretUnavailable


@dataclass(frozen=True)
class StepProvisions:
    """What a step is given: {input port: artifacts}, what was fetched, secrets, environments, chunks."""

    inputs: Mapping[str, list[str]]
    fetched_file: InputFile | None
    secrets: Mapping[str, str]
    environments: BuiltEnvironments
    batch: BatchRequest | None = None


def build_step_request(
    services: RunServices,
    catalog: Mapping[str, Module],
    plan: Mapping[str, PlannedStep],
    step: PlannedStep,
    provisions: StepProvisions,
    folder: Path,
) -> StepRequest:
    """The request to run a step on stored artifacts; it writes in `folder`."""
    ports = {port.name: port.type for port in catalog[step.module].inputs}
    files = {
        port: tuple(
            InputFile(services.store.get_path(artifact), _find_value_type(catalog, plan, reference, ports[port]))
            for artifact, reference in zip_longest(artifacts, step.inputs.get(port, ()), fillvalue="")
        )
        for port, artifacts in provisions.inputs.items()
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
        fetched_file=provisions.fetched_file,
        environments={built.reference: built.folder for built in provisions.environments},
        batch=_add_table(provisions.batch, files),
    )


def _add_table(batch: BatchRequest | None, files: Mapping[str, tuple[InputFile, ...]]) -> BatchRequest | None:
    """The batch with its table, which the step reads chunk by chunk."""
    table = next((file for given in files.values() for file in given if file.port_type == "dataset"), None)
    return replace(batch, table=table) if batch is not None else None


def decrypt_step_secrets(services: RunServices, step: PlannedStep, is_allowed: bool) -> dict[str, str]:
    """The values that the step is to be handed. Raises SecretUnavailable."""
    if step.secrets and not is_allowed:
        raise SecretUnavailable(
            "This run gets no secrets. It was started through a link, or its design is not trusted."
        )
    assert not (step.secrets and step.trusted), "Only a process of its own is given secrets."
    return services.secrets.decrypt_values(step.secrets)


def _find_value_type(
    catalog: Mapping[str, Module], plan: Mapping[str, PlannedStep], reference: str, port_type: str
) -> str:
    """The type of the value that an edge brings, which may be another than its input port names; that of the port for
    what comes from an earlier run."""
    if not reference:
        return port_type
    node, _, port = reference.partition(".")
    output = catalog[plan[node].module].find_output(port)
    return output.type if output else port_type
