"""How a join reads in a script: as pandas' own merge where that gives the same rows, columns and values."""

from collections.abc import Sequence

from modules.data_transformation.row_joins import (
    CHOOSES_ROWS,
    KEEPS_LEFT,
    KEEPS_RIGHT,
    TEXTUAL,
    rename_right_columns,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.schema import Schema

HOW = {"Left Outer Join": "left", "Right Outer Join": "right"}
#: Types of which pandas makes others where a row is missing.
NULLABLE_TYPES = {"integer": "Int64", "boolean": "boolean"}


def emit_plain_join(step: StepCode, left: ScriptVariable, right: ScriptVariable) -> Expr | None:
    """`left.merge(right, on=...)` or a choice of rows; None where pandas' merge would give something else."""
    keys, right_keys = list(step.left_key_columns), list(step.right_key_columns or step.left_key_columns)
    schemas = left.schema, right.schema
    if step.join_type == "Full Outer Join" or not _are_keys_plain(*schemas, keys, right_keys, step.match_case):
        return None
    if step.join_type in CHOOSES_ROWS:
        return _emit_choice(step.join_type, left, right, keys, right_keys) if len(keys) == 1 else None
    return _emit_merge(step, left, right, right_keys)


def _are_keys_plain(
    left: Schema | None, right: Schema | None, keys: Sequence[str], right_keys: Sequence[str], match_case: bool
) -> bool:
    """Whether pandas compares the keys as the designer does: both sides are known, and of the same plain types."""
    if left is None or right is None or not left.complete or not right.complete:
        return False
    types = [(left[one].type, right[other].type) for one, other in zip(keys, right_keys, strict=True)]
    return all(one == other and one != "category" and (match_case or one not in TEXTUAL) for one, other in types)


def _emit_choice(
    join_type: str, left: ScriptVariable, right: ScriptVariable, keys: list[str], right_keys: list[str]
) -> Expr:
    if join_type == "Right Anti-Join":
        left, right, keys, right_keys = right, left, right_keys, keys
    there = left.code.item(keys[0]).method("isin", right.code.item(right_keys[0]).method("dropna"))
    chosen = there if join_type == "Left Semi-Join" else ~there
    return left.code.item(chosen).method("reset_index", drop=True)


def _emit_merge(step: StepCode, left: ScriptVariable, right: ScriptVariable, right_keys: list[str]) -> Expr | None:
    assert left.schema is not None
    assert right.schema is not None
    keys, names = list(step.left_key_columns), right.schema.names
    dropped = set() if step.keep_right_key_columns else set(right_keys)
    renamed = rename_right_columns(left.schema.names, names, dropped)
    if any(new not in (old, f"{old}_right") for old, new in renamed.items()):
        return None
    same = [one == other for one, other in zip(keys, right_keys, strict=True)]
    if any(same) and not (all(same) and dropped):
        return _emit_merge_of_kept_keys(step, left, right, renamed) if all(same) else None
    ours, theirs = _emit_sides(step, left, right, right_keys)
    on = {"on": _shorten(keys)} if all(same) else {"left_on": _shorten(keys), "right_on": _shorten(right_keys)}
    merged = ours.method("merge", theirs, **on, **_build_settings(step.join_type, left, right, keys, all(same)))
    if all(same) or not dropped:
        return merged
    if step.join_type in KEEPS_RIGHT:
        return None
    whole = rename_right_columns(left.schema.names, names, set())
    return merged.method("drop", columns=[whole[name] for name in right_keys])


def _emit_merge_of_kept_keys(
    step: StepCode, left: ScriptVariable, right: ScriptVariable, renamed: dict[str, str]
) -> Expr:
    """Keys of one name that both stay: that of the right side is renamed first."""
    keys = list(step.left_key_columns)
    ours, theirs = _emit_sides(step, left, right, keys)
    theirs = theirs.method("rename", columns={name: renamed[name] for name in keys})
    on = {"left_on": _shorten(keys), "right_on": _shorten([renamed[name] for name in keys])}
    return ours.method("merge", theirs, **on, **_build_settings(step.join_type, left, right, keys, same=True))


def _emit_sides(
    step: StepCode, left: ScriptVariable, right: ScriptVariable, right_keys: list[str]
) -> tuple[Expr, Expr]:
    """Both tables: missing keys match nothing, and whole numbers stay whole beside missing ones."""
    ours, theirs = left.code, right.code
    if step.join_type in KEEPS_RIGHT:
        ours = _emit_nullable(ours.method("dropna", subset=list(step.left_key_columns)), left.schema)
    else:
        theirs = theirs.method("dropna", subset=right_keys)
    return ours, _emit_nullable(theirs, right.schema) if step.join_type in KEEPS_LEFT else theirs


def _emit_nullable(table: Expr, schema: Schema | None) -> Expr:
    columns = schema.columns if schema else ()
    kinds = {column.name: NULLABLE_TYPES[column.type] for column in columns if column.type in NULLABLE_TYPES}
    return expr("{table}.astype({kinds})", table=table, kinds=kinds) if kinds else table


def _build_settings(
    join_type: str, left: ScriptVariable, right: ScriptVariable, keys: list[str], same: bool
) -> dict[str, object]:
    """The further arguments of the merge."""
    assert left.schema is not None
    assert right.schema is not None
    settings: dict[str, object] = {"how": HOW[join_type]} if join_type in HOW else {}
    ours = set(left.schema.names) - (set(keys) if same else set())
    theirs = set(right.schema.names) - (set(keys) if same else set())
    return settings | ({"suffixes": ("", "_right")} if ours & theirs else {})


def _shorten(names: list[str]) -> object:
    return names[0] if len(names) == 1 else names
