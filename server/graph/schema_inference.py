"""Which columns every port will carry, before anything has run."""

from collections.abc import Container, Mapping

from pydantic import ValidationError

from modules.kit import Module, Schema
from modules.kit.module_spec import PortSchema
from server.graph.cancellation import check_cancellation
from server.graph.document import Design, sort_topologically
from server.graph.loops import add_key_columns, find_loops

PortSchemas = dict[str, PortSchema]

#: So many columns are foreseen in one design, as of wide tables that a hundred nodes change; beyond them only a run can
#: tell. Tables that are handed on as they are count once.
MAX_INFERRED_COLUMNS = 1_000_000


def infer_schemas(
    design: Design,
    catalog: Mapping[str, Module],
    known_schemas: Mapping[str, PortSchema],
    opaque_nodes: Container[str] = frozenset(),
) -> PortSchemas:
    """What each `node.port` will carry, None where only a run can tell.

    `known` is what is known for sure of some ports: the columns of datasets, and what earlier runs of unchanged nodes
    recorded. It wins over what the modules' rules foresee. The rules of the nodes in `unheard` are not asked.
    """
    found: PortSchemas = {}
    loops = find_loops(design, catalog)
    left, counted = MAX_INFERRED_COLUMNS, {id(schema) for schema in known_schemas.values()}
    for name in sort_topologically(design):
        check_cancellation()
        node = design.nodes[name]
        module = catalog.get(node.module)
        if module is None:
            continue
        outputs = {port.name: f"{name}.{port.name}" for port in module.outputs}
        if all(reference in known_schemas for reference in outputs.values()):
            found |= {reference: known_schemas[reference] for reference in outputs.values()}
            continue
        inputs = {edge.port: found.get(edge.reference) for edge in node.edges()}
        is_inferred = name not in opaque_nodes and left > 0
        inferred = _infer_outputs(module, inputs, node.parameters) if is_inferred else _build_unknown_outputs(module)
        if name in loops:
            inferred = dict(add_key_columns(design, catalog, loops[name], inferred, found))
        for port, schema in inferred.items():
            reference = f"{name}.{port}"
            found[reference] = held = known_schemas.get(reference, schema)
            if isinstance(held, Schema) and id(held) not in counted:
                counted.add(id(held))
                left -= len(held)
    return found


def _infer_outputs(module: Module, inputs: Mapping[str, PortSchema], parameters: Mapping[str, object]) -> PortSchemas:
    try:
        valid = module.parameters.model_validate(dict(parameters))
    except ValidationError:
        return _build_unknown_outputs(module)
    return module.infer_schemas(inputs, valid)


def _build_unknown_outputs(module: Module) -> PortSchemas:
    return dict.fromkeys((port.name for port in module.outputs), None)
