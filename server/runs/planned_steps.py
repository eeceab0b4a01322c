"""The steps of a run that was planned, as rows: those that will run, and those that are left out, with the reason."""

from collections.abc import Mapping, Sequence

from modules.kit import Module
from server.graph.bypass import Through
from server.graph.document import Design, in_order
from server.graph.plan import Plan
from server.storage.tables import RunRow, StepRow


def reasons_bypassed(passed: Through, targets: Sequence[str], tried_without: Sequence[str]) -> dict[str, str]:
    """Why each bypassed node has no result; in a run to some nodes, only those that were left out for it."""
    tried = set(tried_without)
    shown = passed.nodes & (tried | set(targets)) if targets else passed.nodes
    return {node: "left out of this run" if node in tried else "bypassed" for node in sorted(shown)}


def planned_steps(
    run: RunRow,
    design: Design,
    plan: Plan,
    catalog: Mapping[str, Module],
    bound: Mapping[str, str],
    signatures: Mapping[str, str],
) -> list[StepRow]:
    """A row for each node that takes part or is left out, in the order of the graph."""
    planned = {step.node: step for step in plan.steps}
    rows: list[StepRow] = []
    taking_part = [*in_order(design), *(name for name in plan.left_out if name not in set(in_order(design)))]
    for name in taking_part:
        if name not in planned and name not in plan.left_out:
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
                signature=signatures.get(name, ""),
                state="queued" if name in planned else "skipped",
                reason=plan.left_out.get(name),
                outputs={module.outputs[0].name: bound[name]} if module and name in bound else {},
            )
        )
    return rows
