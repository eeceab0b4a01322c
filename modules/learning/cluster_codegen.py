"""How clusterings are written as plain scikit-learn."""

from modules.kit import Columns
from modules.kit.codegen.expressions import Expr, ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, list_columns_expression
from modules.learning import exported_cluster_functions
from modules.learning.clustering import ClusterLearner
from modules.learning.learner_codegen import get_untrained, write_pipeline
from modules.learning.learners import split_pipeline
from modules.learning.row_roles import find_listed_role
from modules.learning.row_weights import accepts_weights


def write_cluster_fit(
    step: StepCode, learner: ScriptVariable, data: ScriptVariable, column_set: Columns
) -> ScriptVariable:
    """The clustering fitted to the chosen columns but the label."""
    untrained = get_untrained(learner)
    if isinstance(untrained, ClusterLearner) and untrained.label_mode != "Ignore label column":
        raise CannotGenerateCode(f"'{untrained.label_mode}' can't be exported as Python. Choose 'Ignore label column'.")
    label = next((name for name, role in data.roles.items() if role == "label"), None)
    chosen = Columns(**{**column_set.model_dump(), "names": _without_label(column_set, label)})
    columns = step.reserve_name("clustered_columns")
    step.assign(columns, list_columns_expression(chosen, data))
    features = step.define_once("features", data.code.item(columns), "clustered")
    pipeline, _ = write_pipeline(step, learner, features, wide=False, rows=data.code)
    model = step.reserve_name(f"{learner.name}_model")
    fit = step.use(exported_cluster_functions.fit_cluster_pipeline)
    weight = find_listed_role(data.roles.items(), "weight")
    weighted = {"weight": weight} if weight and accepts_weights(split_pipeline(untrained)[0]) else {}
    step.assign(model, fit.call(pipeline, data, columns, **weighted))
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

    def write_measure(using: StepCode, table: ScriptVariable) -> Expr:
        label = next((name for name, role in table.roles.items() if role == "label"), None)
        given = {} if label is None else {"label": label}
        return using.use(exported_cluster_functions.measure_clustering).call(table, model, **given)

    out = step.add_table(port, f"{data.name}_in_clusters", like=data, **model.facts, measure=write_measure)
    settings = ({"own": True} if own else {}) | ({} if append else {"append": False})
    step.assign(out, step.use(exported_cluster_functions.add_clusters).call(data, model, **settings))
