"""The model registry: register what a run trained, look at its versions, name the one to use."""

from dataclasses import replace
from time import monotonic, sleep

from fastapi import HTTPException, Request, Response
from fastapi.responses import FileResponse
from sqlmodel import Session

from modules.kit.views.model_view import ModelView
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.router import Router
from server.api.core.version_numbers import VersionNumber
from server.api.models.model_card import write_model_card
from server.api.models.model_schemas import (
    AliasName,
    ModelAliasUpdate,
    ModelRead,
    ModelUpdate,
    ModelVersionCreate,
    ModelVersionRead,
    ModelVersionUpdate,
    to_model_read,
    to_model_reads,
    to_version_read,
)
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import get_person
from server.registry.metric_intervals import VersionInterval, list_intervals
from server.registry.model_registration import CannotRegister, RegistrationRequest, ViewsPending, register_model
from server.storage.orm.core_tables import RunRow
from server.storage.orm.registry_tables import ModelVersionRow
from server.storage.stores import design_store, model_store, run_store
from server.storage.stores.model_store import VersionInUse

router = Router(prefix="/api/models", tags=["models"])

#: Views are made beside the steps that follow: so many seconds are waited for those of a run that has just ended.
MAX_VIEW_WAIT = 20.0
VIEW_POLL_DELAY = 0.2


@router.get("", needs="viewer")
def list_models(session: ReadSessionDep) -> list[ModelRead]:
    """All registered models by name, each with its versions."""
    return to_model_reads(session, model_store.list_models(session))


@router.post("", needs="editor", status_code=201)
def register_model_version(new: ModelVersionCreate, request: Request, context: ContextDep) -> ModelVersionRead:
    """Register a model that a run gave. A name that is new makes a model, a known one gets its next version."""
    wanted = RegistrationRequest(
        node=new.node,
        port=new.port,
        note=new.note.strip(),
        tags=tuple(dict.fromkeys(new.tags)),
        aliases=tuple(new.aliases),
        created_by=get_person(request.scope).name,
    )
    until = monotonic() + MAX_VIEW_WAIT
    while True:
        try:
            return _register(context, new, replace(wanted, without_views=monotonic() > until))
        except CannotRegister as refusal:
            raise HTTPException(409, str(refusal)) from None
        except ViewsPending:
            sleep(VIEW_POLL_DELAY)


def _register(context: AppContext, new: ModelVersionCreate, wanted: RegistrationRequest) -> ModelVersionRead:
    with context.database.session() as session:
        run = _choose_run(session, new)
        version = register_model(session, context.store, context.catalog, run, new.name, wanted)
        target = AuditTarget(run.design_id, run.id)
        audit_log.record_action(session, "model.registered", new.name, target, version=version.version, node=new.node)
        return to_version_read(session, version)


def _choose_run(session: Session, new: ModelVersionCreate) -> RunRow:
    if new.run is not None:
        return run_store.get_run(session, new.run)
    if new.design is None:
        raise HTTPException(422, "run is missing. Give a run, or a design to take its newest result.")
    design_store.get_design(session, new.design, defer_document=True)
    _, step = run_store.get_latest_steps(session, new.design).get(new.node, (0, None))
    if step is None:
        raise HTTPException(409, "This module has no result yet. Run it first, then register its model.")
    return run_store.get_run(session, step.run_id)


@router.get("/{model_id}", needs="viewer")
def read_model(model_id: str, session: ReadSessionDep) -> ModelRead:
    """A model and its versions."""
    return to_model_read(session, model_store.get_model(session, model_id))


@router.get("/{model_id}/intervals", needs="viewer")
def list_metric_intervals(model_id: str, session: ReadSessionDep, context: ContextDep) -> list[VersionInterval]:
    """The 95 % intervals of the compared metric, of the versions that have one, newest first."""
    model = model_store.get_model(session, model_id)
    versions = model_store.list_model_versions(session, [model_id])[model_id]
    return list(list_intervals(context.store, versions, model.metric))


@router.patch("/{model_id}", needs="editor")
def update_model(model_id: str, update: ModelUpdate, session: WriteSessionDep) -> ModelRead:
    """Rename a model, or change its note or the metric that its versions are compared by."""
    row = model_store.get_model(session, model_id)
    if update.name is not None and update.name != row.name:
        if model_store.find_model(session, update.name) is not None:
            raise HTTPException(409, f"A model named '{update.name}' already exists. Choose another name.")
        audit_log.record_action(session, "model.renamed", update.name, model=row.id, before=row.name)
        row.name = update.name
    row.note = row.note if update.note is None else update.note.strip()
    row.metric = update.metric or row.metric
    session.add(row)
    session.flush()
    return to_model_read(session, row)


@router.delete("/{model_id}", needs="editor", status_code=204)
def delete_model(model_id: str, session: WriteSessionDep) -> None:
    """Delete a model with its versions; it can be restored for a day. Runs keep their results."""
    audit_log.record_action(session, "model.deleted", model_store.delete_model(session, model_id).name, model=model_id)


@router.post("/{model_id}/restore", needs="editor")
def restore_model(model_id: str, session: WriteSessionDep) -> ModelRead:
    """Undo a deletion."""
    row = model_store.restore_model(session, model_id)
    audit_log.record_action(session, "model.restored", row.name, model=row.id)
    return to_model_read(session, row)


@router.get("/{model_id}/versions/{version}", needs="viewer")
def read_model_version(model_id: str, version: VersionNumber, session: ReadSessionDep) -> ModelVersionRead:
    """A version with its signature, metrics and origin."""
    return to_version_read(session, _get_version(session, model_id, version))


@router.patch("/{model_id}/versions/{version}", needs="editor")
def update_model_version(
    model_id: str, version: VersionNumber, update: ModelVersionUpdate, session: WriteSessionDep
) -> ModelVersionRead:
    """Change the note and tags of a version. All else of it never changes."""
    row = _get_version(session, model_id, version)
    row.note = row.note if update.note is None else update.note.strip()
    row.tags = row.tags if update.tags is None else list(dict.fromkeys(update.tags))
    session.add(row)
    session.flush()
    return to_version_read(session, row)


@router.delete("/{model_id}/versions/{version}", needs="editor", status_code=204)
def delete_model_version(model_id: str, version: VersionNumber, session: WriteSessionDep) -> None:
    """Delete a version for good. One that an alias points to is refused."""
    model = model_store.get_model(session, model_id)
    try:
        model_store.delete_model_version(session, model_id, version)
    except VersionInUse as refusal:
        raise HTTPException(409, str(refusal)) from None
    audit_log.record_action(session, "model.version_deleted", model.name, model=model.id, version=version)


@router.put("/{model_id}/aliases/{alias}", needs="editor")
def set_model_alias(
    model_id: str, alias: AliasName, update: ModelAliasUpdate, request: Request, session: WriteSessionDep
) -> ModelRead:
    """Let an alias point to a version. Whatever uses the model by this alias uses that version from its next run on."""
    model = model_store.get_model(session, model_id)
    before = model_store.list_aliases(session, [model_id])[model_id].get(alias)
    model_store.set_alias(session, model_id, alias, update.version, get_person(request.scope).name)
    audit_log.record_action(
        session, "model.alias_set", model.name, model=model.id, alias=alias, version=update.version, before=before
    )
    return to_model_read(session, model)


@router.delete("/{model_id}/aliases/{alias}", needs="editor")
def delete_model_alias(model_id: str, alias: AliasName, session: WriteSessionDep) -> ModelRead:
    """Remove an alias. The version that it points to stays."""
    model = model_store.get_model(session, model_id)
    model_store.delete_alias(session, model_id, alias)
    session.flush()
    audit_log.record_action(session, "model.alias_deleted", model.name, model=model.id, alias=alias)
    return to_model_read(session, model)


@router.get(
    "/{model_id}/versions/{version}/card",
    needs="viewer",
    response_class=Response,
    responses={200: {"content": {"text/markdown": {}}}},
)
def read_model_card(model_id: str, version: VersionNumber, session: ReadSessionDep, context: ContextDep) -> Response:
    """The model card of a version as Markdown: data, metrics, effects, limits, columns and origin."""
    row = _get_version(session, model_id, version)
    metric = model_store.get_model(session, model_id).metric
    view = context.store.read_view(row.artifact)
    effects = (view.dependence or []) if isinstance(view, ModelView) else []
    interval = next(list_intervals(context.store, [row], metric), None)
    card = write_model_card(to_version_read(session, row), effects, (metric, interval))
    headers = {"Content-Disposition": f'attachment; filename="{_name_file(session, model_id, version)}.md"'}
    return Response(card, media_type="text/markdown; charset=utf-8", headers=headers)


@router.get(
    "/{model_id}/versions/{version}/download",
    needs="viewer",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def download_model(model_id: str, version: VersionNumber, session: ReadSessionDep, context: ContextDep) -> Response:
    """The model as Designery stores it: a pickle, which only a program that has Designery's modules can load."""
    row = _get_version(session, model_id, version)
    headers = {"Content-Disposition": f'attachment; filename="{_name_file(session, model_id, version)}.pickle"'}
    return FileResponse(
        context.store.verify_artifact(row.artifact), media_type="application/octet-stream", headers=headers
    )


def _get_version(session: Session, model_id: str, version: int) -> ModelVersionRow:
    model_store.get_model(session, model_id)
    return model_store.get_model_version(session, model_id, version)


def _name_file(session: Session, model_id: str, version: int) -> str:
    return f"{model_store.get_model(session, model_id).name}-{version}"
