"""The catalog of modules, and what the numbers of their errors mean."""

from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from modules.kit import Module, ModuleError, catalog
from modules.kit.error_numbers import NUMBERS
from modules.kit.functions import own_module
from modules.kit.ports import PORT_TYPES, accepts
from server.api.answers import StrictRoute
from server.api.packed import Packed, packed
from server.graph.document import OwnName

router = APIRouter(tags=["catalog"], route_class=StrictRoute)


class PortOut(BaseModel):
    """An input or output of a module."""

    name: str
    title: str
    type: str
    optional: bool
    many: bool


class SketchOut(BaseModel):
    """What a learner does, as two paths of SVG, 44 x 42: strokes that are drawn through, and dashed ones."""

    solid: str
    dashed: str


class ModuleOut(BaseModel):
    """A module: all that the palette, the form and the canvas need. `parameters` is a JSON schema with form hints."""

    name: str
    title: str
    category: str
    icon: str
    summary: str
    keywords: list[str]
    help: str
    inputs: list[PortOut]
    outputs: list[PortOut]
    parameters: dict[str, Any]
    task: str | None
    trusted: bool
    deterministic: bool
    palette: bool
    missing: list[str]
    install: str
    replaces: list[str]
    sketch: SketchOut | None


class WrittenModule(BaseModel):
    """The source of a function that is to be a module, and the name that it has in its design."""

    name: OwnName
    code: str = Field(max_length=200_000)


class Flaw(BaseModel):
    """Why a source is no module, and in which line."""

    message: str
    line: int | None


class Described(BaseModel):
    """The module that a source is, or why it is none."""

    module: ModuleOut | None
    flaw: Flaw | None


class ErrorOut(BaseModel):
    """What an error number means, and what to do."""

    number: int
    title: str
    meaning: str
    advice: str


class CatalogOut(BaseModel):
    """All modules in the order of the palette, and which input port takes which outputs."""

    modules: list[ModuleOut]
    accepts: dict[str, list[str]]


def told_module(module: Module) -> ModuleOut:
    """The module as JSON."""
    form = module.parameters.model_json_schema()
    return ModuleOut(
        name=module.name,
        title=module.title,
        category=module.category,
        icon=module.icon,
        summary=module.summary,
        keywords=list(module.keywords),
        help=module.help,
        inputs=[PortOut(**vars(port)) for port in module.inputs],
        outputs=[PortOut(**vars(port)) for port in module.outputs],
        parameters={"properties": {}, "required": [], **form},
        task=module.task,
        trusted=module.trusted,
        deterministic=module.deterministic,
        palette=module.palette,
        missing=list(module.missing),
        install=module.install,
        replaces=list(module.replaces),
        sketch=SketchOut(**vars(module.sketch)) if module.sketch else None,
    )


@router.get("/catalog", response_model=CatalogOut)
def read_catalog(request: Request) -> Response:
    """All modules, and which ports fit together."""
    return _catalog().answer(request)


@cache
def _catalog() -> Packed:
    """It says nothing of anybody, and is the same until the program ends."""
    fitting = {wanted: [offered for offered in PORT_TYPES if accepts(wanted, offered)] for wanted in PORT_TYPES}
    told = CatalogOut(modules=[told_module(module) for module in catalog().values()], accepts=fitting)
    return packed(told.model_dump_json().encode())


@router.get("/errors")
def list_errors() -> list[ErrorOut]:
    """The errors that a step can fail with, by number."""
    return [ErrorOut(number=number, **vars(kind)) for number, kind in NUMBERS.items()]


@router.post("/modules/describe")
def describe_module(written: WrittenModule) -> Described:
    """What module a Python function is, by its signature. The source is read and not run."""
    try:
        return Described(module=told_module(own_module(written.name, written.code)), flaw=None)
    except ModuleError as error:
        return Described(module=None, flaw=Flaw(message=error.message, line=error.line))
