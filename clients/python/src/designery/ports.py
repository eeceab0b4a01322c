"""Ports of a design that is being written as code: what modules give, and what they take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, TypedDict


class _Named:
    """A value that stands for itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


#: The value of a parameter that is left out: the module's own default holds.
DEFAULT: Any = _Named("DEFAULT")
#: Stands for an input or a parameter that is required and still open. The design cannot run until it is given.
OPEN: Any = _Named("OPEN")


class Port:
    """An output of a node, to be given to modules as an input."""

    kind: ClassVar[str] = ""

    def __init__(self, node: str, output: str) -> None:
        self.node = node
        self.output = output

    @property
    def reference(self) -> str:
        """`node.output`, as it stands in the document and as results are asked for."""
        return f"{self.node}.{self.output}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.reference}>"


class Table(Port):
    """A dataset."""

    kind = "dataset"


class UntrainedModel(Port):
    """A learner with its settings."""

    kind = "untrained_model"


class TrainedModel(Port):
    """A model that was trained."""

    kind = "trained_model"


class Transformation(Port):
    """A fitted preparation of data."""

    kind = "transformation"


class ImageDirectory(Port):
    """A folder of images."""

    kind = "image_directory"


class File(Port):
    """A file, as it is."""

    kind = "file"


class Evaluation(Port):
    """What an evaluation measured."""

    kind = "evaluation"


PORT_TYPES: dict[str, type[Port]] = {
    port.kind: port for port in (Table, UntrainedModel, TrainedModel, Transformation, ImageDirectory, File, Evaluation)
}


class Placed:
    """A node that was placed: its outputs by name, as attributes or in brackets, and in their order."""

    port_types: ClassVar[dict[str, type[Port]]] = {}

    def __init__(self, node: str, names: tuple[str, ...] | None = None) -> None:
        self.node = node
        self._names = tuple(self.port_types) if names is None else names
        for name, kind in self.port_types.items():
            setattr(self, name, kind(node, name))

    def __getitem__(self, output: str) -> Any:
        """The output of this name."""
        return self.port_types.get(output, Port)(self.node, output)

    def __iter__(self) -> Iterator[Any]:
        return (self[name] for name in self._names)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.node}: {', '.join(self._names)}>"


class Data(Table):
    """A stored dataset by name or id; the design gets a Dataset node for it where it is first used."""

    def __init__(self, name: str, version: int | None = None) -> None:
        super().__init__("", "dataset")
        self.name = name
        self.version = version
        #: The argument of the design function that it stands for.
        self.argument: str | None = None

    def __repr__(self) -> str:
        return f"data({self.name!r})" if self.version is None else f"data({self.name!r}, version={self.version})"


def data(name: str, version: int | None = None) -> Data:
    """A stored dataset, by its name or id; without a version each run takes the newest."""
    return Data(name, version)


def port(reference: str) -> Any:
    """An output by `node.output`, also one of a node that is placed further down, or not at all."""
    node, _, output = reference.partition(".")
    return Port(node, output)


class NodeOptions(TypedDict, total=False):
    """What every module takes besides its ports and parameters: what the card on the canvas has."""

    #: The id of the node; without one it is made of the module's name.
    node: str
    title: str | None
    note: str | None
    #: Where the card stands; without it, cards are placed along the flow.
    at: tuple[float, float]
    disabled: bool
    bypassed: bool
    #: The rules whose advice about this node is not wanted.
    silenced: list[str]
    #: Further fields of the node in the document.
    extra: dict[str, Any]
