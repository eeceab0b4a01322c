"""Inference designs: what a design that trains becomes when it is to predict."""

from collections.abc import Mapping

from fastapi import HTTPException
from pydantic import BaseModel
from sqlmodel import Session

from modules.kit.metrics import find_best_model
from modules.kit.module_spec import PortSchema
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.api.designs.design_routes import DesignRead, to_design_read
from server.design_analyzer import DesignAnalyzer
from server.graph.builders.inference_design import (
    InferenceMode,
    ScoringNode,
    build_inference_design,
    find_scoring_nodes,
)
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, parse_design
from server.graph.evaluated_models import find_evaluated_models
from server.graph.planning import run_plan as planning
from server.runs.run_schemas import to_model_metrics
from server.storage.orm.core_tables import DesignRow
from server.storage.stores import design_store, run_store

router = Router(prefix="/api/designs", tags=["designs"])


class ScoringNodeRead(BaseModel):
    """A node that scores, and the learner behind its model. The `best` did best in an evaluation that is up to date."""

    node: str
    title: str
    learner: str
    best: bool


class InferenceDesignCreate(BaseModel):
    """Which of the design's models is to predict, and how data reach it. One model needs no `scorer`."""

    mode: InferenceMode = "real-time"
    scorer: str | None = None


@router.get("/{design_id}/scoring-nodes", needs="viewer")
def list_scoring_nodes(design_id: str, session: ReadSessionDep, context: ContextDep) -> list[ScoringNodeRead]:
    """The nodes that an inference design can be built around."""
    best = _find_best_scorers(session, context, design_id)
    return [
        ScoringNodeRead(**vars(found), best=found.node in best)
        for found in _find_scoring_nodes(session, context, design_id)
    ]


def _find_best_scorers(session: Session, context: AppContext, design_id: str) -> set[str]:
    """The nodes whose scores did best in an evaluation that nothing has changed since."""
    row = design_store.get_design(session, design_id)
    design = parse_design(row.document)
    analyzer = context.analyzer.for_design(design)
    bound = analyzer.resolve_sources(session, design)
    hashes = planning.compute_lineage_hashes(design, analyzer.catalog, bound)
    recorded = analyzer.list_recorded_outputs(session, row.id, hashes)
    artifacts = run_store.get_artifact_rows(session, recorded.values())
    found = set()
    for reference, key in recorded.items():
        measured = to_model_metrics(artifacts[key].metrics or [], []) if key in artifacts else []
        models = find_evaluated_models(design, analyzer.catalog, reference.partition(".")[0])
        best = find_best_model([one.metrics for one in measured])
        if best is not None and len(models) == len(measured):
            found.add(models[best].scorer)
    return found


def _find_scoring_nodes(session: Session, context: AppContext, design_id: str) -> list[ScoringNode]:
    design = parse_design(design_store.get_design(session, design_id).document)
    return find_scoring_nodes(design, add_custom_modules(design, context.catalog))


@router.post("/{design_id}/inference-designs", needs="editor", status_code=201)
def create_inference_design(design_id: str, new: InferenceDesignCreate, context: ContextDep) -> DesignRead:
    """Create the inference design with the model of this design's last run."""
    with context.database.session() as session:
        scorer = _choose_scorer(_find_scoring_nodes(session, context, design_id), new.scorer)
        row = design_store.get_design(session, design_id)
        design = parse_design(row.document)
        analyzer = context.analyzer.for_design(design)
        results, port_schemas = _load_known_results(session, analyzer, row, design)
        inference_design = build_inference_design(design, analyzer.catalog, results, scorer, new.mode, port_schemas)
        if isinstance(inference_design, list):
            raise HTTPException(409, inference_design[0].message)
        return to_design_read(
            design_store.create_design(
                session, inference_design.model_dump(mode="json"), trusted=row.trusted, imported=row.imported
            )
        )


def _choose_scorer(found: list[ScoringNode], requested: str | None) -> str:
    if not found:
        raise HTTPException(
            409, "This design does not score anything yet. Add Score Model and connect a trained model to it."
        )
    if requested is None and len(found) > 1:
        names = ", ".join(scorer.learner or scorer.title for scorer in found)
        raise HTTPException(409, f"This design scores with {len(found)} models ({names}). Choose one.")
    if requested is not None and requested not in {scorer.node for scorer in found}:
        raise HTTPException(404, "This module does not score. Choose a module that does.")
    return requested or found[0].node


def _load_known_results(
    session: Session, analyzer: DesignAnalyzer, row: DesignRow, design: Design
) -> tuple[dict[str, str], Mapping[str, PortSchema]]:
    """{"node.port": artifact} of everything that is up to date, and the columns at every port."""
    bound = analyzer.resolve_sources(session, design)
    signatures = planning.compute_lineage_hashes(design, analyzer.catalog, bound)
    recorded = analyzer.list_recorded_outputs(session, row.id, signatures)
    analyzed = analyzer.analyze(session, design, bound, recorded, row)
    return recorded | analyzer.list_source_outputs(design, bound), analyzed.schemas
