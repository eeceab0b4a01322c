"""What each operator of RapidMiner becomes; validations with a process inside become splits or cross validation."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from server.importers.imported_design import DONE_BY_FOLDS, ImportedDesign
from server.importers.rapidminer_files import RapidOperator, RapidProcess
from server.importers.rapidminer_tables import TABLE_OPERATORS, read_number

SOURCES = frozenset(
    {"retrieve", "read_csv", "read_excel", "read_database", "read_xml", "read_arff", "open_file"}
    | {"generate_data", "generate_direct_mailing_data", "generate_nominal_data", "create_exampleset"}
)
#: Operators that show, store or convert types: the table goes on.
VIEWERS = frozenset(
    {"log", "store", "write_csv", "write_excel", "remember", "guess_types", "numerical_to_real", "materialize_data"}
    | {"numerical_to_polynominal", "numerical_to_binominal", "real_to_integer", "nominal_to_text"}
)
CLASSIFIER = "It is a classifier here. For numbers, replace it by a module of regression."
#: Learners: the module, what differs, and {our parameter: their setting}.
LEARNERS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "k_nn": ("k_nearest_neighbors_classifier", CLASSIFIER, {"number_of_neighbors": "k"}),
    "naive_bayes": ("naive_bayes", "", {}),
    "naive_bayes_kernel": ("naive_bayes", "It has no kernel estimates of densities.", {}),
    "parallel_decision_tree": (
        "decision_tree_classifier",
        CLASSIFIER,
        {"maximum_depth_of_the_decision_tree": "maximal_depth"},
    ),
    "decision_stump": ("decision_tree_classifier", "Set its depth to 1.", {}),
    "parallel_random_forest": (
        "multiclass_decision_forest",
        CLASSIFIER,
        {"number_of_decision_trees": "number_of_trees"},
    ),
    "gradient_boosted_trees": (
        "multiclass_boosted_decision_tree",
        CLASSIFIER,
        {"number_of_trees_constructed": "number_of_trees"},
    ),
    "logistic_regression": ("two_class_logistic_regression", "", {}),
    "neural_net": ("multiclass_neural_network", CLASSIFIER, {"number_of_learning_iterations": "training_cycles"}),
    "support_vector_machine": ("two_class_support_vector_machine", CLASSIFIER, {}),
    "support_vector_machine_libsvm": ("two_class_support_vector_machine", CLASSIFIER, {}),
    "linear_regression": ("linear_regression", "", {}),
    "generalized_linear_model": (
        "linear_regression",
        "Families other than the normal one have modules of their own.",
        {},
    ),
}
LEARNERS = {
    **LEARNERS,
    "decision_tree": LEARNERS["parallel_decision_tree"],
    "random_forest": LEARNERS["parallel_random_forest"],
}
CLUSTERINGS = {
    "k_means": "k_means_clustering",
    "dbscan": "dbscan",
    "agglomerative_clustering": "hierarchical_clustering",
}
Inputs = Mapping[str, str]
#: {port at the border: the port that it became}
Border = dict[str, str]


class RapidConversion:
    """Takes operators over one after another, from the outside in, and knows what each port became."""

    def __init__(self, made: ImportedDesign) -> None:
        self.made = made
        #: {(operator, port): the port that it became}
        self.outputs: dict[tuple[str, str], str] = {}
        #: {port: what it is, where it is no table}
        self.kinds: dict[str, str] = {}
        #: {table: the column to predict}
        self.labels: dict[str, str] = {}

    def convert_process(self, process: RapidProcess, border: Inputs, offset: tuple[float, float] = (0, 0)) -> Border:
        """Take over every operator, in the order of the data; returns what arrives at the border."""
        for operator in process.sort_operators():
            operator.place = (operator.place[0] + offset[0], operator.place[1] + offset[1])
            inputs: dict[str, str] = {}
            for one in process.connections:
                found = self._resolve(one.source, one.output, border)
                if one.target == operator.name and found:
                    inputs[one.input] = found
            self._convert_operator(operator, inputs)
        arriving = (
            (one.input, self._resolve(one.source, one.output, border)) for one in process.connections if not one.target
        )
        return {port: found for port, found in arriving if found}

    def _resolve(self, operator: str, port: str, border: Inputs) -> str | None:
        if not operator:
            return border.get(port)
        return self.outputs.get((operator, port), self.outputs.get((operator, "")))

    def _convert_operator(self, operator: RapidOperator, inputs: Inputs) -> None:
        handlers: dict[str, Callable[[RapidOperator, Inputs], None]] = {
            "apply_model": self._convert_apply_model,
            "append": self._convert_append,
            "multiply": self._convert_multiply,
            "split_data": self._convert_split,
            "sample": self._convert_sample,
            "sample_stratified": self._convert_sample,
            "subprocess": self._convert_subprocess,
            "cross_validation": self._convert_validation,
            "split_validation": self._convert_validation,
        }
        before = len(self.made.nodes)
        if operator.kind in SOURCES:
            self._convert_source(operator)
        elif operator.kind in LEARNERS:
            self._convert_learner(operator, inputs)
        elif operator.kind in CLUSTERINGS:
            self._convert_clustering(operator, inputs)
        elif operator.kind == "performance" or operator.kind.startswith("performance_"):
            self._convert_performance(operator, inputs)
        elif operator.kind in TABLE_OPERATORS:
            self._convert_table_operator(operator, inputs)
        elif operator.kind in VIEWERS:
            text = "The table goes on. Types are changed by Edit Metadata, files written by Export Data."
            self._place(operator, "select_columns_in_dataset", "results_dataset", inputs, None, text)
        elif operator.kind in handlers:
            handlers[operator.kind](operator, inputs)
        else:
            self._keep_as_placeholder(operator, inputs)
        if not operator.enabled:
            for name in list(self.made.nodes)[before:]:
                self.made.nodes[name]["disabled"] = True

    def _list_tables(self, inputs: Inputs) -> list[str]:
        return [port for _, port in sorted(inputs.items()) if port not in self.kinds]

    def _place(
        self,
        operator: RapidOperator,
        module: str,
        output: str,
        inputs: Inputs,
        values: Mapping[str, Any] | None,
        text: str,
    ) -> str:
        """An operator with one table in and one out."""
        table = next(iter(self._list_tables(inputs)), None)
        name = self.made.add_node(operator.name, module, operator.place, {"dataset": table}, values)
        self._add_output(operator, "", f"{name}.{output}", table)
        self._add_output(operator, "original", table, None)
        if text:
            self.made.keep_settings(name, operator.describe())
        self.made.report(operator.name, "approximated" if text else "converted", text, name)
        return name

    def _add_output(self, operator: RapidOperator, port: str, reference: str | None, like: str | None) -> None:
        if reference is not None:
            self.outputs[operator.name, port] = reference
            if like in self.labels:
                self.labels[reference] = self.labels[like]

    def _convert_source(self, operator: RapidOperator) -> None:
        path = operator.parameters.get("repository_entry") or operator.parameters.get("csv_file") or operator.name
        name = self.made.add_node(path.replace("\\", "/").rpartition("/")[2], "dataset", operator.place, {})
        self.outputs[operator.name, ""] = f"{name}.dataset"
        self.made.report(
            operator.name, "approximated", "The file does not hold its data. Import and choose them.", name
        )

    def _convert_table_operator(self, operator: RapidOperator, inputs: Inputs) -> None:
        step = TABLE_OPERATORS[operator.kind](operator)
        name = self._place(operator, step.module, step.output, inputs, step.values, step.text)
        if operator.kind == "set_role" and operator.parameters.get("target_role") == "label":
            label = operator.parameters.get("attribute_name") or operator.parameters.get("name", "")
            self.labels[f"{name}.{step.output}"] = label
        if operator.kind == "normalize":
            model = f"{name}.transformation_function"
            self.outputs[operator.name, "preprocessing model"] = model
            self.kinds[model] = "transformation"
        if step.other_output is not None:
            other = f"{name}.{step.other_output}"
            self._add_output(operator, "unmatched example set", other, f"{name}.{step.output}")

    def _add_learner(self, operator: RapidOperator) -> str:
        module, text, settings = LEARNERS[operator.kind]
        values = {
            ours: read_number(operator.parameters.get(theirs), int, 1, 10_000) for ours, theirs in settings.items()
        }
        learner = self.made.add_node(operator.name, module, operator.place, {}, values)
        self.made.keep_settings(learner, operator.describe())
        text = f"{text} Settings that are not named alike are the defaults of the module.".strip()
        self.made.report(operator.name, "approximated", text, learner)
        return f"{learner}.untrained_model"

    def _convert_learner(self, operator: RapidOperator, inputs: Inputs) -> None:
        table = next(iter(self._list_tables(inputs)), None)
        model = self._add_training(operator, self._add_learner(operator), table)
        self.outputs[operator.name, "model"] = model
        self._add_output(operator, "exampleSet", table, None)

    def _add_training(self, operator: RapidOperator, learner: str, table: str | None) -> str:
        place = (operator.place[0] + 40, operator.place[1] + 120)
        model = self.made.add_training(operator.name, place, learner, table, self.labels.get(table or ""))
        self.kinds[model] = "model"
        return model

    def _convert_clustering(self, operator: RapidOperator, inputs: Inputs) -> None:
        table = next(iter(self._list_tables(inputs)), None)
        count = read_number(operator.parameters.get("k"), int, 2, 1_000) if operator.kind == "k_means" else None
        module = CLUSTERINGS[operator.kind]
        learner = self.made.add_node(operator.name, module, operator.place, {}, {"number_of_centroids": count})
        place = (operator.place[0] + 40, operator.place[1] + 120)
        ports = {"untrained_model": f"{learner}.untrained_model", "dataset": table}
        name = self.made.add_node(f"Train {operator.name}", "train_clustering_model", place, ports)
        for port in ("cluster model", "model"):
            self.outputs[operator.name, port] = f"{name}.trained_model"
        self.kinds[f"{name}.trained_model"] = "clusters"
        for port in ("clustered set", "example set", ""):
            self._add_output(operator, port, f"{name}.results_dataset", table)
        self.made.report(operator.name, "approximated", "Check the number of clusters.", learner)

    def _convert_apply_model(self, operator: RapidOperator, inputs: Inputs) -> None:
        model = next((port for port in inputs.values() if port in self.kinds), None)
        table = next(iter(self._list_tables(inputs)), None)
        if model is None:
            self._keep_as_placeholder(operator, inputs, "No trained model is connected to it.")
            return
        module, port, output = {
            "model": ("score_model", "trained_model", "scored_dataset"),
            "clusters": ("assign_data_to_clusters", "trained_model", "results_dataset"),
            "transformation": ("apply_transformation", "transformation", "transformed_dataset"),
        }[self.kinds[model]]
        name = self.made.add_node(operator.name, module, operator.place, {port: model, "dataset": table})
        self._add_output(operator, "labelled data", f"{name}.{output}", table)
        self.outputs[operator.name, "model"] = model
        self.made.report(operator.name, "converted", "", name)

    def _convert_performance(self, operator: RapidOperator, inputs: Inputs) -> None:
        table = next(iter(self._list_tables(inputs)), None)
        name = self.made.add_node(operator.name, "evaluate_model", operator.place, {"scored_dataset": table})
        self.outputs[operator.name, "performance"] = f"{name}.evaluation_results"
        self._add_output(operator, "example set", table, None)
        self.made.report(operator.name, "converted", "", name)

    def _convert_append(self, operator: RapidOperator, inputs: Inputs) -> None:
        tables, ports = self._list_tables(inputs), ("dataset1", "dataset2")
        first, joined = self.made.add_chain(operator.name, "add_rows", ports, operator.place, tables)
        self._add_output(operator, "", joined, next(iter(tables), None))
        self.made.report(operator.name, "converted", "", first)

    def _convert_multiply(self, operator: RapidOperator, inputs: Inputs) -> None:
        """An output may be connected any number of times here, so it needs no card."""
        for port in inputs.values():
            self.outputs[operator.name, ""] = port

    def _add_split(self, operator: RapidOperator, table: str | None, share: float | None) -> str:
        name = self.made.add_node(operator.name, "split_data", operator.place, {"dataset": table}, {"fraction": share})
        for number in (1, 2):
            self._add_output(operator, f"partition {number}", f"{name}.results_dataset{number}", table)
        return name

    def _convert_split(self, operator: RapidOperator, inputs: Inputs) -> None:
        ratios = [value for _, value in operator.lists.get("partitions", ())]
        share = read_number(ratios[0] if ratios else None, float, 0, 1)
        name = self._add_split(operator, next(iter(self._list_tables(inputs)), None), share)
        text = "" if len(ratios) == 2 else "It makes two parts. Divide the second again for more."
        self.made.report(operator.name, "approximated" if text else "converted", text, name)

    def _convert_sample(self, operator: RapidOperator, inputs: Inputs) -> None:
        share = read_number(operator.parameters.get("sample_ratio"), float, 0, 1)
        relative = operator.parameters.get("sample") == "relative" and operator.parameters.get("balance_data") != "true"
        values = {"partition_or_sample_mode": "Sampling", "rate_of_sampling": share} if relative else None
        text = "" if relative else "RapidMiner takes a number of rows, or another share of each class. Set it here."
        self._place(operator, "partition_and_sample", "partitioned_dataset", inputs, values, text)

    def _convert_subprocess(self, operator: RapidOperator, inputs: Inputs) -> None:
        """Its operators stand among the others."""
        for process in operator.processes[:1]:
            for port, reference in self.convert_process(process, inputs, operator.place).items():
                self.outputs[operator.name, port] = reference

    def _convert_validation(self, operator: RapidOperator, inputs: Inputs) -> None:
        """Folds of a learner alone are Cross Validate Model; everything else is one split with what stands inside."""
        table = next(iter(self._list_tables(inputs)), None)
        training = operator.processes[0] if operator.processes else RapidProcess()
        inner = list(training.operators.values())
        if operator.kind == "cross_validation" and len(inner) == 1 and inner[0].kind in LEARNERS:
            self._convert_folds(operator, inner[0], table)
            return
        share = read_number(operator.parameters.get("split_ratio"), float, 0, 1) or 0.9
        split = self._add_split(operator, table, share if operator.kind == "split_validation" else 0.9)
        parts = [f"{split}.results_dataset{number}" for number in (1, 2)]
        below = (operator.place[0], operator.place[1] + 160)
        border = dict.fromkeys(("training set", "training"), parts[0])
        arriving = self.convert_process(training, border, below)
        for process in operator.processes[1:2]:
            border = {**arriving, "test set": parts[1]}
            below = (operator.place[0] + 300, operator.place[1] + 160)
            arriving |= self.convert_process(process, border, below)
        for port, reference in arriving.items():
            self.outputs[operator.name, port] = reference
        folds = operator.kind == "cross_validation"
        text = (
            "The folds are one split here. Cross Validate Model does folds of a learner in one step." if folds else ""
        )
        self.made.report(operator.name, "approximated" if folds else "converted", text, split)

    def _convert_folds(self, operator: RapidOperator, inner: RapidOperator, table: str | None) -> None:
        inner.place = (operator.place[0], operator.place[1] + 160)
        learner = self._add_learner(inner)
        folds = read_number(operator.parameters.get("number_of_folds"), int, 2, 100)
        values = {"label": self.labels.get(table or ""), "number_of_folds": folds}
        ports = {"untrained_model": learner, "dataset": table}
        name = self.made.add_node(operator.name, "cross_validate_model", operator.place, ports, values)
        place = (operator.place[0], operator.place[1] + 120)
        scored = {"scored_dataset": f"{name}.scored_results"}
        judged = self.made.add_node(f"Evaluate {operator.name}", "evaluate_model", place, scored)
        for port in ("performance 1", "performance vector"):
            self.outputs[operator.name, port] = f"{judged}.evaluation_results"
        self._add_output(operator, "test result set", f"{name}.scored_results", table)
        self._add_output(operator, "example set", table, None)
        self.outputs[operator.name, "model"] = self._add_training(inner, learner, table)
        self.made.report(operator.name, "converted", "", name)
        for process in operator.processes[1:2]:
            for one in process.operators.values():
                self.made.report(one.name, "converted", DONE_BY_FOLDS, name)

    def _keep_as_placeholder(self, operator: RapidOperator, inputs: Inputs, reason: str = "") -> None:
        reason = reason or f"Designery has no counterpart of this operator ({operator.kind})."
        tables: Sequence[str] = self._list_tables(inputs)
        name = self.made.add_placeholder(operator.name, operator.place, tables, operator.describe(), reason)
        self.outputs[operator.name, ""] = f"{name}.results_dataset"
