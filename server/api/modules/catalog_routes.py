"""The catalog of modules, and what the numbers of their errors mean."""

from functools import cache
from typing import get_args

from fastapi import Request, Response
from pydantic import BaseModel, Field, JsonValue

from modules.kit import Module, ModuleError, Task, catalog, list_unusable_modules
from modules.kit.custom_module_parser import parse_custom_module
from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.module_roles import ModuleRole
from modules.kit.parameter_widgets import ParameterWidget
from modules.kit.ports import PortType, is_compatible
from server.api.core.compressed_responses import CompressedJson, compress_json
from server.api.core.guests import SAME_FOR_GUESTS
from server.api.core.router import Router
from server.graph.document import CustomModuleName

router = Router(prefix="/api", tags=["catalog"])

#: The order in which a pipeline is drawn; other categories follow.
CATEGORIES = (
    "Data Input and Output",
    "Data Transformation",
    "Feature Selection",
    "Statistical Functions",
    "Visualization",
    "Regression",
    "Classification",
    "Clustering",
    "Anomaly Detection",
    "Automated ML",
    "Many Models",
    "Loops",
    "Time Series",
    "Model Training",
    "Model Scoring and Evaluation",
    "Text Analytics",
    "Computer Vision",
    "Recommendation",
    "Python Language",
    "R Language",
    "Web Service",
)


class PortRead(BaseModel):
    """An input or output of a module."""

    name: str
    title: str
    type: PortType
    optional: bool
    many: bool


class PlaceholderDrawingRead(BaseModel):
    """What a learner does, as two paths of SVG, 44 x 42: strokes that are drawn through, and dashed ones."""

    solid: str
    dashed: str


class ModuleRead(BaseModel):
    """A module: all that the palette, the form and the canvas need.

    `widgets` are the fields of the form, in the order of the parameters; `parameters` is a JSON schema of the same.
    `palette_group` is its heading within a large category, or empty.
    `role` is what the module is for: a trainer, a splitter. With a `task`, it is so for that task only.
    """

    name: str
    title: str
    category: str
    palette_group: str
    icon: str
    summary: str
    keywords: list[str]
    help: str
    inputs: list[PortRead]
    outputs: list[PortRead]
    parameters: dict[str, JsonValue]
    widgets: list[ParameterWidget]
    task: Task | None
    trusted: bool
    deterministic: bool
    palette: bool
    role: ModuleRole | None
    missing: list[str]
    install: str
    #: The extras of Designery that bring what is missing, where some do.
    extras: list[str]
    replaces: list[str]
    sketch: PlaceholderDrawingRead | None


class ModuleSource(BaseModel):
    """The source of a function that is to be a module, and the name that it has in its design."""

    name: CustomModuleName
    code: str = Field(max_length=200_000)


class SourceError(BaseModel):
    """Why a source is no module, and in which line."""

    message: str
    line: int | None


class ModuleDescription(BaseModel):
    """The module that a source is, or why it is none."""

    module: ModuleRead | None
    flaw: SourceError | None


class ErrorCodeRead(BaseModel):
    """What an error number means, and what to do."""

    number: int
    title: str
    meaning: str
    advice: str


class CatalogRead(BaseModel):
    """All modules in the order of the palette, and which input port takes which outputs."""

    modules: list[ModuleRead]
    accepts: dict[PortType, list[PortType]]


def to_module_read(module: Module) -> ModuleRead:
    """The module as JSON."""
    schema = module.parameters.model_json_schema()
    return ModuleRead(
        name=module.name,
        title=module.title,
        category=module.category,
        palette_group=module.palette_group,
        icon=module.icon,
        summary=module.summary,
        keywords=list(module.keywords),
        help=module.help,
        inputs=[PortRead(**vars(port)) for port in module.inputs],
        outputs=[PortRead(**vars(port)) for port in module.outputs],
        parameters={"properties": {}, "required": [], **schema},
        widgets=list(module.widgets.values()),
        task=module.task,
        trusted=module.trusted,
        deterministic=module.deterministic,
        palette=module.palette,
        role=module.role,
        missing=list(module.missing_packages),
        install=module.install_command,
        extras=list(module.missing_extras),
        replaces=list(module.replaces),
        sketch=PlaceholderDrawingRead(**vars(module.placeholder)) if module.placeholder else None,
    )


@router.get("/catalog", needs="person", guests="edit", dependencies=[SAME_FOR_GUESTS], response_model=CatalogRead)
def read_catalog(request: Request) -> Response:
    """All modules, and which ports fit together."""
    return _build_catalog(list_unusable_modules()).to_response(request)


def _get_palette_place(module: Module) -> tuple[int, str, str, str]:
    place = CATEGORIES.index(module.category) if module.category in CATEGORIES else len(CATEGORIES)
    return place, module.category, module.palette_group, module.title


@cache
def _build_catalog(_unusable: frozenset[str]) -> CompressedJson:
    """It says nothing of anybody, and is the same until packages are installed that some modules lack."""
    port_types: tuple[PortType, ...] = get_args(PortType)
    compatible = {
        input_type: [output_type for output_type in port_types if is_compatible(input_type, output_type)]
        for input_type in port_types
    }
    modules = sorted(catalog().values(), key=_get_palette_place)
    content = CatalogRead(modules=list(map(to_module_read, modules)), accepts=compatible)
    return compress_json(content.model_dump_json().encode())


@router.get("/error-codes", needs="person")
def list_error_codes() -> list[ErrorCodeRead]:
    """The errors that a step can fail with, by number."""
    return [ErrorCodeRead(number=number, **vars(kind)) for number, kind in ERROR_KINDS.items()]


@router.post("/modules/describe", needs="person")
def describe_module(source: ModuleSource) -> ModuleDescription:
    """What module a Python function is, by its signature. The source is read and not run."""
    try:
        return ModuleDescription(module=to_module_read(parse_custom_module(source.name, source.code)), flaw=None)
    except ModuleError as error:
        return ModuleDescription(module=None, flaw=SourceError(message=error.message, line=error.line))
