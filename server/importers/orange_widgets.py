"""What each widget of Orange becomes here."""

from collections.abc import Callable, Mapping
from typing import Any

from server.importers.hostile_files import OpaqueObject
from server.importers.imported_design import ImportedDesign
from server.importers.orange_files import OrangeWidget, OrangeWorkflow

#: Widgets that show something: their output is the table that they show.
VIEWERS = {
    **dict.fromkeys(("OWTable", "OWDataTable", "OWHeatMap", "OWDistanceMap", "OWLinePlot", "OWBarPlot"), "the table"),
    **dict.fromkeys(("OWSieveDiagram", "OWSilhouettePlot", "OWSave", "OWTreeGraph", "OWTreeViewer"), "the table"),
    **dict.fromkeys(("OWScatterPlot", "OWRadviz", "OWLinearProjection", "OWFreeViz"), "the scatter plot"),
    **dict.fromkeys(("OWDistributions", "OWMosaicDisplay", "OWViolinPlot", "OWBoxPlot"), "the distributions"),
    **dict.fromkeys(("OWFeatureStatistics", "OWDataInfo"), "the statistics of its columns"),
    "OWConfusionMatrix": "the scored rows",
}
#: Learners: the module, what differs, and {our parameter: their setting}.
LEARNERS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "OWLogisticRegression": ("multiclass_logistic_regression", "", {}),
    "OWRandomForest": (
        "multiclass_decision_forest",
        "It is a classifier here. For numbers, replace it by Decision Forest Regression.",
        {"number_of_decision_trees": "n_estimators"},
    ),
    "OWTreeLearner": (
        "decision_tree_classifier",
        "It is a classifier here. For numbers, replace it by Decision Tree Regression.",
        {"maximum_depth_of_the_decision_tree": "max_depth", "minimum_number_of_samples_per_leaf_node": "min_leaf"},
    ),
    "OWKNNLearner": ("k_nearest_neighbors_classifier", "", {"number_of_neighbors": "n_neighbors"}),
    "OWNaiveBayes": ("naive_bayes", "Numbers are taken as normally distributed; Orange divides them into classes.", {}),
    "OWNNLearner": ("multiclass_neural_network", "", {"number_of_learning_iterations": "max_iterations"}),
    "OWGBLearner": ("multiclass_boosted_decision_tree", "", {"number_of_trees_constructed": "n_estimators"}),
    "OWLinearRegression": ("linear_regression", "", {}),
}
#: Orange keeps the number of folds and of rows as places in its menus.
FOLDS = (2, 3, 5, 10, 20)
LINKAGES = ("Single", "Average", "Average", "Complete", "Ward")
#: Widgets with one table in and one out: module, our input and output, parameters, what differs.
PREPARATIONS: Mapping[str, tuple[str, str, str, Mapping[str, Any], str]] = {
    "OWImpute": (
        "clean_missing_data", "dataset", "cleaned_dataset", {},
        "Every column is filled by its median or mode. Choices for single columns are not taken over.",
    ),
    "OWContinuize": (
        "convert_to_indicator_values", "dataset", "results_dataset", {}, "All categories become indicators.",
    ),
    "OWDiscretize": ("group_data_into_bins", "dataset", "quantized_dataset", {}, "Check the number of bins."),
    "OWNormalize": ("normalize_data", "dataset", "transformed_dataset", {}, ""),
    "OWPreprocess": (
        "normalize_data", "dataset", "transformed_dataset", {},
        "Columns are standardized. The steps that were chosen in Orange are in its note; add those that matter.",
    ),
    "OWTranspose": ("transpose", "dataset", "results_dataset", {}, ""),
    "OWUnique": (
        "remove_duplicate_rows", "dataset", "results_dataset", {}, "Choose the columns that must be unique.",
    ),
    "OWSelectAttributes": (
        "select_columns_in_dataset", "dataset", "results_dataset", {},
        "All columns are kept. Choose those that you want.",
    ),
    "OWSelectRows": ("select_rows", "dataset", "selected_rows", {}, "Add the conditions that are in its note."),
    "OWRandomize": ("shuffle_rows", "dataset", "results_dataset", {}, ""),
    "OWTSNE": ("t_sne_projection", "dataset", "results_dataset", {}, ""),
    "OWDistances": (
        "select_columns_in_dataset", "dataset", "results_dataset", {},
        "Modules that need distances compute them from the table, so the table goes on.",
    ),
}  # fmt: skip


class OrangeConversion:
    """Takes widgets over one after another, and knows what each channel became."""

    def __init__(self, workflow: OrangeWorkflow, made: ImportedDesign) -> None:
        self.workflow = workflow
        self.made = made
        #: {(widget, channel): the port that it became}; the channel "" stands for every other one.
        self.outputs: dict[tuple[str, str], str] = {}
        #: {port: the column to predict}, and {model: the rows that it was trained on}
        self.labels: dict[str, str] = {}
        self.training_rows: dict[str, str] = {}
        self.untrained: dict[str, str] = {}

    def convert_all(self) -> None:
        """Take over every widget, in the order of the data."""
        handlers: dict[str, Callable[[OrangeWidget], None]] = {
            "OWFile": self._convert_file,
            "OWCSVFileImport": self._convert_file,
            "OWDataSets": self._convert_file,
            "OWTestAndScore": self._convert_test_and_score,
            "OWTestLearners": self._convert_test_and_score,
            "OWPredictions": self._convert_predictions,
            "OWPCA": self._convert_pca,
            "OWRank": self._convert_rank,
            "OWSVM": self._convert_svm,
            "OWKMeans": self._convert_clustering,
            "OWHierarchicalClustering": self._convert_clustering,
            "OWDataSampler": self._convert_sampler,
            "OWConcatenate": self._convert_concatenate,
        }
        for widget in self.workflow.sort_widgets():
            if widget.kind in handlers:
                handlers[widget.kind](widget)
            elif widget.kind in LEARNERS:
                self._convert_learner(widget)
            elif widget.kind in PREPARATIONS:
                self._convert_preparation(widget)
            elif widget.kind in VIEWERS:
                self._convert_viewer(widget)
            else:
                self._keep_as_placeholder(widget)

    def _list_inputs(self, widget: OrangeWidget) -> list[tuple[str, str]]:
        """What goes into a widget: the channel, and the port."""
        links = (link for link in self.workflow.links if link.target == widget.id)
        found = (
            (one.input, self.outputs.get((one.source, one.output), self.outputs.get((one.source, "")))) for one in links
        )
        return [(channel, port) for channel, port in found if port is not None]

    def _find_table(self, widget: OrangeWidget) -> str | None:
        """The table that a widget works on: what it shows of a model, are the rows that trained it."""
        inputs = self._list_inputs(widget)
        tables = [
            port for channel, port in inputs if port not in self.training_rows and port not in self.untrained.values()
        ]
        ordered = [port for channel, port in inputs if port in tables and "subset" not in channel]
        rows = [self.training_rows[port] for _, port in inputs if port in self.training_rows]
        return next(iter((*ordered, *tables, *rows)), None)

    def _finish(self, widget: OrangeWidget, node: str, output: str, table: str | None, text: str) -> str:
        """Note what a widget became: its outputs, its label, and how it was taken over."""
        port = f"{node}.{output}"
        self.outputs[widget.id, ""] = port
        if table in self.labels:
            self.labels[port] = self.labels[table]
        self.made.report(widget.title, "approximated" if text else "converted", text, node)
        return port

    def _convert_file(self, widget: OrangeWidget) -> None:
        name = _find_file_name(widget.settings)
        node = self.made.add_node(name or widget.title, "dataset", widget.place, {})
        text = f"The file of Orange does not hold its data. Import {name or 'them'} and choose the dataset."
        port = self._finish(widget, node, "dataset", None, text)
        label = _find_label(widget.settings)
        if label is not None:
            self.labels[port] = label

    def _convert_viewer(self, widget: OrangeWidget) -> None:
        table = self._find_table(widget)
        if table is None:
            self._keep_as_placeholder(widget, "Nothing that can be shown is connected to it.")
            return
        node = self.made.add_node(widget.title, "select_columns_in_dataset", widget.place, {"dataset": table})
        shown = VIEWERS[widget.kind]
        text = f"Open its output to see {shown}. All rows go on: those selected by hand are not in the file."
        self._finish(widget, node, "results_dataset", table, text)

    def _convert_preparation(self, widget: OrangeWidget) -> None:
        module, taken, given, parameters, text = PREPARATIONS[widget.kind]
        table = self._find_table(widget)
        node = self.made.add_node(widget.title, module, widget.place, {taken: table}, parameters)
        if text:
            self.made.keep_settings(node, _list_settings(widget))
        self._finish(widget, node, given, table, text)

    def _convert_learner(self, widget: OrangeWidget) -> None:
        module, text, names = LEARNERS[widget.kind]
        values = {ours: widget.settings.get(theirs) for ours, theirs in names.items()}
        whole = {key: value for key, value in values.items() if isinstance(value, int) and 0 < value < 1_000_000}
        learner = self.made.add_node(widget.title, module, widget.place, {}, whole)
        text = text or ("" if names else "Its settings are the defaults of the module.")
        self._finish_learner(widget, f"{learner}.untrained_model", learner, text)

    def _convert_svm(self, widget: OrangeWidget) -> None:
        binary = self.made.add_node(widget.title, "two_class_support_vector_machine", widget.place, {})
        place = (widget.place[0], widget.place[1] + 112)
        inputs = {"untrained_binary_classification_model": f"{binary}.untrained_model"}
        node = self.made.add_node(f"{widget.title}, several classes", "one_vs_one_multiclass", place, inputs)
        text = "It is linear here, with the defaults of the module. Kernels are not taken over."
        self._finish_learner(widget, f"{node}.untrained_model", node, text)

    def _finish_learner(self, widget: OrangeWidget, port: str, node: str, text: str) -> None:
        """The learner, and the trained model where its table is connected."""
        self.outputs[widget.id, "learner"] = self.untrained[widget.id] = port
        self.made.report(widget.title, "approximated" if text else "converted", text, node)
        table = self._find_table(widget)
        if table is None:
            return
        place = (widget.place[0] + 60, widget.place[1] + 120)
        model = self.made.add_training(widget.title, place, port, table, self.labels.get(table))
        self.outputs[widget.id, "model"] = self.outputs[widget.id, ""] = model
        self.training_rows[model] = table

    def _convert_test_and_score(self, widget: OrangeWidget) -> None:
        """One cross validation for each learner, and one evaluation of them all."""
        inputs = self._list_inputs(widget)
        learners = [port for channel, port in inputs if port in self.untrained.values()]
        table = self._find_table(widget)
        place = widget.settings.get("n_folds")
        folds = FOLDS[place] if isinstance(place, int) and 0 <= place < len(FOLDS) else None
        label = self.labels.get(table or "")
        scored: list[str] = []
        for number, learner in enumerate(learners or [""]):
            where = (widget.place[0] + 280 * number, widget.place[1])
            given = {"untrained_model": learner, "dataset": table}
            values = {"label": label, "number_of_folds": folds}
            title = f"Cross validate {self.made.nodes[learner.partition('.')[0]]['title'] if learner else ''}".strip()
            node = self.made.add_node(title, "cross_validate_model", where, given, values)
            scored.append(f"{node}.scored_results")
        ports = dict(zip(("scored_dataset", "scored_dataset_to_compare"), scored, strict=False))
        more: dict[str, Any] = {**ports, "more_scored_datasets": scored[2:]}
        below = (widget.place[0], widget.place[1] + 120)
        node = self.made.add_node(widget.title, "evaluate_model", below, more)
        folded = widget.settings.get("resampling", 0) == 0
        text = "" if folded else "Orange drew the rows in another way; here they are divided into folds."
        self._finish(widget, node, "evaluation_results", table, text)
        self.outputs[widget.id, ""] = scored[0]

    def _convert_predictions(self, widget: OrangeWidget) -> None:
        models = [port for channel, port in self._list_inputs(widget) if port in self.training_rows]
        table = self._find_table(widget)
        if not models:
            self._keep_as_placeholder(widget, "No trained model is connected to it.")
            return
        given = {"trained_model": models[0], "dataset": table}
        node = self.made.add_node(widget.title, "score_model", widget.place, given)
        text = "Only the first model is used. Add a Score Model for each other." if len(models) > 1 else ""
        self._finish(widget, node, "scored_dataset", table, text)

    def _convert_pca(self, widget: OrangeWidget) -> None:
        table, count = self._find_table(widget), widget.settings.get("ncomponents")
        values = {
            "number_of_components": count if isinstance(count, int) and 0 < count < 1_000 else None,
            "normalize_features": bool(widget.settings.get("normalize", True)),
        }
        module = "principal_component_analysis"
        node = self.made.add_node(widget.title, module, widget.place, {"dataset": table}, values)
        self._finish(widget, node, "results_dataset", table, "")

    def _convert_rank(self, widget: OrangeWidget) -> None:
        table = self._find_table(widget)
        values = {
            "target_column": self.labels.get(table or ""),
            "feature_scoring_method": "MutualInformation",
            "number_of_desired_features": 5,
        }
        module = "filter_based_feature_selection"
        node = self.made.add_node(widget.title, module, widget.place, {"dataset": table}, values)
        text = "The five columns with the most information on the label go on. Orange lets you choose by hand."
        self._finish(widget, node, "filtered_dataset", table, text)

    def _convert_clustering(self, widget: OrangeWidget) -> None:
        table = self._find_table(widget)
        if widget.kind == "OWKMeans":
            module, text = "k_means_clustering", ""
            count = widget.settings.get("k")
            values: dict[str, Any] = {"number_of_centroids": count if isinstance(count, int) and count > 1 else None}
        else:
            module = "hierarchical_clustering"
            at = widget.settings.get("linkage")
            linkage = LINKAGES[at] if isinstance(at, int) and 0 <= at < len(LINKAGES) else None
            count = widget.settings.get("top_n")
            values = {"linkage": linkage, "number_of_clusters": count if isinstance(count, int) and count > 1 else None}
            text = "The tree is cut into clusters. Rows that were selected in the tree are not in the file: all go on."
        learner = self.made.add_node(widget.title, module, widget.place, {}, values)
        place = (widget.place[0] + 60, widget.place[1] + 120)
        inputs = {"untrained_model": f"{learner}.untrained_model", "dataset": table}
        node = self.made.add_node(f"Train {widget.title}", "train_clustering_model", place, inputs)
        self._finish(widget, node, "results_dataset", table, text)

    def _convert_sampler(self, widget: OrangeWidget) -> None:
        table, share = self._find_table(widget), widget.settings.get("sampleSizePercentage", 70)
        fraction = share / 100 if isinstance(share, (int, float)) and 0 <= share <= 100 else 0.7
        node = self.made.add_node(widget.title, "split_data", widget.place, {"dataset": table}, {"fraction": fraction})
        text = "" if widget.settings.get("sampling_type", 0) == 0 else f"Rows are divided at {fraction:.0%}, by chance."
        port = self._finish(widget, node, "results_dataset1", table, text)
        self.outputs[widget.id, "remaining_data"] = rest = f"{node}.results_dataset2"
        if port in self.labels:
            self.labels[rest] = self.labels[port]

    def _convert_concatenate(self, widget: OrangeWidget) -> None:
        tables = [port for _, port in self._list_inputs(widget)]
        common = widget.settings.get("merge_type") == 1
        values = {"columns_of_one": "Leave out" if common else "Keep, with missing values"}
        ports = ("dataset1", "dataset2")
        _, joined = self.made.add_chain(widget.title, "add_rows", ports, widget.place, tables, values)
        self._finish(widget, joined.partition(".")[0], "results_dataset", next(iter(tables), None), "")

    def _keep_as_placeholder(self, widget: OrangeWidget, reason: str = "") -> None:
        tables = [self.training_rows.get(port, port) for _, port in self._list_inputs(widget)]
        reason = reason or f"Designery has no counterpart of this widget ({widget.kind or 'unknown'})."
        usable = [port for port in tables if port not in self.untrained.values()]
        node = self.made.add_placeholder(widget.title, widget.place, usable, dict(widget.settings), reason)
        self.outputs[widget.id, ""] = f"{node}.results_dataset"


def _list_settings(widget: OrangeWidget) -> dict[str, Any]:
    """Its settings without those of its window."""
    return {
        key: value for key, value in widget.settings.items() if "Geometry" not in key and key != "controlAreaVisible"
    }


def _find_file_name(settings: Mapping[str, Any]) -> str:
    """The name of the file that was chosen last."""
    for held in settings.get("recent_paths", ()) or ():
        state = held.state if isinstance(held, OpaqueObject) else None
        path = state.get("relpath") or state.get("abspath") if isinstance(state, Mapping) else None
        if isinstance(path, str) and path:
            return path.replace("\\", "/").rpartition("/")[2]
    return ""


def _find_label(settings: Mapping[str, Any]) -> str | None:
    """The column to predict, as the context of the file has it."""
    for held in settings.get("context_settings", ()) or ():
        state = held.state if isinstance(held, OpaqueObject) else None
        variables = state.get("class_vars") if isinstance(state, Mapping) else None
        first = variables[0] if isinstance(variables, (list, tuple)) and variables else None
        name = first[0] if isinstance(first, (list, tuple)) and first else first
        if isinstance(name, str):
            return name
    return None
