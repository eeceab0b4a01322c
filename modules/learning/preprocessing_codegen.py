"""How a learner's preprocessing is written: a function that fits it on some rows, and tells how others are prepared."""

from collections.abc import Callable
from typing import Protocol

from modules.kit import Schema
from modules.kit.codegen.expressions import Expr, ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode

#: What becomes of a table.
Change = Callable[[Expr], Expr]


class Refit(Protocol):
    """Writes a step of the preprocessing for other rows: the table that it makes, and what it does to a table."""

    def __call__(self, step: StepCode, rows: ScriptVariable) -> tuple[ScriptVariable, Change]: ...


def build_refit(fitted: StepCode, port: str) -> Refit:
    """How the transformation at this port is fitted once more, by the module that was written as `fitted`."""

    def refit(step: StepCode, rows: ScriptVariable) -> tuple[ScriptVariable, Change]:
        module, taken = fitted.module, fitted.module.rows_port.name
        inputs = {**fitted.inputs, taken: rows}
        known = {name: value.schema for name, value in inputs.items() if isinstance(value, ScriptVariable)}
        found = module.infer_schemas(known, fitted.parameters)
        schemas = {name: schema if isinstance(schema, Schema) else None for name, schema in found.items()}
        again = StepCode(
            step.builder,
            fitted.node,
            fitted.title,
            fitted.parameters,
            inputs,
            schemas,
            fitted.explicit_parameters,
            module,
        )
        module.emit_code(again)
        step.lines += again.lines
        transformation = again.outputs[port]
        table = next((again.outputs[one.name] for one in module.outputs if one.type == "dataset"), None)
        if transformation.apply is None:
            raise CannotGenerateCode(f"{fitted.title} can't be exported as Python.")
        if table is None:
            table = step.add_table("", f"{rows.name}_prepared", like=rows)
            step.assign(table, transformation.apply(rows.code))
        return table, transformation.facts.get("apply_to_scored", transformation.apply)

    return refit


def write_preprocessing(step: StepCode, learner: ScriptVariable, data: ScriptVariable, label: str) -> ScriptVariable:
    """Write the function that fits the learner's preprocessing, if it has any; returns the learner that knows it."""
    changes = learner.facts.get("preprocessing", ())
    if not changes:
        return learner
    if "made" in learner.facts:
        raise CannotGenerateCode("Preprocessing of an own model class can't be exported as Python.")
    function, rows, prepare, table = map(step.reserve_name, ("fit_preprocessing", "rows", "prepare", "table"))
    step.add("def {function}({rows}):", function=function, rows=rows)
    body = step.open_block()
    schema = None if data.schema is None else data.schema.with_column(label, role="label")
    prepared = ScriptVariable(rows, schema, {**data.roles, label: "label"}, data.facts)
    applied = []
    for change in changes:
        prepared, apply = change.facts["refit"](body, prepared)
        applied.append(apply)
    body.add_blank_lines(1)
    body.add("def {prepare}({table}):", prepare=prepare, table=table)
    inner = body.open_block()
    inner.assign(table, table.method("drop", columns=label, errors="ignore"))
    for apply in applied:
        changed = apply(table)
        if changed is not table:
            inner.assign(table, changed)
    inner.add("return {table}", table=table)
    body.add_block(inner)
    body.add_blank_lines(1)
    body.add("return {prepared}, {prepare}", prepared=prepared, prepare=prepare)
    step.add_block(body)
    step.add_blank_lines(2)
    return ScriptVariable(learner.code, facts={**learner.facts, "fit_preprocessing": function, "prepared": prepared})
