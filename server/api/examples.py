"""The example of a module, to be put into a design."""

from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from server.api.answers import StrictRoute
from server.api.context import Running
from server.graph.examples import example_nodes

router = APIRouter(prefix="/modules", tags=["catalog"], route_class=StrictRoute)


class ExampleOut(BaseModel):
    """The nodes of a small design around a module; none where its example cannot be drawn."""

    nodes: dict[str, Any]


@router.get("/{name}/example")
def read_example(name: str, context: Running) -> ExampleOut:
    """A small design that shows the module at work. It is returned and not saved."""
    module = context.catalog.get(name)
    if module is None:
        raise HTTPException(404, f"There is no module '{name}'.")
    nodes = example_nodes(module) or {}
    return ExampleOut(nodes={key: node.model_dump(mode="json") for key, node in nodes.items()})
