"""Stores what a run of a pipeline gives under the names that its version declares, before the run is done."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.graph.pipelines.declarations import Declarations, DeclaredOutput
from server.registry.model_registration import CannotRegister, RegistrationRequest, register_model
from server.runs.connectors.connector_runner import OnLogText
from server.runs.run_services import RunServices
from server.storage.orm.core_tables import DatasetRow, RunRow, StepRow
from server.storage.orm.pipeline_tables import PipelineRow, PipelineRunRow
from server.storage.stores import dataset_store, model_store, pipeline_store, run_store

logger = logging.getLogger(__name__)


class _CannotStore(Exception):
    """An output is not stored; the message says why."""


def has_declared_outputs(services: RunServices, run_id: str) -> bool:
    """Whether a run is of a pipeline that stores something, which has not been stored yet."""
    with services.database.read_session() as session:
        given = pipeline_store.find_pipeline_run(session, run_id)
        if given is None or given.outputs:
            return False
        version = pipeline_store.get_pipeline_version(session, given.pipeline_id, given.version)
        return bool(version.declarations.get("outputs"))


def store_pipeline_outputs(services: RunServices, run_id: str, log_to: Callable[[str], OnLogText]) -> None:
    """Store the outputs of a run whose steps have all succeeded, in one transaction, and say so in their logs."""
    with services.database.session() as session:
        given = pipeline_store.find_pipeline_run(session, run_id)
        if given is None or given.outputs:
            return
        pipeline = session.get_one(PipelineRow, given.pipeline_id)
        version = pipeline_store.get_pipeline_version(session, given.pipeline_id, given.version)
        stored: dict[str, dict[str, Any]] = {}
        said: list[tuple[str, str]] = []
        for output in Declarations.model_validate(version.declarations).outputs:
            try:
                stored[output.name] = _store_output(session, services, pipeline, given, output)
                said.append((output.node, _describe(stored[output.name])))
            except (_CannotStore, CannotRegister) as refusal:
                stored[output.name] = {"kind": output.kind, "name": output.stored_as, "error": str(refusal)}
                said.append((output.node, f"'{output.stored_as}' was not stored. {refusal}\n"))
        given.outputs = stored
        session.add(given)
    for node, sentence in said:
        log_to(node)(sentence)


def _describe(stored: Mapping[str, Any]) -> str:
    if stored["is_new"]:
        return f"Stored as {stored['name']}, version {stored['version']}.\n"
    return f"The result equals version {stored['version']} of {stored['name']}, so no version was added.\n"


def _store_output(
    session: Session, services: RunServices, pipeline: PipelineRow, given: PipelineRunRow, output: DeclaredOutput
) -> dict[str, Any]:
    """Where an output is found from now on: {kind, id, name, version, artifact, is_new}."""
    run = run_store.get_run(session, given.run_id)
    artifact = session.get_one(StepRow, (run.id, output.node)).outputs.get(output.port)
    if artifact is None:
        raise _CannotStore("The module gave nothing there.")
    if output.kind == "model":
        found = _register_output(session, services, pipeline, run, output, artifact)
    else:
        found = _add_dataset_version(session, pipeline, run, output, artifact)
    if found["is_new"]:
        target = AuditTarget(run.design_id, run.id)
        audit_log.record_action(
            session, "pipeline.output_stored", output.stored_as, target, kind=output.kind, version=found["version"]
        )
    return {"kind": output.kind, "name": output.stored_as, "artifact": artifact, **found}


def _register_output(
    session: Session,
    services: RunServices,
    pipeline: PipelineRow,
    run: RunRow,
    output: DeclaredOutput,
    artifact: str,
) -> dict[str, Any]:
    model = model_store.find_model(session, output.stored_as)
    newest = next(iter(model_store.list_model_versions(session, [model.id])[model.id]), None) if model else None
    if newest is not None and newest.artifact == artifact:
        return {"id": newest.model_id, "version": newest.version, "is_new": newest.run_id == run.id}
    request = RegistrationRequest(
        node=output.node,
        port=output.port,
        idempotency_key=f"{run.id} {output.name}",
        created_by=f"{pipeline.name}, run {run.number}",
        without_views=True,
    )
    made = register_model(session, services.store, services.catalog, run, output.stored_as, request)
    return {"id": made.model_id, "version": made.version, "is_new": True}


def _add_dataset_version(
    session: Session, pipeline: PipelineRow, run: RunRow, output: DeclaredOutput, artifact: str
) -> dict[str, Any]:
    row = run_store.get_artifact_row(session, artifact)
    dataset = dataset_store.find_own_dataset(session, output.stored_as)
    if dataset is None:
        dataset = DatasetRow(name=output.stored_as, workspace_id=pipeline.workspace_id)
        session.add(dataset)
        session.flush()
    newest = next(iter(dataset_store.list_dataset_versions(session, dataset.id)), None)
    if newest is not None:
        if (kind := run_store.get_artifact_row(session, newest.artifact).type) != row.type:
            raise _CannotStore(f"'{dataset.name}' is a {kind}, and this is a {row.type}. Give the output another name.")
        if newest.artifact == artifact:
            return {"id": dataset.id, "version": newest.version, "is_new": False}
    added = dataset_store.add_dataset_version(
        session,
        dataset.id,
        artifact,
        file_name=f"{pipeline.name}, run {run.number}",
        file_bytes=row.bytes,
        notices=[],
        run_id=run.id,
    )
    return {"id": dataset.id, "version": added.version, "is_new": True}
