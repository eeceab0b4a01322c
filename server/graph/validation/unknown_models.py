"""Registered models that a design names and this server does not have."""

from collections.abc import Iterator

from modules.kit.parameter_widgets import ModelWidget
from server.graph.analyzed_design import AnalyzedDesign, Problem, get_parameter_value
from server.graph.validation import validation_rule


@validation_rule(order=95)
def find_unknown_models(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        for field, value in node.parameters.items():
            if not isinstance(module.widgets.get(field), ModelWidget) or name in analyzed.bound_sources:
                continue
            if isinstance(value, str) and value:
                version = get_parameter_value(module, node, "version")
                which = f"version {version}" if str(version).isdecimal() else f"version called '{version}'"
                which = "version" if version == "newest" else which
                message = f"This server has no {which} of a model named '{value}'. Choose another one, or register it."
                yield Problem(name, field, message)
