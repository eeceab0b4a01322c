"""How modules become nodes while a design function runs: nothing is computed, and nothing is asked of a server."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

from designery.errors import DesigneryError
from designery.layout import place_nodes
from designery.ports import DEFAULT, OPEN, Data, Placed, Port
from designery.values import to_json

PlacedT = TypeVar("PlacedT", bound=Placed)
PortT = TypeVar("PortT", bound=Port)
NODE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: Fields of a node that are written down only where they are not the usual.
SWITCHES = ("disabled", "bypassed")

_current: ContextVar[Builder | None] = ContextVar("designery_builder", default=None)


class Builder:
    """The document of one design while its function runs."""

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, Any]] = {}
        self.groups: dict[str, Any] = {}
        self.notes: dict[str, Any] = {}
        self.modules: dict[str, dict[str, Any]] = {}
        self.open_groups: list[str] = []
        #: {argument: the fields that it set}
        self.arguments: dict[str, list[tuple[str, str]]] = {}
        #: {argument: the node of the data}
        self.data_arguments: dict[str, str] = {}
        #: What the function returned.
        self.outputs: list[str] = []
        self._data: dict[int, tuple[Data, Port]] = {}

    def add_node(
        self, module: str, inputs: Mapping[str, Any], parameters: Mapping[str, Any], options: Mapping[str, Any]
    ) -> str:
        """Place a module, and return the id of its node."""
        name = self._choose_id(module, options.get("node"))
        node: dict[str, Any] = {"module": module, "parameters": {}, "inputs": {}}
        for port, value in inputs.items():
            reference = self._to_reference(value, name, port)
            if reference is not None:
                node["inputs"][port] = reference
        for key, value in parameters.items():
            if value is DEFAULT or value is OPEN:
                continue
            if isinstance(value, (Port, Placed)):
                raise DesigneryError(f"{name}, {key}: This is a parameter. Got the output {value!r}.")
            argument = getattr(value, "argument", None)
            if argument is not None:
                self.arguments.setdefault(argument, []).append((name, key))
            node["parameters"][key] = to_json(value)
        self._add_options(node, options)
        self.nodes[name] = node
        return name

    def _choose_id(self, module: str, wanted: str | None) -> str:
        if wanted is not None:
            if not NODE_ID.fullmatch(wanted):
                raise DesigneryError(f"'{wanted}' is no id of a node. It has 1 to 64 letters, digits, - and _.")
            if wanted in self.nodes:
                raise DesigneryError(f"Two nodes have the id '{wanted}'. Give one of them another: node=...")
            return wanted
        base, number = module.removeprefix("own_")[:60], 1
        while (name := base if number == 1 else f"{base}_{number}") in self.nodes:
            number += 1
        return name

    def _add_options(self, node: dict[str, Any], options: Mapping[str, Any]) -> None:
        if "at" in options:
            node["x"], node["y"] = options["at"]
        for key in ("title", "note"):
            if options.get(key) is not None:
                node[key] = options[key]
        for key in SWITCHES:
            if options.get(key):
                node[key] = True
        if options.get("silenced"):
            node["silenced"] = list(options["silenced"])
        if self.open_groups:
            node["group"] = self.open_groups[-1]
        node.update(options.get("extra") or {})

    def _to_reference(self, value: Any, node: str, port: str) -> str | list[str] | None:
        """What the document holds of an input; None where nothing is connected."""
        if value is None or value is OPEN or value is DEFAULT:
            return None
        if isinstance(value, Data):
            return self._place_data(value).reference
        if isinstance(value, Port):
            return value.reference
        if isinstance(value, Placed):
            ports = list(value)
            if len(ports) == 1:
                return str(ports[0].reference)
            names = " or ".join(f".{one.output}" for one in ports) or "none that is known"
            raise DesigneryError(f"{node}, {port}: '{value.node}' has several outputs. Say which: {names}.")
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [str(self._to_reference(one, node, port)) for one in value]
        raise DesigneryError(f"{node}, {port}: An input takes the output of a module. Got {value!r}.")

    def _place_data(self, value: Data) -> Port:
        """The output of the Dataset node for a dataset; the same object has one node."""
        if id(value) not in self._data:
            # The cards of data stand outside of the group in which they are first used.
            groups, self.open_groups = self.open_groups, []
            parameters = {"dataset": value.name, "version": DEFAULT if value.version is None else value.version}
            wanted = value.argument if value.argument and value.argument not in self.nodes else None
            name = self.add_node("dataset", {}, parameters, {"node": wanted} if wanted else {})
            self.open_groups = groups
            self._data[id(value)] = (value, Port(name, "dataset"))
            if value.argument:
                self.data_arguments[value.argument] = name
        return self._data[id(value)][1]

    def build_document(self, head: Mapping[str, Any]) -> dict[str, Any]:
        """The document as the server takes it."""
        place_nodes(self.nodes)
        document: dict[str, Any] = {"format": 2, **head, "nodes": self.nodes, "notes": self.notes}
        document["groups"] = self.groups
        if self.modules:
            document["modules"] = self.modules
        return document


def get_builder() -> Builder:
    """The builder of the design function that is running; raises DesigneryError outside of one."""
    builder = _current.get()
    if builder is None:
        raise DesigneryError("Modules are placed inside a function with @dy.design. Call build() on that function.")
    return builder


@contextlib.contextmanager
def building() -> Iterator[Builder]:
    """A new document, for the length of a block."""
    builder = Builder()
    token = _current.set(builder)
    try:
        yield builder
    finally:
        _current.reset(token)


def place(
    kind: type[PlacedT], module: str, inputs: Mapping[str, Any], parameters: Mapping[str, Any], options: Any
) -> PlacedT:
    """Place a module with any number of outputs."""
    return kind(get_builder().add_node(module, inputs, parameters, options))


def place_single(
    kind: type[PortT], output: str, module: str, inputs: Mapping[str, Any], parameters: Mapping[str, Any], options: Any
) -> PortT:
    """Place a module with one output, and return that."""
    return kind(get_builder().add_node(module, inputs, parameters, options), output)


def place_module(
    module: str,
    inputs: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
    **options: Any,
) -> Placed:
    """Place a module by its name, whatever its ports and parameters; for those that this package does not know."""
    return Placed(get_builder().add_node(module, inputs or {}, parameters or {}, options), ())


def note(name: str, text: str = "", *, at: tuple[float, float] = (0, 0), **fields: Any) -> None:
    """Put a note with Markdown on the canvas; `fields` are width, height, color and group."""
    builder = get_builder()
    group = {"group": builder.open_groups[-1]} if builder.open_groups else {}
    builder.notes[name] = {"text": text, "x": at[0], "y": at[1], **group, **fields}


def keep(field: str, name: str, value: Any) -> None:
    """Take an entry of a document over as it is, although nothing here understands it."""
    held: dict[str, Any] = getattr(get_builder(), field)
    held[name] = value


class group(contextlib.ContextDecorator):  # noqa: N801  a decorator and a block, read as such
    """A titled frame around the nodes that are placed in its block, or in the function that it decorates."""

    def __init__(
        self, name: str, title: str | None = None, *, at: tuple[float, float] | None = None, **fields: Any
    ) -> None:
        """`fields` are color, collapsed, ports, parameters and parent; the group that is open is the parent."""
        self.name = name
        self._fields: dict[str, Any] = {"title": name if title is None else title, **fields}
        if at is not None:
            self._fields |= {"x": at[0], "y": at[1]}
        if _current.get() is not None:
            self._register(get_builder())

    def _register(self, builder: Builder) -> None:
        if self.name not in builder.groups:
            parent = {"parent": builder.open_groups[-1]} if builder.open_groups else {}
            builder.groups[self.name] = {**parent, **self._fields}

    def __enter__(self) -> group:
        builder = get_builder()
        self._register(builder)
        builder.open_groups.append(self.name)
        return self

    def __exit__(self, *_: object) -> None:
        get_builder().open_groups.pop()
