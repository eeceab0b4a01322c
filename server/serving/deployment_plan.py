"""From a pinned inference design to what a replica is given: its steps, its entrance, its answers and its columns."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from modules.kit import Module
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, get_node_title, parse_design
from server.graph.planning.run_plan import RunPlan, build_plan
from server.registry.model_signature import ModelSignature, SignatureColumn
from server.runs.preview.preview_steps import build_preview_step
from server.runs.sandbox.inside.replica_protocol import ReplicaColumn
from server.runs.sandbox.inside.sandbox_requests import ReplicaRequest, StepLimits
from server.serving.drift import ColumnReference
from server.serving.onnx_choice import read_choice
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.endpoint_tables import DeploymentRow


class CannotDeploy(Exception):
    """What is to be deployed does not predict; the message says what to do."""


def find_entrance(design: Design, catalog: Mapping[str, Module]) -> str:
    """The node at which the rows of a request enter. Raises CannotDeploy where there is not exactly one."""
    found = _list_role(design, catalog, "service_input")
    if not found:
        raise CannotDeploy(
            "This design has no Web Service Input. Make an inference design of one that trains, and deploy that."
        )
    if len(found) > 1:
        raise CannotDeploy("This design has several Web Service Inputs. Keep one of them.")
    return found[0]


def find_answers(design: Design, catalog: Mapping[str, Module]) -> dict[str, str]:
    """{name in an answer: the reference of its table}. Raises CannotDeploy where there is none."""
    found = {}
    for name in _list_role(design, catalog, "service_output"):
        node = design.nodes[name]
        edge = next(iter(node.edges()), None)
        if edge is not None:
            title = node.parameters.get("name")
            found[title if isinstance(title, str) else "output1"] = edge.reference
    if not found:
        raise CannotDeploy("This design has no Web Service Output. Add one behind the module whose table is returned.")
    return found


def _list_role(design: Design, catalog: Mapping[str, Module], role: str) -> list[str]:
    return [
        name
        for name, node in design.nodes.items()
        if not node.disabled and node.module in catalog and catalog[node.module].role == role
    ]


def refuse_outside_work(plan: RunPlan, design: Design, catalog: Mapping[str, Module]) -> None:
    """Raise CannotDeploy for steps with what a replica does not have: data from elsewhere, secrets, environments."""
    titles = {name: module.title for name, module in catalog.items()}
    for step in plan.steps:
        title = get_node_title(design.nodes[step.node], titles)
        if step.external_request is not None:
            raise CannotDeploy(f"{title} fetches data from elsewhere. Store its result as a dataset and use that.")
        if step.secrets:
            raise CannotDeploy(f"{title} uses a secret, which an endpoint does not hand out. Remove it from the path.")
        if step.environments:
            raise CannotDeploy(
                f"{title} runs in the environment '{step.environments[0]}', which an endpoint does not have. Use the "
                "packages of the server for what predicts."
            )


def build_replica_request(
    row: DeploymentRow, catalog: Mapping[str, Module], store: ArtifactStore, limits: StepLimits
) -> ReplicaRequest:
    """What a replica of this deployment is given. The folder is that of each replica."""
    design = parse_design(row.document)
    own_catalog = add_custom_modules(design, catalog)
    plan = build_plan(design, own_catalog, [], None, row.artifacts)
    steps = [build_preview_step(step, own_catalog[step.module], store, row.artifacts) for step in plan.steps]
    signature = ModelSignature.model_validate(row.signature)
    references = {name: ColumnReference.model_validate(one) for name, one in row.reference.items()}
    return ReplicaRequest(
        step="",
        steps=tuple(steps),
        entrance=find_entrance(design, own_catalog),
        answers=find_answers(design, own_catalog),
        columns=tuple(_build_columns(signature.columns, references)),
        folder=Path(),
        trusted=row.trusted,
        onnx=_choose_onnx(row),
        limits=StepLimits(
            memory_bytes=limits.memory_bytes,
            seconds=None,
            output_bytes=limits.output_bytes,
            processes=limits.processes,
            files=limits.files,
        ),
    )


def _choose_onnx(row: DeploymentRow) -> Literal["off", "convert", "stored"]:
    """A deployment is converted while it is tested, and later answers by what was kept then."""
    choice = read_choice(row)
    if choice.used:
        return "stored"
    return "convert" if choice.wanted and row.state == "testing" else "off"


def _build_columns(
    columns: Iterable[SignatureColumn], references: Mapping[str, ColumnReference]
) -> Iterable[ReplicaColumn]:
    for column in columns:
        known = references.get(column.name)
        numeric = column.type in ("integer", "real")
        low, high = (column.minimum, column.maximum) if numeric else (None, None)
        counted = tuple(known.levels) if known is not None and known.levels else None
        yield ReplicaColumn(
            name=column.name,
            levels=tuple(column.levels) if column.levels is not None and not numeric else None,
            minimum=float(low) if isinstance(low, int | float) else None,
            maximum=float(high) if isinstance(high, int | float) else None,
            missing=column.missing,
            edges=tuple(known.edges) if known is not None and numeric else (),
            counted=counted,
        )
