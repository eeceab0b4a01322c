"""A pipeline as a saved module: other designs hold copies of it, and are offered what its default version becomes."""

from collections.abc import Mapping

from sqlmodel import Session

from modules.kit import Module
from server.graph.pipelines.pipeline_module import build_module_content
from server.storage.orm.core_tables import SavedModuleRow
from server.storage.orm.pipeline_tables import PipelineRow
from server.storage.stores import pipeline_store, saved_module_store


def find_pipeline_module(session: Session, pipeline: PipelineRow) -> SavedModuleRow | None:
    """The saved module of a pipeline, which has its id; None where it is none."""
    row = session.get(SavedModuleRow, pipeline.id)
    return row if row is not None and row.deleted_at is None else None


def save_pipeline_module(session: Session, catalog: Mapping[str, Module], pipeline: PipelineRow) -> None:
    """Put the default version of a pipeline into the palette, or bring what is there up to it."""
    if pipeline.default_version is None:
        return
    version = pipeline_store.get_pipeline_version(session, pipeline.id, pipeline.default_version)
    content = build_module_content(version.document, pipeline.name, catalog)
    row = session.get(SavedModuleRow, pipeline.id)
    if row is None:
        saved_module_store.create_saved_module(session, pipeline.name, "group", content, module_id=pipeline.id)
        return
    row.title, row.deleted_at = pipeline.name, None
    session.add(row)
    saved_module_store.add_saved_module_version(session, row.id, content)


def update_pipeline_module(session: Session, catalog: Mapping[str, Module], pipeline: PipelineRow) -> None:
    """Offer the default version to the designs that use the pipeline as a module. None of them changes by itself."""
    if find_pipeline_module(session, pipeline) is not None:
        save_pipeline_module(session, catalog, pipeline)
