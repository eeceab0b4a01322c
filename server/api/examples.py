"""What is told beside a module: the errors that it can raise, and its example, to be put into a design."""

from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from modules.kit.error_numbers import NUMBERS
from server.api.answers import StrictRoute
from server.api.context import Running
from server.graph.examples import error_numbers, example_nodes

router = APIRouter(prefix="/modules", tags=["catalog"], route_class=StrictRoute)


class RaisedError(BaseModel):
    """A numbered error that a module can raise."""

    number: int
    title: str


class HelpOut(BaseModel):
    """The errors of a module, and the nodes of a small design around it: none where its example cannot be drawn."""

    errors: list[RaisedError]
    example: dict[str, Any]


@router.get("/{name}/help")
def read_help(name: str, context: Running) -> HelpOut:
    """The errors of a module, and a small design that shows it at work, which is returned and not saved."""
    module = context.catalog.get(name)
    if module is None:
        raise HTTPException(404, f"There is no module '{name}'.")
    nodes = example_nodes(module) or {}
    return HelpOut(
        errors=[RaisedError(number=number, title=NUMBERS[number].title) for number in error_numbers(module)],
        example={key: node.model_dump(mode="json") for key, node in nodes.items()},
    )
