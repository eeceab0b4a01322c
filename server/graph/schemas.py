"""Which columns every port will carry, before anything has run."""

from collections.abc import Container, Mapping

from pydantic import ValidationError

from modules.kit import Module
from modules.kit.declare import PortSchema
from server.graph.document import Design, in_order

Schemas = dict[str, PortSchema]


def schemas(
    design: Design,
    catalog: Mapping[str, Module],
    known: Mapping[str, PortSchema],
    unheard: Container[str] = frozenset(),
) -> Schemas:
    """What each `node.port` will carry, None where only a run can tell.

    `known` is what is known for sure of some ports: the columns of datasets, and what earlier runs of unchanged nodes
    recorded. It wins over what the modules' rules foresee. The rules of the nodes in `unheard` are not asked.
    """
    found: Schemas = {}
    for name in in_order(design):
        node = design.nodes[name]
        module = catalog.get(node.module)
        if module is None:
            continue
        inputs = {edge.port: found.get(edge.reference) for edge in node.edges()}
        foreseen = _unknown(module) if name in unheard else _foreseen(module, inputs, node.parameters)
        for port, schema in foreseen.items():
            reference = f"{name}.{port}"
            found[reference] = known.get(reference, schema)
    return found


def _foreseen(module: Module, inputs: Mapping[str, PortSchema], parameters: Mapping[str, object]) -> Schemas:
    try:
        valid = module.parameters.model_validate(dict(parameters))
    except ValidationError:
        return _unknown(module)
    return module.schemas(inputs, valid)


def _unknown(module: Module) -> Schemas:
    return dict.fromkeys((port.name for port in module.outputs), None)
