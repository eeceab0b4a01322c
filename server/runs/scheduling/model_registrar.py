"""Registers the models of a run that end in a registrar: after its steps, and before it says that it is done."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from modules.kit import Module
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.graph.planning.run_plan import PlannedStep
from server.registry.model_registration import CannotRegister, RegistrationRequest, register_model
from server.runs.connectors.connector_runner import OnLogText
from server.runs.run_services import RunServices
from server.storage.orm.core_tables import RunRow, StepRow
from server.storage.stores import model_store, pipeline_store, run_store
from server.storage.table_data import arrow_io

#: The alias that a registrar moves, and who did it where no person is named.
CHAMPION = "champion"
AUTHOR = "Register Model"

#: {column of the decision of Register Model: what it is called where runs of pipelines are kept}
DECISION_FIELDS = {
    "Model": "model",
    "Promoted": "promoted",
    "Reason": "reason",
    "Metric": "metric",
    "New model": "value",
    "Champion": "champion",
    "Difference": "difference",
    "Lower bound": "low",
    "Upper bound": "high",
    "Rows": "rows",
}

logger = logging.getLogger(__name__)


def find_registrars(plan: Mapping[str, PlannedStep], catalog: Mapping[str, Module]) -> list[PlannedStep]:
    """The steps that register a model."""
    return [step for step in plan.values() if catalog[step.module].role == "model_registrar"]


def register_models(
    services: RunServices,
    run_id: str,
    steps: Sequence[tuple[PlannedStep, Mapping[str, str]]],
    log_to: Callable[[str], OnLogText],
) -> None:
    """Register what the finished steps were given, each with its outputs, and say in their logs what came of it."""
    for step, outputs in steps:
        try:
            log_to(step.node)(_register_step(services, run_id, step, outputs))
        except CannotRegister as refusal:
            log_to(step.node)(f"The model was not registered. {refusal}\n")


def _register_step(services: RunServices, run_id: str, step: PlannedStep, outputs: Mapping[str, str]) -> str:
    name, reference = str(step.parameters["name"]), next(iter(step.inputs.values()))[0]
    node, _, port = reference.partition(".")
    decision = _read_decision(services, outputs)
    promoted = decision["promoted"] is True
    with services.database.session() as session:
        run = run_store.get_run(session, run_id)
        _keep_decision(session, run_id, step.node, decision)
        model = model_store.find_model(session, name)
        newest = next(iter(model_store.list_model_versions(session, [model.id])[model.id]), None) if model else None
        trained = session.get_one(StepRow, (run_id, node)).outputs.get(port)
        if model is not None and newest is not None and newest.artifact == trained:
            return f"The model equals version {newest.version} of {name}, so no version was added.\n"
        request = RegistrationRequest(
            node=node,
            port=port,
            aliases=(CHAMPION,) if promoted else (),
            idempotency_key=f"{run_id} {step.node}",
            created_by=_find_author(run),
            without_views=True,
        )
        version = register_model(session, services.store, services.catalog, run, name, request)
        target = AuditTarget(run.design_id, run.id)
        audit_log.record_action(session, "model.registered", name, target, version=version.version, node=node)
        added = f"Registered as {name}, version {version.version}."
    return f"{added} It is the champion now.\n" if promoted else f"{added}\n"


def _read_decision(services: RunServices, outputs: Mapping[str, str]) -> dict[str, Any]:
    """What the module decided, and by which figures; those that it does not have are None."""
    path = services.store.get_readable_path(outputs["decision"], "dataset")
    found = arrow_io.read_window(path, 0, 1, list(DECISION_FIELDS))
    values = dict(zip(found["columns"], next(iter(found["rows"]), []), strict=False))
    return {field: values.get(column) for column, field in DECISION_FIELDS.items()}


def _keep_decision(session: Session, run_id: str, node: str, decision: Mapping[str, Any]) -> None:
    """Keep it with the run of a pipeline, whose page shows how the champion changed."""
    given = pipeline_store.find_pipeline_run(session, run_id)
    if given is not None:
        given.gates = {**given.gates, node: dict(decision)}
        session.add(given)


def _find_author(run: RunRow) -> str:
    return f"{AUTHOR}, run {run.number}"
