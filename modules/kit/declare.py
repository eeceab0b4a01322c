"""@module: a typed function becomes a module of the catalog; `module_spec.py` reads its signature."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar

from pydantic import BaseModel

from modules.kit.codegen.script_builder import StepCode
from modules.kit.external_requests import ExternalRequest
from modules.kit.large_tables.large_work import LargeTableUse
from modules.kit.module_roles import ModuleRole
from modules.kit.module_spec import AtInference, Call, FormerDefaults, Module
from modules.kit.module_traits import Traits
from modules.kit.requirements import Tool
from modules.kit.row_functions import RowCompiler
from modules.kit.schema import Task
from modules.kit.schema_rules import DryRun

Function = TypeVar("Function", bound=Callable[..., object])

_registry: dict[str, Module] = {}


def module(
    title: str,
    *,
    category: str,
    palette_group: str = "",
    icon: str = "box",
    example: Callable[[], Call] | None = None,
    schema: Callable[..., object] | DryRun | None = None,
    external_request: Callable[[BaseModel], ExternalRequest | None] | None = None,
    deterministic: bool = True,
    trusted: bool = True,
    task: Task | None = None,
    requires: tuple[str, ...] = (),
    keywords: tuple[str, ...] = (),
    tools: tuple[Tool, ...] = (),
    replaces: tuple[str, ...] = (),
    at_inference: AtInference | None = None,
    palette: bool = True,
    role: ModuleRole | None = None,
    traits: Traits | None = None,
    emit_code: Callable[[StepCode], None] | None = None,
    compile_rows: RowCompiler | None = None,
    former_defaults: FormerDefaults | None = None,
    large_tables: LargeTableUse | None = None,
) -> Callable[[Function], Function]:
    """Declare the decorated function as a module. The function itself stays a plain function.

    `palette_group` is a heading within a large category, by what people want to do.

    `schema` tells the columns before a run; `external_request` says what its parameters have fetched or delivered;
    `deterministic` modules may be reused; modules that are not `trusted` run the user's own code; `task` is what a
    learner can be trained for, or the one task of a trainer, scorer or evaluator; `requires` are the import names
    of optional packages, `tools` what the system must have installed; `keywords` are other words by which people
    who come from other tools look for the module; `at_inference` says what a deployed design does with it;
    `replaces` are former names of this module; `palette=False` keeps it off the palette; `role` is what others may
    count on and find it by; `traits` say what becomes of rows and values; `emit_code` writes the module as plain
    Python; `compile_rows` gives its form for a few rows; `former_defaults` are those of parameters that have others
    now, by the design format up to which they held, so that older designs go on meaning the same; `large_tables` is how
    it works on tables that do not fit into memory, and without it all rows are loaded.
    """

    def declare(function: Function) -> Function:
        declared = Module(
            function=function,
            title=title,
            category=category,
            palette_group=palette_group,
            icon=icon,
            example=example,
            schema=schema,
            external_request=external_request,
            deterministic=deterministic,
            trusted=trusted,
            task=task,
            requires=requires,
            keywords=keywords,
            tools=tools,
            replaces=replaces,
            at_inference=at_inference,
            palette=palette,
            role=role,
            traits=traits or Traits(),
            emit_code=emit_code,
            compile_rows=compile_rows,
            former_defaults=former_defaults or {},
            large_tables=large_tables,
        )
        if declared.name in _registry and _registry[declared.name].function is not function:
            raise ValueError(f"Two modules are called {declared.name}.")
        _registry[declared.name] = declared
        return function

    return declare


#: They declare nothing and import scikit-learn, which a server does without: whoever trains imports them.
LAZY_MODULES = frozenset(
    f"modules.learning.{name}"
    for name in ("linear_quantiles", "onnx_estimator", "script_estimator", "sparse_poisson", "vector_encoder")
)


@cache
def catalog() -> Mapping[str, Module]:
    """All declared modules by name, in the order of the palette: category folders and files by name."""
    import modules

    for found in pkgutil.walk_packages(modules.__path__, prefix="modules."):
        if found.name not in LAZY_MODULES:
            importlib.import_module(found.name)
    return dict(sorted(_registry.items(), key=lambda item: (item[1].category, item[1].title)))


def list_unusable_modules() -> frozenset[str]:
    """The modules that lack packages, by name; what is remembered of the catalog is true for these alone."""
    return frozenset(name for name, declared in catalog().items() if declared.missing_packages)
