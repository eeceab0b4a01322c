"""RapidMiner processes (.rmp): nested operators with their parameters and connections."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from server.importers.hostile_files import read_xml
from server.importers.imported_design import ImportedDesign, ImportRefused, sort_steps

#: Cards here are larger than the operators of RapidMiner.
SCALE_X, SCALE_Y = 2.1, 1.6


@dataclass(frozen=True)
class RapidConnection:
    """From a port of one operator to a port of another; an empty name is the border of the process."""

    source: str
    output: str
    target: str
    input: str


@dataclass
class RapidProcess:
    """Operators and their connections, as they stand inside of one operator."""

    operators: dict[str, "RapidOperator"] = field(default_factory=dict)
    connections: list[RapidConnection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def sort_operators(self) -> list["RapidOperator"]:
        """The operators, each after those it takes from."""
        links = ((one.source, one.target) for one in self.connections)
        return [self.operators[name] for name in sort_steps(self.operators, links)]


@dataclass
class RapidOperator:
    """One operator: its name, its class, where it stands, its parameters, and the processes inside of it."""

    name: str
    kind: str
    place: tuple[float, float]
    parameters: dict[str, str] = field(default_factory=dict)
    #: {parameter: pairs of key and value}
    lists: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    processes: list[RapidProcess] = field(default_factory=list)
    enabled: bool = True

    def describe(self) -> dict[str, object]:
        """Its settings with those of the operators inside of it."""
        inner = {one.name: one.describe() for process in self.processes for one in process.operators.values()}
        return {"class": self.kind, **self.parameters, **self.lists, **({"operators": inner} if inner else {})}


def _read_place(element: Element) -> tuple[float, float]:
    try:
        x, y = float(element.get("x", "0")[:20]), float(element.get("y", "0")[:20])
    except ValueError:
        return (0.0, 0.0)
    return (x * SCALE_X, y * SCALE_Y) if abs(x) < 1e6 and abs(y) < 1e6 else (0.0, 0.0)


def _read_operator(element: Element) -> RapidOperator:
    kind = element.get("class", "").rpartition(":")[2]
    made = RapidOperator(element.get("name", "Operator"), kind, _read_place(element))
    made.enabled = element.get("activated", "true") == "true"
    for child in element:
        if child.tag == "parameter":
            made.parameters[child.get("key", "")] = child.get("value", "")
        elif child.tag in ("list", "enumeration"):
            pairs = [(one.get("key", ""), one.get("value", "")) for one in child.iter("parameter")]
            made.lists[child.get("key", "")] = pairs
        elif child.tag == "process":
            made.processes.append(_read_process(child))
    return made


def _read_process(element: Element) -> RapidProcess:
    made = RapidProcess()
    for child in element:
        if child.tag == "operator":
            operator = _read_operator(child)
            made.operators[operator.name] = operator
        elif child.tag == "connect":
            fields = (child.get(key, "") for key in ("from_op", "from_port", "to_op", "to_port"))
            made.connections.append(RapidConnection(*fields))
        elif child.tag == "description" and child.text:
            made.notes.append(child.text)
    return made


def read_process(content: bytes) -> RapidProcess:
    """The outermost process of a file; raises ImportRefused."""
    root = read_xml(content)
    outer = root.find("operator")
    inner = None if outer is None or root.tag != "process" else outer.find("process")
    if inner is None:
        raise ImportRefused("This is not a process of RapidMiner. It has no operator with a process.")
    return _read_process(inner)


def convert_process(content: bytes, name: str) -> ImportedDesign:
    """A RapidMiner process as a design; raises ImportRefused."""
    from server.importers.rapidminer_operators import RapidConversion

    process = read_process(content)
    made = ImportedDesign("RapidMiner", name)
    RapidConversion(made).convert_process(process, {})
    return made
