"""KNIME workflows (.knwf, .knar): the nodes of the archive, their connections and their settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element

from server.importers.hostile_files import read_archive, read_xml
from server.importers.imported_design import ImportedDesign, ImportRefused, sort_steps

WORKFLOW_FILE = "workflow.knime"
#: Cards here are larger than the nodes of KNIME.
SCALE_X, SCALE_Y = 2.1, 1.6
Settings = dict[str, Any]


@dataclass(frozen=True)
class KnimeNode:
    """One node: its name, its factory, where it stands, and its settings."""

    id: str
    kind: str
    title: str
    place: tuple[float, float]
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class KnimeConnection:
    """From a port of one node to a port of another; port 1 is the first, 0 carries variables."""

    source: str
    output: int
    target: str
    input: int


@dataclass
class KnimeWorkflow:
    """A workflow as it was read."""

    title: str
    nodes: dict[str, KnimeNode] = field(default_factory=dict)
    connections: list[KnimeConnection] = field(default_factory=list)

    def sort_nodes(self) -> list[KnimeNode]:
        """The nodes, each after those it takes from."""
        links = ((one.source, one.target) for one in self.connections)
        return [self.nodes[name] for name in sort_steps(self.nodes, links)]

    def list_sources(self, node: str) -> dict[int, tuple[str, int]]:
        """{input: the node and output that it takes}, without connections of variables."""
        taken = (one for one in self.connections if one.target == node and one.input > 0 and one.output > 0)
        return {one.input: (one.source, one.output) for one in taken}


def read_settings(element: Element) -> Settings:
    """A tree of settings as a map; numbered entries become a list."""
    found: Settings = {}
    for child in element:
        key = child.get("key", "")
        if child.tag == "config":
            found[key] = read_settings(child)
        elif child.tag == "entry" and child.get("isnull") != "true":
            found[key] = _read_value(child.get("type", ""), child.get("value", ""))
    size = found.get("array-size")
    if isinstance(size, int):
        return {**found, "": [found[str(at)] for at in range(min(size, len(found))) if str(at) in found]}
    return found


def _read_value(kind: str, text: str) -> Any:
    try:
        if kind in ("xint", "xlong", "xshort"):
            return int(text[:30])
        if kind in ("xdouble", "xfloat"):
            return float(text)
    except ValueError:
        return text
    return text == "true" if kind == "xboolean" else text.replace("%%00010", "\n")


def find_setting(settings: object, *path: str) -> Any:
    """The value at a path of settings; None where there is none."""
    for key in path:
        settings = settings.get(key) if isinstance(settings, Mapping) else None
    return settings


def read_names(settings: object) -> list[str]:
    """The texts of a list of settings."""
    items = settings.get("", []) if isinstance(settings, Mapping) else []
    return [item for item in items if isinstance(item, str)]


def read_workflow(content: bytes) -> KnimeWorkflow:
    """Read the outermost workflow of an archive; raises ImportRefused."""
    files = read_archive(content)
    places = sorted(
        (name for name in files if PurePosixPath(name).name == WORKFLOW_FILE), key=lambda name: name.count("/")
    )
    if not places:
        raise ImportRefused("This is not a workflow of KNIME. It has no workflow.knime.")
    folder = str(PurePosixPath(places[0]).parent)
    prefix = "" if folder == "." else f"{folder}/"
    root = read_settings(read_xml(files[places[0]]))
    workflow = KnimeWorkflow(str(root.get("name") or PurePosixPath(folder).name))
    for held in (root.get("nodes") or {}).values():
        if isinstance(held, dict) and "id" in held:
            node = _read_node(held, prefix, files)
            workflow.nodes[node.id] = node
    for held in (root.get("connections") or {}).values():
        connection = _read_connection(held)
        if connection is not None and {connection.source, connection.target} <= set(workflow.nodes):
            workflow.connections.append(connection)
    return workflow


def _read_node(held: Settings, prefix: str, files: Mapping[str, bytes]) -> KnimeNode:
    path = str(held.get("node_settings_file", ""))
    settings: Settings = {}
    if f"{prefix}{path}" in files:
        settings = read_settings(read_xml(files[f"{prefix}{path}"]))
    bounds = find_setting(held, "ui_settings", "extrainfo.node.bounds")
    numbers = [item for item in find_setting(bounds, "") or [] if isinstance(item, int) and abs(item) < 1_000_000]
    x, y = (numbers[0], numbers[1]) if len(numbers) > 1 else (0, 0)
    name = str(settings.get("name") or settings.get("node-name") or path.partition(" (#")[0] or "Node")
    annotation = find_setting(settings, "nodeAnnotation", "text")
    title = " ".join(annotation.split()) if isinstance(annotation, str) and annotation.strip() else name
    return KnimeNode(str(held["id"]), name, title, (x * SCALE_X, y * SCALE_Y), settings.get("model") or {})


def _read_connection(held: object) -> KnimeConnection | None:
    fields = [find_setting(held, key) for key in ("sourceID", "sourcePort", "destID", "destPort")]
    if not all(isinstance(value, int) for value in fields):
        return None
    source, output, target, taken = fields
    return KnimeConnection(str(source), output, str(target), taken)


def convert_workflow(content: bytes, name: str) -> ImportedDesign:
    """A KNIME workflow as a design; raises ImportRefused."""
    from server.importers.knime_nodes import KnimeConversion

    workflow = read_workflow(content)
    made = ImportedDesign("KNIME", workflow.title or name)
    KnimeConversion(workflow, made).convert_all()
    return made
