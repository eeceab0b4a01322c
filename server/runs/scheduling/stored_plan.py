"""The plan of a run, read back from its rows: by the server that begins with it, or by one that goes on with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from modules.kit import Module
from server.graph.bypass import apply_bypass
from server.graph.custom_modules import add_custom_modules
from server.graph.document import find_inactive_nodes, parse_design
from server.graph.planning import run_plan as planning
from server.graph.planning.code_needs import find_code_needs
from server.graph.planning.loop_compilation import compile_loops
from server.graph.planning.run_plan import PlannedStep
from server.storage.database import Database
from server.storage.orm.core_tables import DesignRow, RunRow, StepRow
from server.storage.stores import run_store
from server.storage.transactions.workspace_context import use_workspace


@dataclass(frozen=True)
class StoredPlan:
    """What is to be run: the modules that the design knows, the nodes left out by choice, and the others as steps."""

    catalog: Mapping[str, Module]
    disabled_nodes: set[str]
    steps: dict[str, PlannedStep]


def load_run_rows(database: Database, run_id: str) -> tuple[DesignRow, RunRow, list[StepRow]]:
    """The design, the run and its steps, whoever asked for it."""
    with use_workspace(None), database.read_session() as session:
        run = run_store.get_run(session, run_id)
        return session.get_one(DesignRow, run.design_id), run, run_store.list_steps(session, run_id)


def read_stored_plan(run: RunRow, rows: list[StepRow], modules: Mapping[str, Module]) -> StoredPlan:
    """The plan of a run by its document and the rows of its steps; steps that were skipped are not in it."""
    document_design = parse_design(run.document)
    catalog = add_custom_modules(document_design, modules)
    design = apply_bypass(document_design, catalog).design
    scripts, needs = planning.find_script_nodes(design, catalog), find_code_needs(design, catalog)
    loops, steps = compile_loops(design, catalog), {}
    for row in rows:
        if row.state == "skipped":
            continue
        step = planning.build_node_step(
            row.node,
            loops,
            catalog,
            row.lineage_hash,
            trusted=row.node not in scripts,
            needs=needs[row.node],
        )
        # What was fetched from outside stays what it was; all else is computed as if nothing were known.
        fetches = step.external_request is not None and step.external_request.direction == "fetch"
        steps[row.node] = replace(step, deterministic=False) if run.ignore_cache and not fetches else step
    return StoredPlan(catalog, find_inactive_nodes(document_design), steps)
