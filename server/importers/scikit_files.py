"""Pipelines of scikit-learn (skops, pickle, joblib) as designs, read as data: no class is looked up or called."""

import json
import zlib
from collections.abc import Mapping, Sequence

from server.importers.hostile_files import MAX_PICKLE_BYTES, OpaqueObject, read_archive, read_pickle
from server.importers.imported_design import ImportedDesign, ImportRefused
from server.importers.scikit_steps import LEARNERS, TRANSFORMERS, list_values

SCHEMA_FILE = "schema.json"
MAX_DEPTH = 60
GAP = 130
#: Estimators that search for settings of another one.
SEARCHES = frozenset({"GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV"})
NOT_LEARNED = "What it had learned is not taken over: it learns from your data here."
FITTED = (
    "The file holds a fitted model, which can't be read without running it. Save the pipeline without what it learned: "
    "joblib.dump(sklearn.base.clone(pipeline), path), or by skops.io.dump. To use the fitted model as it is, export it "
    "as ONNX."
)


def convert_skops(content: bytes, name: str) -> ImportedDesign:
    """A pipeline that skops.io.dump wrote; raises ImportRefused."""
    files = read_archive(content)
    if SCHEMA_FILE not in files:
        raise ImportRefused("This is no file of skops. It has no schema.json.")
    try:
        schema = json.loads(files[SCHEMA_FILE])
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"Its schema.json can't be read: {type(error).__name__}.") from None
    return _convert_estimator(_read_node(schema, {}, 0), name)


def convert_pickle(content: bytes, name: str) -> ImportedDesign:
    """A pipeline that pickle.dump or joblib.dump wrote. It is never unpickled. Raises ImportRefused."""
    if content[:1] == b"x":
        reader = zlib.decompressobj()
        try:
            content = reader.decompress(content, MAX_PICKLE_BYTES + 1)
        except zlib.error as error:
            raise ImportRefused(f"The file can't be decompressed: {error}.") from None
    # joblib puts the numbers of arrays between the instructions of the pickle, where only unpickling finds their ends.
    if len(content) > MAX_PICKLE_BYTES or b"NumpyArrayWrapper" in content:
        raise ImportRefused(FITTED)
    return _convert_estimator(read_pickle(content), name)


def _read_node(node: object, known: dict[object, object], depth: int) -> object:
    """A value of skops: containers and plain values as they are, all else by its name."""
    if not isinstance(node, Mapping) or depth > MAX_DEPTH:
        raise ImportRefused("Its schema.json is nested too deeply, or is none of skops.")
    kind, content, number = node.get("__loader__"), node.get("content"), node.get("__id__")
    if kind == "CachedNode":
        return known.get(number)
    found = _read_content(kind, content, node, known, depth + 1)
    if number is not None:
        known[number] = found
    return found


def _read_content(
    kind: object, content: object, node: Mapping[str, object], known: dict[object, object], depth: int
) -> object:
    if kind == "JsonNode" and isinstance(content, str):
        try:
            return json.loads(content)
        except ValueError:
            return content
    if kind == "DictNode" and isinstance(content, Mapping):
        return {str(key): _read_node(value, known, depth) for key, value in content.items()}
    if kind in ("ListNode", "TupleNode", "SetNode") and isinstance(content, Sequence):
        return [_read_node(item, known, depth) for item in content]
    made = OpaqueObject(f"{node.get('__module__')}.{node.get('__class__')}")
    if kind == "ObjectNode" and isinstance(content, Mapping):
        made.state = _read_node(content, known, depth)
    return made


def _convert_estimator(found: object, name: str) -> ImportedDesign:
    if not isinstance(found, OpaqueObject) or not found.name.startswith("sklearn."):
        raise ImportRefused("The file holds no estimator or pipeline of scikit-learn.")
    made = ImportedDesign("scikit-learn", name)
    source = made.add_node("Data", "dataset", (0, 0), {})
    made.report("Data", "approximated", "The file does not hold its data. Import them and choose the dataset.", source)
    _ScikitConversion(made, f"{source}.dataset").convert(found)
    return made


class _ScikitConversion:
    """Takes steps over one after another; the table goes from each to the next."""

    def __init__(self, made: ImportedDesign, table: str) -> None:
        self.made = made
        self.table = table
        self.height = float(GAP)
        self.column = 0.0

    def convert(self, estimator: OpaqueObject) -> None:
        """Take over a pipeline, a search or one estimator."""
        kind, state = _name_class(estimator), _get_state(estimator)
        inner = state.get("estimator")
        if kind in SEARCHES and isinstance(inner, OpaqueObject):
            self.convert(inner)
            self._add_note(kind, state)
        elif kind == "Pipeline":
            for step in _list_steps(state.get("steps")):
                self.convert(step)
        elif kind == "ColumnTransformer":
            self._convert_columns(state)
        elif kind == "TransformedTargetRegressor" and isinstance(regressor := state.get("regressor"), OpaqueObject):
            self.convert(regressor)
            self.made.report(kind, "approximated", "The label is not transformed here.", self._get_last())
        elif kind in LEARNERS:
            self._convert_learner(kind, state)
        else:
            self._convert_transformer(kind, state, None)

    def _get_last(self) -> str:
        return self.table.partition(".")[0]

    def _next_place(self) -> tuple[float, float]:
        place = (self.column, self.height)
        self.height += GAP
        return place

    def _add_note(self, kind: str, state: Mapping[str, object]) -> None:
        grid = state.get("param_grid", state.get("param_distributions"))
        lines = [f"{key}: {value}" for key, value in grid.items()] if isinstance(grid, Mapping) else []
        text = f"{kind} tried these settings:\n" + "\n".join(lines)[:2_000]
        self.made.add_note(text, (self.column + 320, self.height))
        advice = "Tune Model Hyperparameters searches here. The settings that were tried are in a note."
        self.made.report(kind, "approximated", advice, self._get_last())

    def _convert_columns(self, state: Mapping[str, object]) -> None:
        """Each transformer on its columns, one after another: each only changes its own."""
        rows = state.get("transformers")
        for row in rows if isinstance(rows, list) else ():
            if not isinstance(row, (list, tuple)) or len(row) != 3:
                continue
            _, transformer, columns = row
            names = [one for one in columns if isinstance(one, str)] if isinstance(columns, (list, tuple)) else []
            names = [columns] if isinstance(columns, str) else names
            if isinstance(transformer, OpaqueObject):
                steps = [transformer]
                if _name_class(transformer) == "Pipeline":
                    steps = _list_steps(_get_state(transformer).get("steps"))
                for step in steps:
                    self._convert_transformer(_name_class(step), _get_state(step), names)
        if state.get("remainder", "drop") == "drop":
            text = "Columns that no transformer names are dropped there. Here they stay: leave them out if you want to."
            self.made.report("ColumnTransformer", "approximated", text, self._get_last())

    def _convert_transformer(self, kind: str, state: Mapping[str, object], names: Sequence[str] | None) -> None:
        settings = {key: value for key, value in state.items() if not key.endswith("_") and not key.startswith("_")}
        build = TRANSFORMERS.get(kind)
        if build is None:
            reason = f"Designery has no counterpart of {kind}."
            node = self.made.add_placeholder(kind, self._next_place(), [self.table], settings, reason)
            self.table = f"{node}.results_dataset"
            return
        step = build(settings)
        values = dict(step.values or {})
        if step.columns and names:
            values[step.columns] = {"start": "none", "names": list(names)}
        elif step.columns and names is not None:
            step = step._replace(text=f"{step.text} Its columns are no names there. Choose them.".strip())
        node = self.made.add_node(kind, step.module, self._next_place(), {"dataset": self.table}, values)
        self.table = f"{node}.{step.output}"
        if step.text:
            self.made.keep_settings(node, settings)
        self.made.report(kind, "approximated" if step.text else "converted", step.text, node)

    def _convert_learner(self, kind: str, state: Mapping[str, object]) -> None:
        """The learner, and Train Model, or what trains one of its kind."""
        settings = {key: value for key, value in state.items() if not key.endswith("_") and not key.startswith("_")}
        learner = LEARNERS[kind]
        values, lost = list_values(learner, settings)
        node = self.made.add_node(kind, learner.module, (self.column - 160, self.height), {}, values)
        self.height += GAP
        inputs = {"untrained_model": f"{node}.untrained_model", "dataset": self.table}
        self.made.add_node(f"Train {kind}", learner.trainer, self._next_place(), inputs)
        notes = [NOT_LEARNED] if any(key.endswith("_") and not key.startswith("_") for key in state) else []
        if learner.text:
            notes.append(learner.text)
        if lost:
            notes.append(
                f"These settings are the defaults of the module: {', '.join(lost)}. scikit-learn's are in the note."
            )
        if notes:
            self.made.keep_settings(node, settings)
        self.made.report(kind, "approximated" if lost or learner.text else "converted", " ".join(notes), node)


def _name_class(found: OpaqueObject) -> str:
    return found.name.rpartition(".")[2]


def _get_state(found: OpaqueObject) -> Mapping[str, object]:
    return found.state if isinstance(found.state, Mapping) else {}


def _list_steps(rows: object) -> list[OpaqueObject]:
    """The estimators of a pipeline; `passthrough` is none."""
    pairs = [row for row in rows if isinstance(row, (list, tuple)) and len(row) == 2] if isinstance(rows, list) else []
    return [step for _, step in pairs if isinstance(step, OpaqueObject)]
