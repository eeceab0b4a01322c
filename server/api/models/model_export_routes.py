"""Models to take away: as files that work without Designery, and as the script that trains them.

A model is only loaded in the sandbox: its file is the result of a run that nobody sees, of Export Model behind the
stored model.
"""

from typing import Literal

from fastapi import HTTPException, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from modules.kit.module_roles import get_module
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.request_lanes import ExportRoute
from server.api.core.router import Router
from server.api.core.version_numbers import VersionNumber
from server.graph.builders.inference_design import find_artifact_source
from server.graph.codegen.program_export import export_program
from server.graph.document import Design, Node, find_upstream, parse_design
from server.runs.scheduling.internal_runs import start_internal_run
from server.runs.scheduling.run_creation import RerunOptions
from server.storage.stores import design_store, model_store, run_store

router = Router(prefix="/api/models", tags=["models"])
program_router = Router(prefix="/api/models", tags=["models"], route_class=ExportRoute)

ModelFileForm = Literal["pickle", "mlflow", "skops", "onnx"]
#: What Export Model calls each of them.
FORMATS: dict[ModelFileForm, str] = {"pickle": "Pickle", "mlflow": "MLflow model", "skops": "skops", "onnx": "ONNX"}
STORED, EXPORT = "model", "export"


class ModelExport(BaseModel):
    """What a model is to be exported as."""

    model_config = ConfigDict(extra="forbid")

    format: ModelFileForm


@router.post(
    "/{model_id}/versions/{version}/export",
    needs="runner",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}},
)
async def export_model_version(
    model_id: str, version: VersionNumber, wanted: ModelExport, context: ContextDep
) -> Response:
    """A version as a zip that works without Designery. Where the model has no such form, 409 says which part is why.

    `pickle` and `mlflow` have the model with the code and the requirements that it needs. `skops` is a pipeline of
    scikit-learn. `onnx` and `skops` were compared with Score Model on training rows.
    """
    run_id, name = await run_in_threadpool(_start_export, context, model_id, version, wanted.format)
    context.runner.submit(run_id)
    await context.runner.wait(run_id)
    return await run_in_threadpool(_read_file, context, run_id, f"{name}-{version}-{wanted.format}.zip")


def _start_export(context: AppContext, model_id: str, version: int, form: ModelFileForm) -> tuple[str, str]:
    with context.database.read_session() as session:
        model = model_store.get_model(session, model_id)
        row = model_store.get_model_version(session, model_id, version)
        name, kind, artifact, workspace = model.name, model.kind, row.artifact, model.workspace_id
        context.runner.services.quotas.check_new_run(session, workspace)
    context.runner.services.disk.require_room_for_run()
    document = _draw_export(context, f"{name}, version {version}", kind, artifact, form).model_dump(mode="json")
    run, _ = start_internal_run(
        context.database,
        context.analyzer,
        design_store.build_design_row(document, internal=True),
        isolation=context.isolation.model_dump(),
        options=RerunOptions(document, {STORED: artifact}),
    )
    return run.id, name


def _draw_export(context: AppContext, title: str, kind: str, artifact: str, form: ModelFileForm) -> Design:
    """The stored model, and the module that writes it as a file."""
    stored, exporter = find_artifact_source(context.catalog, kind), get_module(context.catalog, "model_exporter")
    assert stored is not None
    port = next(one.name for one in exporter.inputs if one.type == kind)
    nodes = {
        STORED: Node(module=stored.name, parameters={"artifact": artifact}),
        EXPORT: Node(
            module=exporter.name,
            parameters={"file_format": FORMATS[form]},
            inputs={port: f"{STORED}.{stored.outputs[0].name}"},
        ),
    }
    return Design(name=title[:200], nodes=nodes)


def _read_file(context: AppContext, run_id: str, file_name: str) -> Response:
    with context.database.read_session() as session:
        steps = {step.node: step for step in run_store.list_steps(session, run_id)}
    step = steps[EXPORT]
    artifact = next(iter(step.outputs.values()), None)
    if artifact is None:
        said = (step.error or {}).get("message")
        raise HTTPException(409, str(said or f"The model was not exported: the run was {step.state}."))
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return FileResponse(context.store.verify_artifact(artifact), media_type="application/zip", headers=headers)


@program_router.get(
    "/{model_id}/versions/{version}/script",
    needs="viewer",
    response_class=Response,
    responses={200: {"content": {"text/x-python": {}}}},
)
def read_model_script(model_id: str, version: VersionNumber, session: ReadSessionDep, context: ContextDep) -> Response:
    """The steps that led to a version as plain Python, which trains it again. Nothing of them is run."""
    name = model_store.get_model(session, model_id).name
    headers = {"Content-Disposition": f'attachment; filename="{name}-{version}.py"'}
    text = _write_script(session, context, model_id, version)
    return Response(text, media_type="text/x-python; charset=utf-8", headers=headers)


def _write_script(session: Session, context: AppContext, model_id: str, version: int) -> str:
    row = model_store.get_model_version(session, model_id, version)
    design = parse_design(run_store.get_run(session, row.run_id).document)
    needed = find_upstream(design, [row.node])
    nodes = {name: node for name, node in design.nodes.items() if name in needed}
    return export_program(design.model_copy(update={"nodes": nodes}), context.catalog, {}, "script").text
