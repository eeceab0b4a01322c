"""Tools about modules: find one, and read how it is used."""

from pydantic import BaseModel, JsonValue

from server.api.modules.catalog_routes import CatalogRead, ModuleRead, PortRead
from server.assistants.api_caller import ApiCaller, ApiRefusal

MAX_FOUND = 20


class FoundModule(BaseModel):
    """A module that fits some words."""

    name: str
    title: str
    category: str
    summary: str


class ModuleUse(BaseModel):
    """How a module is used: its ports, its parameters as a JSON schema, and its help."""

    name: str
    title: str
    category: str
    help: str
    inputs: list[PortRead]
    outputs: list[PortRead]
    parameters: dict[str, JsonValue]
    #: {type of an input: types of outputs that it takes}
    accepts: dict[str, list[str]]


async def find_modules(api: ApiCaller, words: str) -> list[FoundModule]:
    """The modules that fit the words best; all of them by category where there are no words."""
    catalog = await api.read(CatalogRead, "catalog")
    offered = [module for module in catalog.modules if module.palette]
    wanted = words.casefold().split()
    scored = [(_score_module(module, wanted), module) for module in offered]
    fitting = [pair for pair in scored if pair[0] > 0] if wanted else scored
    found = [module for _, module in sorted(fitting, key=lambda pair: -pair[0])]
    return [
        FoundModule(name=module.name, title=module.title, category=module.category, summary=module.summary)
        for module in (found[:MAX_FOUND] if wanted else found)
    ]


def _score_module(module: ModuleRead, words: list[str]) -> int:
    """How many of the words a module has; those in its title and keywords count more."""
    near = f"{module.title} {module.name} {' '.join(module.keywords)}".casefold()
    far = f"{module.summary} {module.category} {module.help}".casefold()
    return sum(4 if word in near else 1 if word in far else 0 for word in words)


async def describe_module(api: ApiCaller, name: str) -> ModuleUse:
    """How a module is used; raises ApiRefusal where there is none of this name or title."""
    catalog = await api.read(CatalogRead, "catalog")
    wanted = name.casefold()
    for module in catalog.modules:
        if wanted in (module.name, module.title.casefold()):
            types = {port.type for port in module.inputs}
            return ModuleUse(
                **module.model_dump(include={"name", "title", "category", "help", "parameters"}),
                inputs=module.inputs,
                outputs=module.outputs,
                accepts={into: [*given] for into, given in catalog.accepts.items() if into in types},
            )
    raise ApiRefusal(f"A module named '{name}' does not exist. Use search_modules to find it.")
