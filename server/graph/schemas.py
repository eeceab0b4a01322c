"""Which columns every port will carry, before anything has run."""

from collections.abc import Container, Mapping

from pydantic import ValidationError

from modules.kit import Module, Schema
from modules.kit.declare import PortSchema
from server.graph.document import Design, in_order
from server.graph.patience import check_patience

Schemas = dict[str, PortSchema]

#: So many columns are foreseen in one design, as of wide tables that a hundred nodes change; beyond them only a run can
#: tell. Tables that are handed on as they are count once.
MOST_FORESEEN = 1_000_000


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
    left, counted = MOST_FORESEEN, {id(schema) for schema in known.values()}
    for name in in_order(design):
        check_patience()
        node = design.nodes[name]
        module = catalog.get(node.module)
        if module is None:
            continue
        inputs = {edge.port: found.get(edge.reference) for edge in node.edges()}
        asked = name not in unheard and left > 0
        foreseen = _foreseen(module, inputs, node.parameters) if asked else _unknown(module)
        for port, schema in foreseen.items():
            reference = f"{name}.{port}"
            found[reference] = held = known.get(reference, schema)
            if isinstance(held, Schema) and id(held) not in counted:
                counted.add(id(held))
                left -= len(held)
    return found


def _foreseen(module: Module, inputs: Mapping[str, PortSchema], parameters: Mapping[str, object]) -> Schemas:
    try:
        valid = module.parameters.model_validate(dict(parameters))
    except ValidationError:
        return _unknown(module)
    return module.schemas(inputs, valid)


def _unknown(module: Module) -> Schemas:
    return dict.fromkeys((port.name for port in module.outputs), None)
