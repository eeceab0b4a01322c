"""The steps of a run that was planned, as rows: those that will run, and those that are left out, with the reason."""

from collections.abc import Mapping, Sequence

from modules.kit import Module
from server.graph.bypass import BypassedDesign
from server.graph.document import Design, sort_topologically
from server.graph.planning.run_plan import RunPlan
from server.storage.orm.core_tables import RunRow, StepRow


def explain_bypassed(bypassed_design: BypassedDesign, targets: Sequence[str], bypass: Sequence[str]) -> dict[str, str]:
    """Why each bypassed node has no result; in a run to some nodes, only those that were left out for it."""
    requested = set(bypass)
    shown = bypassed_design.bypassed_nodes & (requested | set(targets)) if targets else bypassed_design.bypassed_nodes
    return {node: "left out of this run" if node in requested else "bypassed" for node in sorted(shown)}


def build_step_rows(
    run: RunRow,
    design: Design,
    plan: RunPlan,
    catalog: Mapping[str, Module],
    bound_artifacts: Mapping[str, str],
    lineage_hashes: Mapping[str, str],
) -> list[StepRow]:
    """A row for each node that takes part or is left out, in the order of the graph."""
    planned = {step.node: step for step in plan.steps}
    rows: list[StepRow] = []
    taking_part = [
        *sort_topologically(design),
        *(name for name in plan.omissions if name not in set(sort_topologically(design))),
    ]
    for name in taking_part:
        if name not in planned and name not in plan.omissions:
            continue
        node = design.nodes[name]
        module = catalog.get(node.module)
        rows.append(
            StepRow(
                run_id=run.id,
                node=name,
                position=len(rows),
                module=node.module,
                title=node.title or (module.title if module else node.module),
                lineage_hash=lineage_hashes.get(name, ""),
                state="queued" if name in planned else "skipped",
                reason=plan.omissions.get(name),
                outputs={module.outputs[0].name: bound_artifacts[name]} if module and name in bound_artifacts else {},
            )
        )
    return rows
