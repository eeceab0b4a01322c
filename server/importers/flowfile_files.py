"""Flows of Flowfile (YAML or JSON): the nodes, their connections and their settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from server.importers.flowfile_tables import TABLE_NODES, Settings, get_map, get_rows, get_texts, list_changes
from server.importers.imported_design import ImportedDesign, ImportRefused, TableStep, sort_steps

VERSION_KEY = "flowfile_version"
MAX_NODES = 2_000
#: Nodes that show or store a table: it goes on as it is.
VIEWERS = frozenset({"explore_data", "output", "cloud_storage_writer", "database_writer", "catalog_writer", "wait_for"})
READERS = frozenset({"read", "datasource", "cloud_storage_reader", "catalog_reader", "database_reader"})
#: {a learner of Flowfile: ours, and its settings by theirs}
LEARNERS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "linear_regression": ("linear_regression", {}),
    "ridge_regression": ("linear_regression", {"l2_regularization_weight": "l2_reg"}),
    "lasso_regression": ("elastic_net_regression", {"regularization_weight": "l1_reg"}),
    "logistic_regression": ("multiclass_logistic_regression", {}),
    "knn_classifier": ("k_nearest_neighbors_classifier", {"number_of_neighbors": "k"}),
}
JOINS = {
    **{"inner": "Inner Join", "left": "Left Outer Join", "right": "Right Outer Join", "full": "Full Outer Join"},
    **{"outer": "Full Outer Join", "semi": "Left Semi-Join", "anti": "Left Anti-Join"},
}
FUZZY_METHODS = {"jaro": "Jaro-Winkler", "jaro_winkler": "Jaro-Winkler"}


@dataclass(frozen=True)
class FlowNode:
    """One node: what it takes in order, as the nodes and their outputs."""

    id: int
    kind: str
    title: str
    place: tuple[float, float]
    sources: tuple[tuple[int, int], ...]
    settings: Settings


def convert_flow(root: Settings, name: str) -> ImportedDesign:
    """A flow as a design; raises ImportRefused."""
    held = get_rows(root, "nodes")
    if not held:
        raise ImportRefused("The flow has no nodes.")
    if len(held) > MAX_NODES:
        raise ImportRefused(f"The flow has more than {MAX_NODES:,} nodes.")
    made = ImportedDesign("Flowfile", str(root.get("flowfile_name") or name))
    made.description = str(get_map(root, "flowfile_settings").get("description") or "")
    nodes = _read_nodes(held)
    links = ((source, node.id) for node in nodes.values() for source, _ in node.sources)
    conversion = _FlowConversion(made, nodes)
    order = sort_steps(map(str, nodes), ((str(source), str(target)) for source, target in links))
    for node in order:
        conversion.convert_node(nodes[int(node)])
    return made


def _read_nodes(held: list[Settings]) -> dict[int, FlowNode]:
    """The nodes by their ids, each with what it takes: the main inputs first, then the right one."""
    by_id = {row["id"]: row for row in held if type(row.get("id")) is int}
    nodes = {}
    for at, (number, row) in enumerate(by_id.items()):
        taken = [*(row.get("input_ids") or ()), row.get("left_input_id"), row.get("right_input_id")]
        keyed = [one.get("from_id") for one in get_rows(row, "input_connections")]
        known = list(dict.fromkeys(one for one in (*taken, *keyed) if one in by_id and one != number))
        sources = tuple((one, _find_output(by_id[one], number)) for one in known)
        kind = str(row.get("type") or "node")
        title = " ".join(str(row.get("description") or "").split())[:80] or kind.replace("_", " ").capitalize()
        x, y = (_read_place(row.get(key)) for key in ("x_position", "y_position"))
        nodes[number] = FlowNode(number, kind, title, (x or at * 40.0, y), sources, get_map(row, "setting_input"))
    return nodes


def _read_place(value: object) -> float:
    return float(value) * 1.2 if isinstance(value, (int, float)) and abs(value) < 1_000_000 else 0.0


def _find_output(source: Settings, target: int) -> int:
    """Which output of a node another takes, counted from 0."""
    targets, handles = source.get("outputs") or [], source.get("output_handles") or []
    if target in targets and targets.index(target) < len(handles):
        tail = str(handles[targets.index(target)]).rpartition("-")[2]
        return int(tail) if tail.isdigit() and len(tail) < 3 else 0
    return 0


class _Join(NamedTuple):
    """What a join takes: its tables, its rows of settings, and the pairs of columns with the names they have here."""

    inputs: Mapping[str, str]
    mapping: Sequence[Settings]
    keys: Sequence[tuple[str, str]]


class _FlowConversion:
    """Takes nodes over one after another, and knows what each output became."""

    def __init__(self, made: ImportedDesign, nodes: Mapping[int, FlowNode]) -> None:
        self.made = made
        self.nodes = nodes
        #: {(node, output): the port that it became}
        self.outputs: dict[tuple[int, int], str] = {}
        #: {node that trains: the port of its model}
        self.models: dict[int, str] = {}
        self.handlers: Mapping[str, Callable[[FlowNode], None]] = {
            "manual_input": self._convert_manual_input,
            "random_split": self._convert_split,
            "join": self._convert_join,
            "fuzzy_match": self._convert_fuzzy_match,
            "cross_join": self._convert_cross_join,
            "union": self._convert_union,
            "sql_query": self._convert_sql,
            "train_model": self._convert_training,
            "apply_model": self._convert_scoring,
            "evaluate_model": self._convert_evaluation,
        }

    def convert_node(self, node: FlowNode) -> None:
        """Take over one node, of which all that it takes from is there."""
        if node.kind in READERS:
            self._convert_reader(node)
        elif node.kind in VIEWERS:
            text = (
                "" if node.kind == "wait_for" else "It is shown at the output of this card. Export Data writes files."
            )
            self._pass_on(node, text)
        elif node.kind in TABLE_NODES and self._find_tables(node):
            self._convert_table_node(node, TABLE_NODES[node.kind](node.settings))
        elif node.kind in self.handlers:
            self.handlers[node.kind](node)
        else:
            self._keep_as_placeholder(node, f"Designery has no counterpart of this node ({node.kind}).")

    def _find_tables(self, node: FlowNode) -> list[str]:
        ports = [self.outputs.get(source) or self.outputs.get((source[0], 0)) for source in node.sources]
        return [port for port in ports if port]

    def _place(self, node: FlowNode, module: str, inputs: Mapping[str, str], values: Settings) -> str:
        return self.made.add_node(node.title, module, node.place, inputs, values)

    def _keep_as_placeholder(self, node: FlowNode, reason: str) -> None:
        tables = self._find_tables(node)
        name = self.made.add_placeholder(node.title, node.place, tables, dict(node.settings), reason)
        self.outputs[node.id, 0] = f"{name}.results_dataset"

    def _pass_on(self, node: FlowNode, text: str) -> None:
        tables = self._find_tables(node)
        if not tables:
            self._keep_as_placeholder(node, "Nothing is connected to it.")
            return
        self.outputs[node.id, 0] = tables[0]
        self.made.report(node.title, "converted", text, tables[0].partition(".")[0])

    def _report(self, node: FlowNode, name: str, text: str = "") -> None:
        if text:
            self.made.keep_settings(name, dict(node.settings))
        self.made.report(node.title, "approximated" if text else "converted", text, name)

    def _convert_reader(self, node: FlowNode) -> None:
        held = get_map(node.settings, "received_file")
        path = str(held.get("name") or held.get("path") or node.settings.get("file_name") or "").replace("\\", "/")
        source = node.settings.get("catalog_full_table_name") or get_map(node.settings, "database_settings").get(
            "table_name"
        )
        file = PurePosixPath(path).name or str(source or "")
        name = self.made.add_node(file or node.title, "dataset", node.place, {})
        self.outputs[node.id, 0] = f"{name}.dataset"
        text = f"The file does not hold its data. Import {file or 'them'} and choose the dataset."
        self.made.report(node.title, "approximated", text, name)

    def _convert_table_node(self, node: FlowNode, step: TableStep) -> None:
        table = self._find_tables(node)[0]
        name = self._place(node, step.module, {"dataset": table}, step.values or {})
        self.outputs[node.id, 0] = f"{name}.{step.output}"
        self._report(node, name, step.text)

    def _convert_manual_input(self, node: FlowNode) -> None:
        held = get_map(node.settings, "raw_data_format")
        names = [str(row.get("name")) for row in get_rows(held, "columns")]
        columns = [column for column in held.get("data") or [] if isinstance(column, list)]
        if not names or len(names) != len(columns) or len({len(column) for column in columns}) > 1:
            self._keep_as_placeholder(node, "Its values are no table.")
            return
        rows = [names, *zip(*columns, strict=True)]
        text = "\n".join(",".join(map(_write_cell, row)) for row in rows)
        name = self._place(node, "enter_data_manually", {}, {"data_format": "CSV", "data": text})
        self.outputs[node.id, 0] = f"{name}.dataset"
        self._report(node, name)

    def _convert_split(self, node: FlowNode) -> None:
        """Parts of the rows at random: for more than two, splits of what is left."""
        tables = self._find_tables(node)
        shares = [float(row.get("percentage") or 0) for row in get_rows(node.settings, "splits")]
        if not tables or len(shares) < 2 or min(shares) <= 0:
            self._keep_as_placeholder(node, "It has no table or no parts.")
            return
        seed, rest, left = node.settings.get("seed"), tables[0], sum(shares)
        for at, share in enumerate(shares[:-1]):
            values = {"fraction": round(share / left, 6), "seed": seed if type(seed) is int and seed >= 0 else None}
            place = (node.place[0] + 30 * at, node.place[1] + 120 * at)
            name = self.made.add_node(node.title, "split_data", place, {"dataset": rest}, values)
            self.outputs[node.id, at], rest = f"{name}.results_dataset1", f"{name}.results_dataset2"
            left -= share
            self.outputs[node.id, at + 1] = rest
        self.made.report(node.title, "converted", "", name)

    def _convert_join(self, node: FlowNode) -> None:
        held, join = get_map(node.settings, "join_input"), self._read_join(node)
        if join is None:
            return
        values = {
            "left_key_columns": [left for left, _ in join.keys],
            "right_key_columns": [right for _, right in join.keys],
            "join_type": JOINS.get(str(held.get("how") or "inner")),
            "keep_right_key_columns": False,
        }
        name = self._place(node, "join_data", join.inputs, values)
        self.outputs[node.id, 0] = f"{name}.results_dataset"
        self._report(node, name, "" if values["join_type"] else f"There is no join '{held.get('how')}'. Choose one.")

    def _read_join(self, node: FlowNode) -> _Join | None:
        """Both sides with their names, and the columns to join by; None and a placeholder where there are none."""
        held, tables = get_map(node.settings, "join_input"), self._find_tables(node)
        mapping = [row for row in get_rows(held, "join_mapping") if isinstance(row.get("left_col"), str)]
        if len(tables) < 2 or not mapping:
            self._keep_as_placeholder(node, "It has no second table or no columns to join by.")
            return None
        left, left_names = self._rename_side(node, tables[0], get_map(held, "left_select"), 0)
        right, right_names = self._rename_side(node, tables[1], get_map(held, "right_select"), 1)
        keys = [(str(row["left_col"]), str(row.get("right_col") or row["left_col"])) for row in mapping]
        return _Join(
            {"left_dataset": left, "right_dataset": right},
            mapping,
            [(left_names.get(ours, ours), right_names.get(theirs, theirs)) for ours, theirs in keys],
        )

    def _rename_side(self, node: FlowNode, table: str, held: Settings, side: int) -> tuple[str, Mapping[str, str]]:
        """A side of a join with the names that it has there; the other columns stay as they are."""
        changes = [change for change in list_changes(get_rows(held, "select")) if "new_name" in change]
        if not changes:
            return table, {}
        place = (node.place[0] - 40 + 80 * side, node.place[1] - 120)
        values = {"columns_in_order": changes, "other_columns": "Keep in place"}
        name = self.made.add_node(f"Rename for {node.title}", "select_and_rename", place, {"dataset": table}, values)
        return f"{name}.results_dataset", {change["column"]: change["new_name"] for change in changes}

    def _convert_fuzzy_match(self, node: FlowNode) -> None:
        held, join = get_map(node.settings, "join_input"), self._read_join(node)
        if join is None:
            return
        least = join.mapping[0].get("threshold_score", 80)
        values = {
            "left_text_column": join.keys[0][0],
            "right_text_column": join.keys[0][1],
            "method": FUZZY_METHODS.get(str(join.mapping[0].get("fuzzy_type")), "Edit distance"),
            "least_score": min(max(float(least), 1), 100) / 100 if isinstance(least, (int, float)) else None,
            "matches": "All matches",
            "join_type": "Left Outer Join" if held.get("how") == "left" else "Inner Join",
        }
        name = self._place(node, "fuzzy_join", join.inputs, values)
        self.outputs[node.id, 0] = f"{name}.results_dataset"
        self._report(node, name, "Scores are between 0 and 1 here, and their column has another name.")

    def _convert_cross_join(self, node: FlowNode) -> None:
        tables = self._find_tables(node)
        if len(tables) < 2:
            self._keep_as_placeholder(node, "It has no second table.")
            return
        held = get_map(node.settings, "cross_join_input")
        left, _ = self._rename_side(node, tables[0], get_map(held, "left_select"), 0)
        right, _ = self._rename_side(node, tables[1], get_map(held, "right_select"), 1)
        name = self._place(node, "cross_join", {"left_dataset": left, "right_dataset": right}, {})
        self.outputs[node.id, 0] = f"{name}.results_dataset"
        self._report(node, name)

    def _convert_union(self, node: FlowNode) -> None:
        tables = self._find_tables(node)
        if len(tables) < 2:
            self._pass_on(node, "It has one table.")
            return
        values = {"columns_of_one": "Keep, with missing values"}
        ports = ("dataset1", "dataset2")
        first, joined = self.made.add_chain(node.title, "add_rows", ports, node.place, tables, values)
        self.outputs[node.id, 0] = joined
        self._report(node, first)

    def _convert_sql(self, node: FlowNode) -> None:
        tables, code = self._find_tables(node), get_map(node.settings, "sql_query_input").get("sql_code")
        if not 1 <= len(tables) <= 3 or not isinstance(code, str) or not code.strip():
            self._keep_as_placeholder(node, "It has no statement, or more than three tables.")
            return
        ports = {f"t{at}": table for at, table in enumerate(tables, 1)}
        name = self._place(node, "apply_sql_transformation", ports, {"sql_query": code.replace("input_", "t")})
        self.outputs[node.id, 0] = f"{name}.results_dataset"
        self._report(node, name, "Check the names of the tables: they are t1, t2 and t3 here.")

    def _convert_training(self, node: FlowNode) -> None:
        """A learner on the columns that are named, and Train Model."""
        held, tables = get_map(node.settings, "train_input"), self._find_tables(node)
        kind = str(held.get("model_type") or "linear_regression")
        if kind not in LEARNERS or not tables:
            self._keep_as_placeholder(node, f"There is no learner '{kind}', or no table is connected.")
            return
        module, names = LEARNERS[kind]
        given = get_map(held, "params")
        values = {ours: given[one] for ours, one in names.items() if _is_usable(given.get(one))}
        learner = self._place(node, module, {}, values)
        label, features = str(held.get("target_column") or ""), get_texts(held, "feature_columns")
        table = tables[0]
        if features:
            chosen = {"select_columns": {"start": "none", "names": [*features, *([label] if label else [])]}}
            place = (node.place[0] + 40, node.place[1] + 110)
            source = {"dataset": table}
            picked = self.made.add_node(f"Columns of {node.title}", "select_columns_in_dataset", place, source, chosen)
            table = f"{picked}.results_dataset"
        place = (node.place[0] + 80, node.place[1] + 220)
        model = self.made.add_training(node.title, place, f"{learner}.untrained_model", table, label or None)
        self.models[node.id] = model
        self.outputs[node.id, 0] = tables[0]
        left = sorted(set(given) - set(names.values()))
        text = f"Other settings are the defaults of the module: {', '.join(left)}. Flowfile's are in the note."
        self._report(node, learner, text if left else "")

    def _convert_scoring(self, node: FlowNode) -> None:
        held, tables = get_map(node.settings, "apply_input"), self._find_tables(node)
        number = held.get("upstream_node_id")
        model = self.models.get(number) if isinstance(number, int) else None
        if model is None or not tables:
            self._keep_as_placeholder(node, "Its model is not in the file.")
            return
        name = self._place(node, "score_model", {"trained_model": model, "dataset": tables[0]}, {})
        self.outputs[node.id, 0] = f"{name}.scored_dataset"
        text = f"The prediction is 'Scored Labels' here, and '{held.get('output_column')}' in Flowfile."
        self._report(node, name, text)

    def _convert_evaluation(self, node: FlowNode) -> None:
        tables = self._find_tables(node)
        if not tables or self.made.nodes[tables[0].partition(".")[0]]["module"] != "score_model":
            self._keep_as_placeholder(node, "It does not follow a step that scores rows.")
            return
        name = self._place(node, "evaluate_model", {"scored_dataset": tables[0]}, {})
        self.outputs[node.id, 0] = f"{name}.evaluation_results"
        self._report(node, name)


def _write_cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & set('",\n\r') else text


def _is_usable(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 100_000
