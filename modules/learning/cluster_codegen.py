"""How clusterings are written as plain scikit-learn."""

from modules.kit import Columns
from modules.kit.codegen.script_builder import (
    CannotGenerateCode,
    Expression,
    ScriptVariable,
    StepCode,
    format_call,
    select_columns_expression,
)
from modules.learning import exported_cluster_functions
from modules.learning.clustering import ClusterLearner
from modules.learning.learner_codegen import write_pipeline


def write_cluster_fit(
    step: StepCode, learner: ScriptVariable, data: ScriptVariable, column_set: Columns
) -> ScriptVariable:
    """The clustering fitted to the chosen columns but the label."""
    untrained = learner.facts["untrained"]
    if isinstance(untrained, ClusterLearner) and untrained.label_mode != "Ignore label column":
        raise CannotGenerateCode(f"'{untrained.label_mode}' can't be exported as Python. Choose 'Ignore label column'.")
    label = next((name for name, role in data.roles.items() if role == "label"), None)
    names = select_columns_expression(
        Columns(**{**column_set.model_dump(), "names": _without_label(column_set, label)}), data
    )
    columns = step.reserve_name("clustered_columns")
    taken = names if names.startswith("[") else f"list({names})"
    step.add(f"{columns} = {taken}")
    features = step.define_once("features", f"{data}[{columns}]", "clustered")
    pipeline, _ = write_pipeline(step, learner, features, wide=False, rows=str(data))
    model = step.reserve_name(f"{learner}_model")
    fit = step.use(exported_cluster_functions.fit_cluster_pipeline)
    step.add(f"{model} = {format_call(fit, Expression(pipeline), data, Expression(columns))}")
    return ScriptVariable(model, facts={"task": "clustering", "learner": untrained.learner, "label": None})


def _without_label(columns: Columns, label: str | None) -> tuple[str, ...]:
    """The named columns, which are those to take or, of all, those to leave out, without the label."""
    if label is None:
        return columns.names
    if columns.start == "none":
        return tuple(name for name in columns.names if name != label)
    return (*columns.names, label)


def write_cluster_assignment(
    step: StepCode, port: str, model: ScriptVariable, data: ScriptVariable, *, append: bool, own: bool = False
) -> None:
    """The data with their clusters."""

    def write_measure(using: StepCode, table: ScriptVariable) -> str:
        label = next((name for name, role in table.roles.items() if role == "label"), None)
        given = {} if label is None else {"label": label}
        return format_call(using.use(exported_cluster_functions.measure_clustering), table, model, **given)

    out = step.add_table(port, f"{data}_in_clusters", like=data, **model.facts, measure=write_measure)
    settings = ({"own": True} if own else {}) | ({} if append else {"append": False})
    step.add(f"{out} = {format_call(step.use(exported_cluster_functions.add_clusters), data, model, **settings)}")
