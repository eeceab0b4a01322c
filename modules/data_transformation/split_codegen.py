"""How rows that are divided by chance are written as plain pandas."""

from modules.data_transformation.row_division import draw_groups, draw_rows
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.learning.row_roles import find_listed_role


def emit_drawn_rows(step: StepCode, source: ScriptVariable) -> Expr:
    """Which rows go into the first part."""
    settings = {"seed": step.seed} if step.randomized else {}
    settings |= {} if step.stratify_by is None else {"stratify_by": step.stratify_by}
    group = find_listed_role(source.roles.items(), "group")
    if group is None and step.stratify_by is None:
        return _emit_plain_draw(step, source)
    if group is None:
        return step.use(draw_rows).call(source, step.fraction, **settings)
    return step.use(draw_groups).call(source, group, step.fraction, **settings)


def _emit_plain_draw(step: StepCode, source: ScriptVariable) -> Expr:
    """Some rows of a shuffled order, or the first ones: as near to the fraction as whole rows allow."""
    step.add_imports("import numpy as np")
    wanted = expr("int(len({source}) * {fraction} + 0.5)", source=source, fraction=step.fraction)
    if not step.randomized:
        return expr("np.arange(len({source})) < {wanted}", source=source, wanted=wanted)
    order = step.reserve_name("order")
    step.assign(order, expr("np.random.default_rng({seed}).permutation(len({source}))", seed=step.seed, source=source))
    return expr("np.isin(np.arange(len({source})), {order}[: {wanted}])", source=source, order=order, wanted=wanted)
