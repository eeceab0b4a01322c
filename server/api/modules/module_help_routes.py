"""What is told beside a module: the errors that it can raise, and its example, to be put into a design."""

from fastapi import HTTPException
from pydantic import BaseModel

from modules.kit.error_numbers import ERROR_KINDS
from server.api.core.app_context import ContextDep
from server.api.core.guests import SAME_FOR_GUESTS
from server.api.core.router import Router
from server.graph.builders.module_examples import build_example_nodes, find_error_numbers
from server.graph.json_shapes import NodeJson

router = Router(prefix="/api/modules", tags=["catalog"])


class ModuleErrorRead(BaseModel):
    """A numbered error that a module can raise."""

    number: int
    title: str


class ModuleHelpRead(BaseModel):
    """The errors of a module, and the nodes of a small design around it: none where its example cannot be drawn."""

    errors: list[ModuleErrorRead]
    example: dict[str, NodeJson]


@router.get("/{name}/help", needs="person", guests="edit", dependencies=[SAME_FOR_GUESTS])
def read_module_help(name: str, context: ContextDep) -> ModuleHelpRead:
    """The errors of a module, and a small design that shows it at work, which is returned and not saved."""
    module = context.catalog.get(name)
    if module is None:
        raise HTTPException(404, f"Module '{name}' does not exist.")
    nodes = build_example_nodes(module, context.catalog) or {}
    return ModuleHelpRead(
        errors=[
            ModuleErrorRead(number=number, title=ERROR_KINDS[number].title) for number in find_error_numbers(module)
        ],
        example={key: node.model_dump(mode="json") for key, node in nodes.items()},
    )
