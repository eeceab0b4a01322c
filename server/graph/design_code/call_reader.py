"""Calls in code that place modules: their inputs, parameters, and what the card has besides."""

import ast
from typing import Any

from modules.kit import Module
from server.graph.design_code.code_calls import get_called_module
from server.graph.design_code.code_source import CodeRefused, suggest_name
from server.graph.design_code.code_values import OPEN, get_dy_name, read_value
from server.graph.design_code.code_writer import CARD_OPTIONS
from server.graph.design_code.missing_names import describe_missing_module, describe_missing_variable
from server.graph.design_code.reading_state import OutputReference, PlacedNode, ReadingState

#: What the Python client takes besides: the id, the place and further fields of the node.
CLIENT_OPTIONS = ("node", "at", "extra", "card")
Held = PlacedNode | OutputReference | None


class CallReader:
    """Reads expressions that hold nodes or outputs, and places the modules that they call."""

    def __init__(self, state: ReadingState) -> None:
        self._state = state

    def read_expression(self, expression: ast.expr) -> Held:
        """The node or output that an expression stands for; raises CodeRefused."""
        match expression:
            case ast.Call():
                return self._read_call(expression)
            case ast.Name(id=name):
                return self._read_variable(expression, name)
            case ast.Attribute(value=inner, attr=output):
                return self._read_output(expression, inner, output)
            case ast.Subscript(value=inner, slice=ast.Constant(value=str() as output)):
                return self._read_output(expression, inner, output)
        raise CodeRefused(expression, "This must be the output of a module, or a call of a module.")

    def _read_variable(self, place: ast.expr, name: str) -> Held:
        if name in self._state.variables:
            return self._state.variables[name]
        raise CodeRefused(place, *describe_missing_variable(self._state, name))

    def _read_output(self, place: ast.expr, inner: ast.expr, output: str) -> Held:
        held = self.read_expression(inner)
        if held is None:
            return None
        if isinstance(held, OutputReference):
            raise CodeRefused(place, f"{ast.unparse(inner)} is an output already.")
        outputs = [port.name for port in held.module.outputs] if held.module is not None else [output]
        if output not in outputs and isinstance(place, ast.Attribute):
            hint, close = suggest_name(output, outputs)
            fix = f"{ast.unparse(inner)}.{close}" if close else None
            raise CodeRefused(place, f"There is no output {output}. There are: {', '.join(outputs)}.{hint}", fix)
        return OutputReference(f"{held.node}.{output}")

    def bind(self, target: ast.expr, held: Held) -> None:
        """Give a name to what an expression stands for; several names take the outputs in their order."""
        if isinstance(target, ast.Name):
            self._state.variables[target.id] = held
            return
        names = [one.id for one in target.elts if isinstance(one, ast.Name)] if isinstance(target, ast.Tuple) else []
        if not isinstance(target, ast.Tuple) or len(names) < len(target.elts):
            raise CodeRefused(target, "The left side must be the name of a variable.")
        if held is None:
            self._state.variables.update(dict.fromkeys(names))
            return
        outputs = self._list_outputs(held)
        if len(outputs) != len(names):
            raise CodeRefused(
                target, f"There are {len(outputs)} outputs: {', '.join(outputs)}. Got {len(names)} names."
            )
        node = held.node if isinstance(held, PlacedNode) else ""
        for name, output in zip(names, outputs, strict=True):
            self._state.variables[name] = OutputReference(f"{node}.{output}")

    def _list_outputs(self, held: PlacedNode | OutputReference) -> list[str]:
        known = isinstance(held, PlacedNode) and held.module is not None
        return [port.name for port in held.module.outputs] if known else []  # type: ignore[union-attr]

    def forgive(self, statement: ast.stmt) -> None:
        """What a refused statement should have named counts as known: it is wrong once, and not once for each use."""
        for one in ast.walk(statement):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
                self._state.variables.setdefault(one.id, None)

    # Modules

    def _read_call(self, call: ast.Call) -> Held:
        name = get_called_module(call, self._state.functions)
        dy_name = get_dy_name(call.func)
        if dy_name == "port" and len(call.args) == 1:
            return OutputReference(_read_text(call.args[0]))
        if name is None:
            raise CodeRefused(call.func, *describe_missing_module(self._state, call.func))
        if dy_name == "place_module":
            return self._read_unknown_module(call, name)
        module = self._state.catalog.get(name)
        node = self._start_node(call, name)
        if module is None:
            raise CodeRefused(call.func, "The source of this module cannot be read.")
        self._read_arguments(call, module, node)
        return PlacedNode(node, module)

    def _start_node(self, call: ast.Call, module: str) -> str:
        name = self._state.node_ids[id(call)]
        if name in self._state.nodes:
            raise CodeRefused(call, f"Two modules have the id {name}. Leave node=... out.")
        before = self._state.base.nodes.get(name)
        node: dict[str, Any] = before.model_dump(mode="json") if before is not None else {"note": None}
        for option in CARD_OPTIONS[:-1]:
            node.pop(option, None)
        node |= {"module": module, "parameters": {}, "inputs": {}, "title": None, "disabled": False, "bypassed": False}
        node |= {"silenced": [], "group": self._state.get_group_of(name)}
        self._state.nodes[name] = node
        self._state.ranges[name] = self._state.source.locate(call)
        return name

    def _read_arguments(self, call: ast.Call, module: Module, node: str) -> None:
        ports = [port.name for port in module.inputs]
        if len(call.args) > len(ports):
            noun = "input" if len(ports) == 1 else "inputs"
            takes = f"{module.title} takes {len(ports) or 'no'} {noun}"
            raise CodeRefused(call.args[len(ports)], f"{takes}. Give parameters by their names: name=value.")
        for port, value in zip(ports, call.args, strict=False):
            self._set_input(node, port, value)
        parameters = module.parameters.model_fields
        given = set(ports[: len(call.args)])
        for keyword in call.keywords:
            if keyword.arg in given:
                raise CodeRefused(keyword, f"{keyword.arg} is given twice. Keep one of the two.")
            given.add(keyword.arg or "")
            if keyword.arg in ports:
                self._set_input(node, keyword.arg, keyword.value)
            elif keyword.arg in parameters:
                self._set_parameter(node, keyword.arg, keyword.value)
            elif keyword.arg in {*CARD_OPTIONS, *CLIENT_OPTIONS}:
                self._set_option(node, keyword.arg, keyword.value)
            else:
                hint, close = suggest_name(keyword.arg or "", [*ports, *parameters, *CARD_OPTIONS])
                fix = f"{close}={ast.unparse(keyword.value)}" if close else None
                raise CodeRefused(keyword, f"{module.title} has no parameter {keyword.arg}.{hint}", fix)

    def _read_unknown_module(self, call: ast.Call, name: str) -> Held:
        """`dy.place_module(name, {port: output}, {parameter: value})`."""
        node = self._start_node(call, name)
        if len(call.args) > 1:
            if not isinstance(call.args[1], ast.Dict):
                raise CodeRefused(call.args[1], "The inputs are a dictionary: {port: output}.")
            for key, value in zip(call.args[1].keys, call.args[1].values, strict=True):
                self._set_input(node, _read_text(key or call), value)
        if len(call.args) > 2:
            parameters = read_value(call.args[2], self._state.constants)
            if not isinstance(parameters, dict):
                raise CodeRefused(call.args[2], "The parameters are a dictionary: {name: value}.")
            self._state.nodes[node]["parameters"] = parameters
        for keyword in call.keywords:
            if keyword.arg not in {*CARD_OPTIONS, *CLIENT_OPTIONS}:
                raise CodeRefused(keyword, f"dy.place_module has no argument {keyword.arg}.")
            self._set_option(node, keyword.arg, keyword.value)
        return PlacedNode(node, None)

    def _set_parameter(self, node: str, name: str, expression: ast.expr) -> None:
        value = read_value(expression, self._state.constants)
        self._state.fields[node, name] = self._state.source.locate(expression)
        if value is OPEN:
            return
        self._state.nodes[node]["parameters"][name] = value
        if isinstance(expression, ast.Name):
            self._state.uses.setdefault(expression.id, []).append((node, name))

    def _set_input(self, node: str, port: str, expression: ast.expr) -> None:
        self._state.fields[node, port] = self._state.source.locate(expression)
        if get_dy_name(expression) == "OPEN" or (isinstance(expression, ast.Constant) and expression.value is None):
            return
        inputs = self._state.nodes[node]["inputs"]
        if isinstance(expression, (ast.List, ast.Tuple)):
            inputs[port] = [one for item in expression.elts if (one := self._read_reference(item)) is not None]
        elif (reference := self._read_reference(expression)) is not None:
            inputs[port] = reference

    def _read_reference(self, expression: ast.expr) -> str | None:
        """`node.output` of an expression that stands for one output."""
        held = self.read_expression(expression)
        if isinstance(held, OutputReference) or held is None:
            return held.reference if held is not None else None
        outputs = self._list_outputs(held)
        if len(outputs) == 1:
            return f"{held.node}.{outputs[0]}"
        name = ast.unparse(expression) if isinstance(expression, ast.Name) else "module(...)"
        ways = " or ".join(f"{name}.{one}" for one in outputs) or f'{name}["output"]'
        fix = f"{name}.{outputs[0]}" if outputs and isinstance(expression, ast.Name) else None
        raise CodeRefused(expression, f"Say which output is meant: {ways}.", fix)

    # Cards

    def _set_option(self, node: str, name: str, expression: ast.expr) -> None:
        value, held = read_value(expression, self._state.constants), self._state.nodes[node]
        if name == "node" or value is OPEN:
            return
        if name in ("extra", "card"):
            if not isinstance(value, dict):
                raise CodeRefused(expression, f"{name} is a dictionary of fields of the card.")
            held.update({key: one for key, one in value.items() if key != "at"})
        elif name == "at":
            _set_place(held, value, expression)
        elif name in ("disabled", "bypassed"):
            held[name] = _require(value, bool, expression, f"{name} is True or False.")
        elif name == "silenced":
            held[name] = _require(value, list, expression, "silenced is a list of rules.")
        else:
            held[name] = value if value is None else _require(value, str, expression, f"{name} is a text.")


def _set_place(node: dict[str, Any], value: object, expression: ast.expr) -> None:
    numbers = [one for one in value if isinstance(one, (int, float))] if isinstance(value, list) else []
    if len(numbers) != 2:
        raise CodeRefused(expression, "A place is two numbers: at=(0, 120).")
    node["x"], node["y"] = numbers


def _require(value: object, kind: type, expression: ast.expr, message: str) -> object:
    if not isinstance(value, kind):
        raise CodeRefused(expression, message)
    return value


def _read_text(expression: ast.AST) -> str:
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return expression.value
    raise CodeRefused(expression, "This must be a text.")
