"""What each node of KNIME becomes here: learners and predictors are a learner, Train Model and Score Model."""

from collections.abc import Callable, Mapping
from typing import Any

from modules.kit import catalog
from server.importers.imported_design import ImportedDesign, TableStep
from server.importers.knime_expressions import NotTranslated
from server.importers.knime_files import KnimeNode, KnimeWorkflow, find_setting, read_names
from server.importers.knime_learners import LEARNERS, list_learner_values
from server.importers.knime_loops import BY_FOLD, SCORED, find_scores, replace_loop
from server.importers.knime_scores import name_prediction, name_probabilities
from server.importers.knime_tables import TABLE_NODES, find_reference_columns, list_cleanings, list_reference_joins

READERS = frozenset({"CSV Reader", "File Reader", "Excel Reader", "Table Reader", "Parquet Reader"})
#: Nodes that show or store a table: it goes on as it is.
VIEWERS = frozenset(
    {
        *("CSV Writer", "Excel Writer", "Table Writer", "Parquet Writer", "Table View", "Color Manager"),
        *("Scatter Plot", "Bar Chart", "Box Plot", "Histogram", "Data Explorer", "Domain Calculator"),
    }
)
#: Where nodes keep the column to predict.
LABEL_KEYS = ("target", "targetColumn", "classifyColumn", "classcol", "class_column", "classColumn", "target_column")


class KnimeConversion:
    """Takes nodes over one after another, and knows what each port became."""

    def __init__(self, workflow: KnimeWorkflow, made: ImportedDesign) -> None:
        self.workflow = workflow
        self.made = made
        #: {(node, port): the port that it became}
        self.outputs: dict[tuple[str, int], str] = {}
        #: {model: the rows that it was trained on}
        self.models: dict[str, str | None] = {}
        #: The number of folds of the loop that is open.
        #: {a table of several scored tables side by side: these}
        self.appended: dict[str, list[str]] = {}
        self.folds = 10

    def convert_all(self) -> None:
        """Take over every node, in the order of the data."""
        handlers: dict[str, Callable[[KnimeNode], None]] = {
            "Column Filter": self._convert_column_filter,
            "Missing Value": self._convert_missing_value,
            "Normalizer": self._convert_normalizer,
            "Partitioning": self._convert_partitioning,
            "Table Partitioner": self._convert_partitioning,
            "X-Partitioner": self._convert_x_partitioner,
            "X-Aggregator": self._convert_x_aggregator,
            "Loop End": self._convert_loop_end,
            "SMOTE": self._convert_smote,
            "Concatenate": self._convert_concatenate,
            "Column Appender": self._convert_column_appender,
            "Value Lookup": self._convert_value_lookup,
            "Reference Row Filter": self._convert_reference_rows,
            "Reference Row Splitter": self._convert_reference_rows,
            "Normalizer (Apply)": self._convert_apply,
            "K Nearest Neighbor": self._convert_nearest_neighbors,
            "Scorer": self._convert_scorer,
            "Numeric Scorer": self._convert_scorer,
            "ROC Curve": self._convert_scorer,
            "Equal Size Sampling": self._convert_equal_size,
        }
        for node in self.workflow.sort_nodes():
            kind = node.kind.replace("X_", "X-")
            if kind in READERS:
                self._convert_reader(node)
            elif kind in LEARNERS:
                self._convert_learner(node, self._choose_learner(kind))
            elif "Predictor" in kind:
                self._convert_predictor(node)
            elif kind in VIEWERS:
                self._pass_on(node, "It is shown at the output of this card. Files are written by Export Data.")
            elif kind in TABLE_NODES:
                self._convert_table_node(node, TABLE_NODES[kind])
            elif kind in handlers:
                handlers[kind](node)
            else:
                self._keep_as_placeholder(node)

    def _choose_learner(self, kind: str) -> str:
        """A ROC curve somewhere in the workflow says that there are two classes."""
        module = LEARNERS[kind]
        two_classes = any(node.kind == "ROC Curve" for node in self.workflow.nodes.values())
        variant = module.replace("multiclass_", "two_class_")
        return variant if two_classes and variant in catalog() else module

    def _list_inputs(self, node: KnimeNode) -> dict[int, str]:
        """{input: the port that it became}"""
        sources = self.workflow.list_sources(node.id)
        return {taken: self.outputs[source] for taken, source in sources.items() if source in self.outputs}

    def _find_table(self, node: KnimeNode) -> str | None:
        tables = (port for _, port in sorted(self._list_inputs(node).items()) if port not in self.models)
        return next(tables, None)

    def _place(
        self, node: KnimeNode, module: str, output: str, values: Mapping[str, Any] | None = None, text: str = ""
    ) -> str:
        """A node with one table in and one out."""
        table = self._find_table(node)
        name = self.made.add_node(node.title, module, node.place, {"dataset": table}, values)
        self.outputs[node.id, 1] = f"{name}.{output}"
        if text:
            self.made.keep_settings(name, node.settings)
        self.made.report(node.title, "approximated" if text else "converted", text, name)
        return name

    def _pass_on(self, node: KnimeNode, text: str) -> None:
        self._place(node, "select_columns_in_dataset", "results_dataset", None, text)

    def _convert_reader(self, node: KnimeNode) -> None:
        path = _find_path(node.settings)
        file = path.replace("\\", "/").rpartition("/")[2]
        name = self.made.add_node(file or node.title, "dataset", node.place, {})
        self.outputs[node.id, 1] = f"{name}.dataset"
        text = f"The archive does not hold its data. Import {file or 'them'} and choose the dataset."
        self.made.report(node.title, "approximated", text, name)

    def _convert_column_filter(self, node: KnimeNode) -> None:
        kept = find_setting(node.settings, "column-filter") or find_setting(node.settings, "columnFilter")
        out = read_names(find_setting(kept, "excluded_names") or find_setting(kept, "manuallyDeselected"))
        names = read_names(find_setting(kept, "included_names") or find_setting(kept, "manuallySelected"))
        by_name = find_setting(kept, "filter-type") in (None, "STANDARD") and bool(names or out)
        keeps_unknown = find_setting(kept, "enforce_option") == "EnforceExclusion"
        choice: dict[str, Any] = {"start": "all", "names": out} if keeps_unknown else {"start": "none", "names": names}
        text = "" if by_name else "The columns are chosen by a pattern or a type in KNIME. Choose them here."
        values = {"select_columns": choice} if by_name else None
        self._place(node, "select_columns_in_dataset", "results_dataset", values, text)

    def _convert_table_node(self, node: KnimeNode, convert: Callable[[Mapping[str, Any]], TableStep]) -> None:
        try:
            step = convert(node.settings)
        except NotTranslated as reason:
            self._keep_as_placeholder(node, str(reason))
            return
        name = self._place(node, step.module, step.output, step.values, step.text)
        if step.other_output is not None:
            self.outputs[node.id, 2] = f"{name}.{step.other_output}"

    def _convert_missing_value(self, node: KnimeNode) -> None:
        """A module for each way to fill gaps: first those of named columns, then those of types."""
        try:
            steps = list_cleanings(node.settings)
        except NotTranslated as reason:
            name = self._place(node, "clean_missing_data", "cleaned_dataset", None, str(reason))
            self.outputs[node.id, 2] = f"{name}.cleaning_transformation"
            return
        if not steps:
            self._pass_on(node, "KNIME fills nothing by its settings.")
            return
        table = self._find_table(node)
        for number, values in enumerate(steps):
            place = (node.place[0] + 30 * number, node.place[1] + 120 * number)
            name = self.made.add_node(node.title, "clean_missing_data", place, {"dataset": table}, values)
            table = f"{name}.cleaned_dataset"
        self.outputs[node.id, 1], self.outputs[node.id, 2] = table or "", f"{name}.cleaning_transformation"
        self.made.report(node.title, "converted", "", name)

    def _convert_normalizer(self, node: KnimeNode) -> None:
        mode = str(find_setting(node.settings, "mode") or "")
        method = {"MINMAX": "MinMax", "Z_SCORE": "ZScore", "ZSCORE": "ZScore"}.get(mode)
        limits = (find_setting(node.settings, "new-min"), find_setting(node.settings, "new-max"))
        plain = method == "ZScore" or (method == "MinMax" and limits in ((0.0, 1.0), (None, None)))
        text = "" if plain else "All numbers are scaled to 0 to 1 here. KNIME has other limits, or another way."
        values = {"transformation_method": method or "MinMax"}
        name = self._place(node, "normalize_data", "transformed_dataset", values, text)
        self.outputs[node.id, 2] = f"{name}.transformation_function"

    def _convert_partitioning(self, node: KnimeNode) -> None:
        share = find_setting(node.settings, "fraction")
        stratified = find_setting(node.settings, "samplingMethod") == "Stratified"
        relative = find_setting(node.settings, "method") in (None, "Relative")
        values = {
            "fraction": share if relative and isinstance(share, float) and 0 <= share <= 1 else None,
            "stratify_by": find_setting(node.settings, "class_column") if stratified else None,
            "randomized": find_setting(node.settings, "samplingMethod") not in ("First", "Linear"),
            "seed": _read_seed(node.settings, "random_seed"),
        }
        text = "" if relative else "KNIME takes a number of rows. Set the share here."
        name = self._place(node, "split_data", "results_dataset1", values, text)
        self.outputs[node.id, 2] = f"{name}.results_dataset2"

    def _convert_x_partitioner(self, node: KnimeNode) -> None:
        """The loop of folds becomes one split; what Cross Validate Model does by itself is said in the report."""
        label = find_setting(node.settings, "classColumn") or find_setting(node.settings, "stratifiedSampling")
        values = {"fraction": 0.9, "stratify_by": label if isinstance(label, str) and label else None}
        self.folds = folds if isinstance(folds := find_setting(node.settings, "validations"), int) else 10
        text = "The loop over folds is one split here. Cross Validate Model does the folds in one step."
        name = self._place(node, "split_data", "results_dataset1", values, text)
        self.outputs[node.id, 2] = f"{name}.results_dataset2"

    def _convert_x_aggregator(self, node: KnimeNode) -> None:
        table = self._find_table(node)
        score = replace_loop(self.made, table.partition(".")[0], self.folds) if table else None
        if score is None or table is None:
            text = "The scored rows of the one split go on. With Cross Validate Model, those of all folds do."
            self._pass_on(node, text)
            return
        old, new = f"{score}.{SCORED}", f"{score}.{BY_FOLD}"
        self.outputs = {key: new if port == old else port for key, port in self.outputs.items()}
        self.outputs[node.id, 1] = new if table == old else table
        self.made.report(node.title, "converted", "", score)

    def _convert_loop_end(self, node: KnimeNode) -> None:
        """The end of a loop over groups; of other loops the beginning has no counterpart, and neither has this."""
        table = self._find_table(node)
        if table is None or not self._is_in_group_loop(table.partition(".")[0]):
            self._keep_as_placeholder(node)
            return
        name = self.made.add_node(node.title, "collect_results", node.place, {"result": table})
        self.outputs[node.id, 1] = f"{name}.rows"
        self.made.report(node.title, "converted", "", name)

    def _is_in_group_loop(self, name: str) -> bool:
        """Whether a loop over groups is open at this node: one that no Collect Results in between has ended."""
        made = self.made.nodes[name]
        if made["module"] in ("for_each_group", "collect_results"):
            return bool(made["module"] == "for_each_group")
        sources = (source.partition(".")[0] for source in _list_references(made.get("inputs", {})))
        return any(self._is_in_group_loop(source) for source in sources)

    def _convert_equal_size(self, node: KnimeNode) -> None:
        label = find_setting(node.settings, "classColumn")
        values = {"label": label if isinstance(label, str) else None, "seed": _read_seed(node.settings)}
        self._place(node, "balance_classes", "balanced_dataset", values, "")

    def _convert_smote(self, node: KnimeNode) -> None:
        table, label = self._find_table(node), find_setting(node.settings, "class")
        values = {"label": label if isinstance(label, str) else _find_label(node.settings)}
        name = self.made.add_node(node.title, "smote", node.place, {"samples": table}, values)
        self.outputs[node.id, 1] = f"{name}.table"
        text = "Check the percentage: KNIME says it as a factor, or makes all classes equal."
        self.made.report(node.title, "approximated", text, name)

    def _convert_concatenate(self, node: KnimeNode) -> None:
        common = find_setting(node.settings, "intersection_of_columns") is True
        values = {"columns_of_one": "Leave out" if common else "Keep, with missing values"}
        self._join_tables(node, "add_rows", ("dataset1", "dataset2"), values)

    def _convert_column_appender(self, node: KnimeNode) -> None:
        self._join_tables(node, "add_columns", ("left_dataset", "right_dataset"))

    def _join_tables(
        self, node: KnimeNode, module: str, ports: tuple[str, str], values: dict[str, str] | None = None
    ) -> None:
        tables = [port for _, port in sorted(self._list_inputs(node).items())]
        first, joined = self.made.add_chain(node.title, module, ports, node.place, tables, values)
        self.made.report(node.title, "converted", "", first)
        self.outputs[node.id, 1] = joined
        scored = [find_scores(self.made, table) for table in tables]
        if len(scored) > 1 and all(scored):
            self.appended[self.outputs[node.id, 1]] = scored

    def _convert_value_lookup(self, node: KnimeNode) -> None:
        """A join that keeps every row, and of the second table the named columns."""
        inputs = self._list_inputs(node)
        keys = [find_setting(node.settings, key) for key in ("lookupCol", "dictKeyCol")]
        names = read_names(find_setting(node.settings, "dictValueCols", "manualFilter", "manuallySelected"))
        if not all(isinstance(key, str) for key in keys) or not names or not {1, 2} <= set(inputs):
            self._keep_as_placeholder(node, "Its columns are not named, or a table is not connected.")
            return
        chosen = {"select_columns": {"start": "none", "names": [keys[1], *names]}}
        place = (node.place[0], node.place[1] + 120)
        title, source = f"Columns for {node.title}", {"dataset": inputs[2]}
        second = self.made.add_node(title, "select_columns_in_dataset", place, source, chosen)
        values = {"left_key_columns": [keys[0]], "right_key_columns": [keys[1]], "join_type": "Left Outer Join"}
        ports = {"left_dataset": inputs[1], "right_dataset": f"{second}.results_dataset"}
        name = self.made.add_node(
            node.title, "join_data", node.place, ports, {**values, "keep_right_key_columns": False}
        )
        self.outputs[node.id, 1] = f"{name}.results_dataset"
        text = "A key that is in the second table twice gives two rows here; KNIME takes the first."
        self.made.report(node.title, "approximated", text, name)

    def _convert_reference_rows(self, node: KnimeNode) -> None:
        """The rows whose value is in a second table, and the others: one join for each output."""
        inputs, names = self._list_inputs(node), find_reference_columns(node.settings)
        if names is None or not {1, 2} <= set(inputs):
            self._keep_as_placeholder(node, "It compares the numbers of rows, or a table is not connected.")
            return
        keys = {"left_key_columns": [names[0]], "right_key_columns": [names[1]]}
        ports = {"left_dataset": inputs[1], "right_dataset": inputs[2]}
        for number, join_type in enumerate(list_reference_joins(node.kind, node.settings)):
            place = (node.place[0] + 40 * number, node.place[1] + 120 * number)
            name = self.made.add_node(node.title, "join_data", place, ports, {**keys, "join_type": join_type})
            self.outputs[node.id, number + 1] = f"{name}.results_dataset"
        self.made.report(node.title, "converted", "", name)

    def _convert_apply(self, node: KnimeNode) -> None:
        inputs = self._list_inputs(node)
        models = [port for port in inputs.values() if port.endswith(("_transformation", ".transformation_function"))]
        tables = [port for port in inputs.values() if port not in models]
        if not models or not tables:
            self._keep_as_placeholder(node, "No transformation or no table is connected to it.")
            return
        ports = {"transformation": models[0], "dataset": tables[0]}
        name = self.made.add_node(node.title, "apply_transformation", node.place, ports)
        for port in (1, 2):
            self.outputs[node.id, port] = f"{name}.transformed_dataset" if port == 2 or len(inputs) == 1 else models[0]
        self.made.report(node.title, "converted", "", name)

    def _convert_nearest_neighbors(self, node: KnimeNode) -> None:
        """It trains on the first table and scores the second."""
        inputs = self._list_inputs(node)
        values = {"number_of_neighbors": find_setting(node.settings, "k"), "normalize_features": False}
        weights = {"neighbor_weights": "Distance"} if find_setting(node.settings, "weightByDistance") is True else {}
        learner = self.made.add_node(
            node.title, "k_nearest_neighbors_classifier", node.place, {}, {**values, **weights}
        )
        place = (node.place[0] + 40, node.place[1] + 120)
        untrained, label = f"{learner}.untrained_model", _find_label(node.settings)
        model = self.made.add_training(node.title, place, untrained, inputs.get(1), label)
        place = (node.place[0] + 80, node.place[1] + 240)
        ports = {"trained_model": model, "dataset": inputs.get(2)}
        name = self.made.add_node(f"Score {node.title}", "score_model", place, ports)
        self.outputs[node.id, 1] = f"{name}.scored_dataset"
        self.made.report(node.title, "converted", "", learner)

    def _convert_learner(self, node: KnimeNode, module: str) -> None:
        usable, differences = list_learner_values(module, node.settings)
        table = self._find_table(node)
        learner = self.made.add_node(node.title, module, node.place, {}, usable)
        place = (node.place[0] + 40, node.place[1] + 120)
        untrained, label = f"{learner}.untrained_model", _find_label(node.settings)
        model = self.made.add_training(node.title, place, untrained, table, label)
        for port in (1, 2, 3):
            self.outputs[node.id, port] = model
        self.models[model] = table
        text = f"{differences}Other settings are the defaults of the module. KNIME's are in the note."
        self.made.keep_settings(learner, node.settings)
        self.made.report(node.title, "approximated", text, learner)

    def _convert_predictor(self, node: KnimeNode) -> None:
        models = [port for port in self._list_inputs(node).values() if port in self.models]
        table = self._find_table(node)
        if not models:
            self._keep_as_placeholder(node, "No trained model is connected to it.")
            return
        inputs = {"trained_model": models[0], "dataset": table}
        name = self.made.add_node(node.title, "score_model", node.place, inputs)
        self.outputs[node.id, 1] = name_probabilities(self.workflow, self.made, node, name)

    def _convert_scorer(self, node: KnimeNode) -> None:
        """An evaluation; of tables that were put side by side to be compared, one of each."""
        table = self._find_table(node)
        first, *others = self.appended.get(table or "", (name_prediction(self.made, node, table),))
        ports = {"scored_dataset": first, "scored_dataset_to_compare": others[0] if others else None}
        more = {"more_scored_datasets": others[1:]} if others[1:] else {}
        name = self.made.add_node(node.title, "evaluate_model", node.place, {**ports, **more})
        for port in (1, 2, 3):
            self.outputs[node.id, port] = f"{name}.evaluation_results"
        self.made.report(node.title, "converted", "", name)

    def _keep_as_placeholder(self, node: KnimeNode, reason: str = "") -> None:
        tables = [self.models.get(port) or port for _, port in sorted(self._list_inputs(node).items())]
        usable = [port for port in tables if port not in self.models]
        reason = reason or f"Designery has no counterpart of this node ({node.kind})."
        name = self.made.add_placeholder(node.title, node.place, usable, node.settings, reason)
        for port in range(1, 5):
            self.outputs[node.id, port] = f"{name}.results_dataset"


def _list_references(inputs: Mapping[str, Any]) -> list[str]:
    return [one for value in inputs.values() for one in (value if isinstance(value, list) else [value])]


def _find_label(settings: Mapping[str, Any]) -> str | None:
    """The column to predict."""
    found = (find_setting(settings, key) for key in LABEL_KEYS)
    return next((value for value in found if isinstance(value, str) and value), None)


def _read_seed(settings: Mapping[str, Any], key: str = "seed") -> int | None:
    """The seed, which some nodes keep as a text; None where it is none that we take."""
    text = str(find_setting(settings, key) or "")
    return int(text) if text.isdigit() and int(text) < 2**31 else None


def _find_path(settings: object, depth: int = 8) -> str:
    """The path of the file that a reader reads, wherever its version keeps it."""
    if not isinstance(settings, Mapping) or depth == 0:
        return ""
    for key in ("path", "url", "XLS_LOCATION"):
        value = settings.get(key)
        if isinstance(value, str) and value:
            return value
    return next((path for value in settings.values() if (path := _find_path(value, depth - 1))), "")
