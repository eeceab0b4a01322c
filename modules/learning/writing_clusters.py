"""How clusterings are written as plain scikit-learn."""

from modules.kit import Columns
from modules.kit.writing import CannotWrite, Step, Text, Value, call, chosen
from modules.learning import written_clusters
from modules.learning.clustering import ClusterLearner
from modules.learning.writing import write_pipeline


def write_fitted_clusters(step: Step, learner: Value, data: Value, column_set: Columns) -> Value:
    """The clustering fitted to the chosen columns but the label."""
    untrained = learner.facts["untrained"]
    if isinstance(untrained, ClusterLearner) and untrained.label_mode != "Ignore label column":
        raise CannotWrite(f"'{untrained.label_mode}' is not written. Choose 'Ignore label column'.")
    label = next((name for name, role in data.roles.items() if role == "label"), None)
    names = chosen(Columns(**{**column_set.model_dump(), "names": _without(column_set, label)}), data)
    columns = step.name("clustered_columns")
    taken = names if names.startswith("[") else f"list({names})"
    step.add(f"{columns} = {taken}")
    features = step.once("features", f"{data}[{columns}]", "clustered")
    pipeline, _ = write_pipeline(step, learner, features, wide=False, rows=str(data))
    model = step.name(f"{learner}_model")
    step.add(f"{model} = {call(step.use(written_clusters.fit_clusters), Text(pipeline), data, Text(columns))}")
    return Value(model, facts={"task": "clustering", "learner": untrained.learner, "label": None})


def _without(columns: Columns, label: str | None) -> tuple[str, ...]:
    """The named columns, which are those to take or, of all, those to leave out, without the label."""
    if label is None:
        return columns.names
    if columns.start == "none":
        return tuple(name for name in columns.names if name != label)
    return (*columns.names, label)


def write_clusters(step: Step, port: str, model: Value, data: Value, *, append: bool, own: bool = False) -> None:
    """The data with their clusters."""

    def measured(using: Step, table: Value) -> str:
        label = next((name for name, role in table.roles.items() if role == "label"), None)
        given = {} if label is None else {"label": label}
        return call(using.use(written_clusters.clustering_metrics), table, model, **given)

    out = step.table(port, f"{data}_in_clusters", like=data, **model.facts, measure=measured)
    settings = ({"own": True} if own else {}) | ({} if append else {"append": False})
    step.add(f"{out} = {call(step.use(written_clusters.with_clusters), data, model, **settings)}")
