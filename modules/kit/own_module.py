"""The declaration that modules written by the user share, in whatever language: only their function and code differ."""

from collections.abc import Callable

from modules.kit.codegen.script_builder import StepCode
from modules.kit.custom_function import CATEGORY, ICON
from modules.kit.module_spec import Module
from modules.kit.module_traits import Traits


def build_own_module(
    function: Callable[..., object], name: str, emit_code: Callable[[StepCode], None] | None
) -> Module:
    """The module of a function with this name. Raises what pydantic raises where its arguments can't be fields."""
    return Module(
        function=function,
        title=name.strip("_.").replace("_", " ").replace(".", " ").title(),
        category=CATEGORY,
        icon=ICON,
        example=None,
        schema=None,
        external_request=None,
        deterministic=True,
        trusted=False,
        task=None,
        keywords=(),
        requires=(),
        tools=(),
        replaces=(),
        at_inference=None,
        palette=True,
        role=None,
        traits=Traits(),
        emit_code=emit_code,
    )
