"""The code that a run would run: what it is, and whether steps are kept apart well enough for it."""

from collections.abc import Mapping
from hashlib import sha256

from modules.kit import Module
from server.graph.document import Design
from server.graph.planning.run_plan import RunPlan
from server.graph.sharing.redacted_design import find_code
from server.storage.transactions.workspace_context import get_current_workspace


class IsolationTooWeak(Exception):
    """Steps are not kept apart well enough for code in the design."""

    def __str__(self) -> str:
        return (
            "This server has several users and can't isolate their code from each other. Scripts need isolation level "
            "S3. The System page shows what is missing."
        )


def is_code_isolated(isolation: Mapping[str, object]) -> bool:
    """Whether code may run at this isolation level: where there are several workspaces, only at S3."""
    return get_current_workspace() is None or isolation.get("level") == "S3"


def describe_run_code(design: Design, plan: RunPlan, catalog: Mapping[str, Module]) -> dict[str, object]:
    """The code that a plan runs, by its hashes, and the names of the secrets that it uses."""
    taking_part = {step.node for step in plan.steps}
    code = [one for one in hash_code_blocks(design, catalog) if one["node"] is None or one["node"] in taking_part]
    uses = {step.node: list(step.secrets) for step in plan.steps if step.secrets}
    return {"code": code, **({"secrets": uses} if uses else {})}


def hash_code_blocks(design: Design, catalog: Mapping[str, Module]) -> list[dict[str, object]]:
    """The code that a design holds, as the audit log keeps it."""
    return [
        {"node": node, "title": title, "language": language, "sha256": sha256(source.encode()).hexdigest()}
        for node, title, language, source in find_code(design, catalog)
    ]
