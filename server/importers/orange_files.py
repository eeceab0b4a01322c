"""Orange workflows (.ows): the widgets, their connections and their settings."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from server.importers.hostile_files import read_literal, read_pickle, read_xml
from server.importers.imported_design import ImportedDesign, ImportRefused, sort_steps

#: Cards here are larger than the circles of Orange.
SCALE_X, SCALE_Y = 1.9, 1.3


@dataclass(frozen=True)
class OrangeWidget:
    """One widget: its class, its title, where it stands, and its settings as far as they can be read."""

    id: str
    kind: str
    title: str
    place: tuple[float, float]
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class OrangeLink:
    """From a channel of one widget to a channel of another."""

    source: str
    output: str
    target: str
    input: str


@dataclass
class OrangeWorkflow:
    """A workflow as it was read."""

    title: str
    description: str
    widgets: dict[str, OrangeWidget]
    links: list[OrangeLink]
    notes: list[tuple[str, tuple[float, float, float, float]]] = field(default_factory=list)

    def sort_widgets(self) -> list[OrangeWidget]:
        """The widgets, each after those it takes from."""
        links = ((link.source, link.target) for link in self.links)
        return [self.widgets[name] for name in sort_steps(self.widgets, links)]


def read_workflow(content: bytes) -> OrangeWorkflow:
    """Read a workflow; raises ImportRefused."""
    root = read_xml(content)
    if root.tag != "scheme" or root.find("nodes") is None:
        raise ImportRefused("This is not a workflow of Orange. It has no scheme with nodes.")
    settings = dict(_iterate_settings(root))
    widgets = {node.get("id", ""): _read_widget(node, settings) for node in root.iterfind("nodes/node")}
    links = [
        link for link in map(_read_link, root.iterfind("links/link")) if {link.source, link.target} <= set(widgets)
    ]
    notes = [(text.text or "", _read_numbers(text.get("rect", ""), 4)) for text in root.iterfind("annotations/text")]
    shown = [(text, (place[0], place[1], place[2], place[3])) for text, place in notes if text.strip()]
    return OrangeWorkflow(root.get("title") or "", root.get("description") or "", widgets, links, shown)


def _iterate_settings(root: Element) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The settings of each widget; what cannot be read of one is no reason to refuse the others."""
    for held in root.iterfind("node_properties/properties"):
        text = held.text or ""
        try:
            found = (
                read_pickle(base64.b64decode(text, validate=False))
                if held.get("format") == "pickle"
                else read_literal(text)
            )
        except (ImportRefused, binascii.Error) as refusal:
            found = {"settings that could not be read": str(refusal)}
        if isinstance(found, Mapping):
            yield held.get("node_id", ""), found


def _read_widget(node: Element, settings: Mapping[str, Mapping[str, Any]]) -> OrangeWidget:
    name = node.get("id", "")
    x, y = _read_numbers(node.get("position", ""), 2)
    title = node.get("title") or node.get("name") or "Widget"
    place = (x * SCALE_X, y * SCALE_Y)
    return OrangeWidget(name, node.get("qualified_name", "").rpartition(".")[2], title, place, settings.get(name, {}))


def _read_link(link: Element) -> OrangeLink:
    output = link.get("source_channel_id") or link.get("source_channel") or ""
    taken = link.get("sink_channel_id") or link.get("sink_channel") or ""
    return OrangeLink(
        link.get("source_node_id", ""), clean_channel(output), link.get("sink_node_id", ""), clean_channel(taken)
    )


def clean_channel(name: str) -> str:
    """The name of a channel in one form: ids and titles of different versions differ in case and marks."""
    return "".join(letter if letter.isalnum() else "_" for letter in name.strip().lower())


def _read_numbers(text: str, count: int) -> tuple[float, ...]:
    """The numbers of a position or a rectangle; zeros where there are none."""
    try:
        found = tuple(float(part) for part in text.strip("() ").split(","))
    except ValueError:
        found = ()
    usable = len(found) == count and all(abs(number) < 1e6 for number in found)
    return found if usable else (0.0,) * count


def convert_workflow(content: bytes, name: str) -> ImportedDesign:
    """An Orange workflow as a design; raises ImportRefused."""
    from server.importers.orange_widgets import OrangeConversion

    workflow = read_workflow(content)
    made = ImportedDesign("Orange", workflow.title or name, workflow.description)
    OrangeConversion(workflow, made).convert_all()
    for text, (x, y, width, height) in workflow.notes:
        made.add_note(text, (x * SCALE_X, y * SCALE_Y), (max(width, 160) * 1.2, max(height, 60) * 1.2))
    return made
