"""Experiments of Machine Learning Studio (classic), as Export-AmlExperimentGraph writes them (JSON)."""

import json
import re
from collections.abc import Mapping

from modules.kit import Module, catalog
from server.importers.hostile_files import read_xml
from server.importers.imported_design import ImportedDesign, ImportRefused, accepts_value, sort_steps
from server.importers.studio_modules import find_module, match_name

MAX_NODES = 2_000
#: Their positions are in pixels of a canvas with cards of the same width.
SCALE = 1.0


def is_experiment(root: Mapping[str, object]) -> bool:
    """Whether a JSON file is such an experiment."""
    return isinstance(_get_map(root, "Graph").get("ModuleNodes"), list)


def convert_experiment(root: Mapping[str, object], name: str) -> ImportedDesign:
    """An experiment as a design; raises ImportRefused."""
    graph = _get_map(root, "Graph")
    nodes = {str(row["Id"]): row for row in _list_rows(graph, "ModuleNodes") if isinstance(row.get("Id"), str)}
    if not nodes:
        raise ImportRefused("The experiment has no modules.")
    if len(nodes) > MAX_NODES:
        raise ImportRefused(f"The experiment has more than {MAX_NODES:,} modules.")
    made = ImportedDesign("Studio (classic)", str(root.get("Description") or name))
    made.description = str(root.get("Summary") or "")
    places = _read_places(graph.get("SerializedClientData"))
    conversion = _ExperimentConversion(made, _read_edges(graph), places)
    links = [(source, target) for (target, _), (source, _) in conversion.edges.items()]
    for number in sort_steps(nodes, links):
        conversion.convert_node(number, nodes[number])
    return made


def _get_map(held: object, key: str) -> Mapping[str, object]:
    found = held.get(key) if isinstance(held, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _list_rows(held: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    found = held.get(key)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _read_edges(graph: Mapping[str, object]) -> dict[tuple[str, str], tuple[str, str]]:
    """{(node, input): (node, output)}: each end is written as `node:name of the port`."""
    edges = {}
    for row in _list_rows(graph, "EdgesInternal"):
        source, target = (str(row.get(key) or "") for key in ("SourceOutputPortId", "DestinationInputPortId"))
        source_node, _, output = source.partition(":")
        target_node, _, taken = target.partition(":")
        if source_node and target_node and source_node != target_node:
            edges[target_node, taken] = (source_node, output)
    return edges


def _read_places(text: object) -> dict[str, tuple[float, float]]:
    """Where each node stands; without readable positions they stand in rows."""
    if not isinstance(text, str) or not text.strip():
        return {}
    places = {}
    try:
        # It says that it is UTF-16, which it no longer is within JSON.
        root = read_xml(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8"))
    except ImportRefused:
        return {}
    for element in root.iter("NodePosition"):
        numbers = re.findall(r"-?\d{1,6}(?:\.\d{1,6})?", element.get("Position", ""))
        if len(numbers) > 1:
            places[element.get("Node", "")] = (float(numbers[0]) * SCALE, float(numbers[1]) * SCALE)
    return places


class _ExperimentConversion:
    """Takes modules over one after another, and knows what each output became."""

    def __init__(
        self,
        made: ImportedDesign,
        edges: Mapping[tuple[str, str], tuple[str, str]],
        places: Mapping[str, tuple[float, float]],
    ) -> None:
        self.made = made
        self.edges = edges
        self.places = places
        #: {(node, output): the port that it became}
        self.outputs: dict[tuple[str, str], str] = {}
        #: {stored data: the port of its node}
        self.sources: dict[str, str] = {}

    def convert_node(self, number: str, held: Mapping[str, object]) -> None:
        """Take over one module, of which all that it takes from is there."""
        place = self.places.get(number, (len(self.made.nodes) % 6 * 260.0, len(self.made.nodes) // 6 * 160.0))
        parameters = {str(row.get("Name")): row.get("Value") for row in _list_rows(held, "ModuleParameters")}
        taken = self._list_inputs(number, held, place)
        outputs = [str(row.get("Name")) for row in _list_rows(held, "OutputPortsInternal")]
        found = find_module(str(held.get("ModuleId") or ""), list(parameters), [name for name, _ in taken], outputs)
        comment = " ".join(str(held.get("Comment") or "").split())
        if found is None:
            tables = [port for _, port in taken if port]
            title = comment[:80] or f"Module {len(self.made.nodes) + 1}"
            reason = "The file names its modules by numbers, and this one is not known."
            name = self.made.add_placeholder(title, place, tables, _read_values(parameters), reason)
            self.outputs.update({(number, output): f"{name}.results_dataset" for output in outputs})
            return
        module = catalog()[found.module]
        values, lost = _convert_values(module, parameters)
        ports = [port.name for port in module.inputs]
        inputs = {_choose_port(ports, name, at): port for at, (name, port) in enumerate(taken) if port}
        inputs.pop("", None)
        name = self.made.add_node(comment[:80] or module.title, found.module, place, inputs, values)
        names = [port.name for port in module.outputs]
        for at, output in enumerate(outputs):
            if chosen := _choose_port(names, output, at):
                self.outputs[number, output] = f"{name}.{chosen}"
        self._report(module.title, name, parameters, lost, found.is_certain)

    def _report(self, title: str, name: str, parameters: Mapping[str, object], lost: list[str], certain: bool) -> None:
        notes = (
            [] if certain else ["It was recognized by its settings and connections. Check that it is the right one."]
        )
        if lost:
            notes.append(f"These settings are the defaults of the module: {', '.join(lost)[:300]}.")
        if notes:
            self.made.keep_settings(name, _read_values(parameters))
        self.made.report(title, "approximated" if notes else "converted", " ".join(notes), name)

    def _list_inputs(
        self, number: str, held: Mapping[str, object], place: tuple[float, float]
    ) -> list[tuple[str, str | None]]:
        """Each input with the port that it takes; stored data stand in no connection, but at the input itself."""
        taken: list[tuple[str, str | None]] = []
        for at, row in enumerate(_list_rows(held, "InputPortsInternal")):
            name = str(row.get("Name") or "")
            stored = row.get("DataSourceId") or row.get("TrainedModelId") or row.get("TransformModuleId")
            if isinstance(stored, str) and stored:
                taken.append((name, self._place_source(stored, (place[0] + 60 * at, place[1] - 140))))
            else:
                source = self.edges.get((number, name))
                taken.append((name, self.outputs.get(source) if source else None))
        return taken

    def _place_source(self, stored: str, place: tuple[float, float]) -> str:
        if stored not in self.sources:
            # As `workspace.name of the data.version`, or a number.
            title = re.sub(r"^[0-9a-f]{32}\.|\.v\d+-.*$", "", stored)
            node = self.made.add_node(title or "Data", "dataset", place, {})
            self.sources[stored] = f"{node}.dataset"
            text = (
                "The file does not hold its data. Download them from the workspace, import them and choose the dataset."
            )
            self.made.report(title or "Data", "approximated", text, node)
        return self.sources[stored]


def _choose_port(ports: list[str], name: str, at: int) -> str:
    """Our port for theirs: the one of the same name, or else the one at the same place; empty where there is none."""
    found = next((port for port in ports if match_name(port) == match_name(name)), None)
    return found or (ports[at] if at < len(ports) else "")


def _read_values(parameters: Mapping[str, object]) -> dict[str, object]:
    return {name: _read_json(value) for name, value in parameters.items()}


def _read_json(value: object) -> object:
    """A selection of columns is JSON within the JSON; all else are texts."""
    if isinstance(value, str) and value.lstrip().startswith("{") and len(value) < 200_000:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _read_plain(value: object) -> object:
    """A number or a truth value, which stand there as texts."""
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    if re.fullmatch(r"-?\d{1,15}\.\d{1,15}(?:[eE]-?\d{1,3})?", text):
        return float(text)
    return {"True": True, "False": False}.get(text)


def _convert_values(module: Module, parameters: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    """Our values of a module, and the settings that have none here."""
    titles = {match_name(widget.title): name for name, widget in module.widgets.items()}
    known = titles | {match_name(name): name for name in module.widgets}
    known |= {"randomseed": "seed", "randomnumberseed": "seed"} if "seed" in module.widgets else {}
    values: dict[str, object] = {}
    lost = []
    for name, value in parameters.items():
        ours = known.get(match_name(name)) or known.get(match_name(name.removesuffix(" Index Vector")))
        held = _read_json(value)
        if held in (None, ""):
            continue
        if ours is None or (kept := _fit_value(module, ours, held)) is None:
            lost.append(name)
        else:
            values[ours] = kept[0]
    return values, lost


def _fit_value(module: Module, name: str, value: object) -> tuple[object] | None:
    """The value as the parameter takes it: as it is, as a choice that is spelt alike, or the names of the columns."""
    rules = value.get("rules") if isinstance(value, Mapping) else None
    names = [one for rule in rules or () if isinstance(rule, Mapping) for one in rule.get("columns") or () if one]
    choices = {match_name(str(choice)): choice for choice in getattr(module.widgets[name], "options", ())}
    tries = [
        _read_plain(value),
        value,
        choices.get(match_name(str(value))),
        names or None,
        names[0] if len(names) == 1 else None,
    ]
    for tried in tries:
        if tried is not None and accepts_value(module, name, tried):
            return (tried,)
    return None
