"""The ports of the modules that users write: read, changed in the source, and made of a script. Nothing is run."""

from pydantic import BaseModel, ConfigDict, Field

from modules.kit import ModuleError
from modules.kit.custom_module_parser import change_script_ports, parse_custom_module, read_script_ports
from modules.kit.r_source import Language, find_language
from modules.kit.script_ports import ChangedSource, PortKind, ScriptPort, ScriptPorts
from modules.python_language.script_to_module import write_script_module
from modules.r_language.r_script_to_module import write_r_script_module
from server.api.core.router import Router
from server.api.modules.catalog_routes import ModuleRead, ModuleSource, SourceError, to_module_read
from server.graph.document import CustomModuleName

router = Router(prefix="/api/modules", tags=["catalog"])

MAX_PORTS = 100


class ScriptPortBody(BaseModel):
    """A port of a source; `was` is the name that it has in the source now, null for a new one."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=100)
    kind: PortKind
    optional: bool = False
    was: str | None = Field(default=None, max_length=100)


class ScriptPortsBody(BaseModel):
    """The inputs and outputs of a source, in their order."""

    model_config = ConfigDict(extra="forbid")

    inputs: list[ScriptPortBody] = Field(max_length=MAX_PORTS)
    outputs: list[ScriptPortBody] = Field(max_length=MAX_PORTS)


class PortsRequest(ModuleSource):
    """A source, and the ports that it is to have; without them its ports are read."""

    ports: ScriptPortsBody | None = None


class ScriptRequest(BaseModel):
    """A script that is to become a module of its own, and what the module is to be called."""

    model_config = ConfigDict(extra="forbid")

    language: Language
    script: str = Field(max_length=200_000)
    name: CustomModuleName
    title: str = Field(max_length=200)


class ScriptModule(BaseModel):
    """A source with its ports and the module that it is, or why there is none.

    `unclear_lines` are those of return statements that do not list their values, to be changed by hand.
    """

    code: str
    language: Language
    ports: ScriptPortsBody | None
    module: ModuleRead | None
    unclear_lines: list[int]
    flaw: SourceError | None


@router.post("/ports", needs="person")
def change_module_ports(request: PortsRequest) -> ScriptModule:
    """The ports of a module that a user wrote, after they were changed in its source. The source is not run."""
    try:
        if request.ports is None:
            return _describe(request.name, ChangedSource(request.code))
        return _describe(request.name, change_script_ports(request.code, _to_script_ports(request.ports)))
    except ModuleError as error:
        return _describe_error(request.code, error)


@router.post("/from-script", needs="person")
def make_module_from_script(request: ScriptRequest) -> ScriptModule:
    """A script with two tables as a module of its own, whose ports can be changed. The script is not run."""
    try:
        write = write_r_script_module if request.language == "r" else write_script_module
        return _describe(request.name, write(request.script, _to_function_name(request.title)))
    except ModuleError as error:
        return _describe_error(request.script, error)


def _to_function_name(title: str) -> str:
    """The words of a title in small letters; of letters that no Python name has, nothing is left."""
    words = "".join(one if one.isascii() and one.isalnum() else " " for one in title.lower()).split()
    name = "_".join(words)[:60]
    return name if name.isidentifier() else f"script_{name}".rstrip("_")


def _to_script_ports(body: ScriptPortsBody) -> ScriptPorts:
    inputs, outputs = (
        tuple(ScriptPort(one.name, one.kind, one.optional, one.was) for one in listed)
        for listed in (body.inputs, body.outputs)
    )
    return ScriptPorts(inputs, outputs)


def _describe(name: str, changed: ChangedSource) -> ScriptModule:
    module, ports = parse_custom_module(name, changed.code), read_script_ports(changed.code)
    inputs, outputs = (
        [ScriptPortBody(name=one.name, kind=one.kind, optional=one.optional, was=one.was) for one in listed]
        for listed in (ports.inputs, ports.outputs)
    )
    return ScriptModule(
        code=changed.code,
        language=find_language(changed.code),
        ports=ScriptPortsBody(inputs=inputs, outputs=outputs),
        module=to_module_read(module),
        unclear_lines=list(changed.unclear_lines),
        flaw=None,
    )


def _describe_error(code: str, error: ModuleError) -> ScriptModule:
    flaw = SourceError(message=error.message, line=error.line)
    return ScriptModule(code=code, language=find_language(code), ports=None, module=None, unclear_lines=[], flaw=flaw)
