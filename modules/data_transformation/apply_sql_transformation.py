"""Apply SQL Transformation: ask up to three datasets a question in SQL."""

import re
from typing import Annotated, Any

import pandas as pd
import pyarrow as pa
from pydantic import Field

from modules.data_transformation.sql_foresight import Tables, foreseen, origins
from modules.data_transformation.sql_locks import LOCKED_DOWN, MACROS
from modules.kit import Call, Dataset, ModuleError, Schema, Traits, code, module, titled
from modules.kit.errors import as_sentence
from modules.kit.writing import Step, Text, call, long_text

#: Quoted text, names and comments, in which brackets mean nothing; then a name in brackets, as SQLite allows.
BRACKETS = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/)|\[([^\[\]\n]+)\]""", re.DOTALL)
LINE = re.compile(r"\n+LINE (\d+):.*", re.DOTALL)
#: The list of all functions of a name, which is longer than anybody reads.
CANDIDATES = re.compile(r"\s*Candidate functions:.*", re.DOTALL)


def _example() -> Call:
    cars = pd.DataFrame({"make": ["audi", "bmw", "audi"], "price": [13_950, 16_430, 17_450]})
    query = "select make, avg(price) as price, count(*) as cars\nfrom t1\ngroup by make\norder by make"
    return Call.of(Dataset(cars, {"price": "label"}), sql_query_script=query)


def _described(t1: Schema, t2: Schema | None, t3: Schema | None, sql_query_script: str) -> Schema | None:
    return foreseen(*_question(t1, t2, t3, sql_query_script))


def _renames(t1: Schema, t2: Schema | None, t3: Schema | None, sql_query_script: str) -> dict[str, str]:
    """Columns that come out under another name only."""
    made = origins(*_question(t1, t2, t3, sql_query_script))
    there = foreseen(*_question(t1, t2, t3, sql_query_script))
    renamed = {sources[0]: name for name, (sources, whole) in made.items() if whole and sources[0] != name}
    return {source: name for source, name in renamed.items() if there is None or source not in there}


def _derives(t1: Schema, t2: Schema | None, t3: Schema | None, sql_query_script: str) -> dict[str, tuple[str, ...]]:
    made = origins(*_question(t1, t2, t3, sql_query_script))
    return {name: sources for name, (sources, _) in made.items()}


def _question(t1: Schema, t2: Schema | None, t3: Schema | None, script: str) -> tuple[str, Tables]:
    """The query without brackets around names, and the tables that it is asked of."""
    tables = tuple((name, table) for name, table in (("t1", t1), ("t2", t2), ("t3", t3)) if table is not None)
    names = {column.name.casefold() for _, table in tables for column in table} | {name for name, _ in tables}
    return _in_double_quotes(script, names), tables


def _written(step: Step) -> None:
    tables = {name: step.inputs[name] for name in ("t1", "t2", "t3") if step.inputs.get(name) is not None}
    known = [column.name.casefold() for table in tables.values() if table.schema for column in table.schema]
    script = _in_double_quotes(step.sql_query_script, {*known, *tables})
    out = step.table("results_dataset")
    for table in reversed(tables.values()):
        out.roles.update({name: role for name, role in table.roles.items() if name not in out.roles})
    query = step.name("query")
    step.add(f"{query} = {long_text(script)}")
    step.add(f"{out} = {call(step.use(queried), Text(query), **tables)}")


def queried(script: str, **tables: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last statement of an SQL script over these tables."""
    import duckdb

    # One thread adds numbers in the same order on every run.
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        for name, table in tables.items():
            connection.register(name, _widened(pa.Table.from_pandas(table, preserve_index=False)))
        connection.execute(MACROS)
        # random() gives the same numbers on every run.
        connection.execute("select setseed(0)").fetchall()
        for statement in connection.extract_statements(script):
            relation = connection.sql(statement.query)
            result = relation.to_arrow_table() if relation is not None else None
    return _as_frame(_as_plain(result))


@module(
    "Apply SQL Transformation",
    category="Data Transformation",
    icon="sql",
    example=_example,
    schema=_described,
    traits=Traits(renames=_renames, derives=_derives),
    keywords=("SQL", "query", "group by", "aggregate", "pivot", "DuckDB", "pandasql"),
    writes=_written,
)
def apply_sql_transformation(
    t1: Annotated[Dataset, titled("t1")],
    t2: Annotated[Dataset | None, titled("t2")] = None,
    t3: Annotated[Dataset | None, titled("t3")] = None,
    *,
    sql_query_script: Annotated[
        str,
        code("sql"),
        titled("SQL query"),
        Field(min_length=1, description="The inputs are the tables t1, t2 and t3."),
    ] = "select * from t1",
) -> Dataset:
    """Ask up to three datasets a question in SQL.

    The inputs are the tables t1, t2 and t3; several statements end with semicolons, and the result of the last one
    is the output. The dialect is DuckDB's, which understands most of what is written for SQLite; / divides to a
    real number, // to a whole one. A result column that is called like an input column keeps its role, and its
    categories where its values are among them. The query sees its tables and nothing else: no files, no network, no
    settings.
    """
    tables = {name: table for name, table in (("t1", t1), ("t2", t2), ("t3", t3)) if table is not None}
    names = {str(name).casefold() for table in tables.values() for name in table.frame.columns} | set(tables)
    result = _answered(_in_double_quotes(sql_query_script, names), tables)
    _refuse_repeated(result.column_names)
    roles = {name: role for table in reversed(tables.values()) for name, role in table.roles.items()}
    dataset = Dataset(_as_frame(_as_plain(result)), roles)
    return dataset.with_frame(dataset.frame.assign(**_categories(dataset.frame, tables)))


def _refuse_repeated(names: list[str]) -> None:
    """Both tables of a join have their key in `select *`."""
    repeated = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if repeated is not None:
        message = f"Two columns of the result are called '{repeated}'. Name the columns that you want, one of them "
        message += f'anew: t2."{repeated}" as "{repeated} 2".'
        raise ModuleError(28, message, parameter="sql_query_script", column=repeated)


def _answered(script: str, tables: dict[str, Dataset]) -> pa.Table:
    """The rows of the last statement."""
    import duckdb

    with duckdb.connect(":memory:", config=LOCKED_DOWN) as connection:
        for name, table in tables.items():
            if not len(table.frame.columns):
                raise ModuleError(3, f"The data at '{name}' have no columns.", port=name)
            connection.register(name, _as_arrow(table))
        connection.execute(MACROS)
        # random() gives the same numbers on every run.
        connection.execute("select setseed(0)")
        connection.execute("set lock_configuration = true")
        result, place = None, 0
        try:
            for statement in connection.extract_statements(script):
                place = script.index(statement.query, place)
                result = _run(connection, statement.query)
                place += len(statement.query)
        except duckdb.Error as error:
            raise _query_failed(str(error), script[:place].count("\n")) from error
    if result is None:
        raise ModuleError(69, "The script ends with no query. End it with a SELECT.", parameter="sql_query_script")
    return result


def _run(connection: Any, query: str) -> pa.Table | None:
    """The rows of one statement, or None where it has none."""
    import duckdb

    try:
        relation = connection.sql(query)
    except (duckdb.BinderException, duckdb.CatalogException):
        # Only `execute` names the line; nothing has run yet when names are bound, so nothing runs twice.
        connection.execute(query)
        raise
    return relation.to_arrow_table() if relation is not None else None


def _query_failed(message: str, lines_before: int) -> ModuleError:
    """DuckDB's words, with the line counted from the top of the script."""
    found = LINE.search(message)
    line = lines_before + int(found[1]) if found else None
    sentence = as_sentence(CANDIDATES.sub("", LINE.sub("", message)))
    where = f"Line {line}: " if line else ""
    return ModuleError(69, f"{where}{sentence}", parameter="sql_query_script", line=line)


def _in_double_quotes(script: str, names: set[str]) -> str:
    """[name] becomes "name" where it is the name of a table or column; other brackets are DuckDB's lists."""

    def quoted(found: re.Match[str]) -> str:
        known = found[2] is not None and found[2].casefold() in names
        return f'"{found[2]}"' if known else found[0]

    return BRACKETS.sub(quoted, script)


def _as_arrow(dataset: Dataset) -> pa.Table:
    """The frame for DuckDB; a column that Arrow has no type for, or in which it sees no value, goes in as text."""
    frame = dataset.frame
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, TypeError, ValueError):
        mixed = {str(name): values.astype("str") for name, values in frame.items() if values.dtype == object}
        table = pa.Table.from_pandas(frame.assign(**mixed), preserve_index=False)
    empty = [field.name for field in table.schema if pa.types.is_null(field.type)]
    text = pa.schema([pa.field(field.name, pa.string()) if field.name in empty else field for field in table.schema])
    return _widened(table.cast(text) if empty else table)


def _widened(table: pa.Table) -> pa.Table:
    """Numbers in 64 bits, so that a query may reckon with them: eight bits overflow at 128."""

    def wide(kind: pa.DataType) -> pa.DataType:
        if pa.types.is_integer(kind) and kind.bit_width < 64:
            return pa.int64()
        return pa.float64() if pa.types.is_floating(kind) else kind

    return table.cast(pa.schema([pa.field(field.name, wide(field.type)) for field in table.schema]))


def _as_plain(table: pa.Table) -> pa.Table:
    """The result in the types that datasets have: sums and decimals are numbers, lists and times of day text."""
    return pa.Table.from_arrays([_plain(column) for column in table.columns], names=table.column_names)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_decimal(kind):
        return _whole_or_real(column)
    if pa.types.is_date(kind):
        return column.cast(pa.timestamp("us"))
    if pa.types.is_null(kind):
        return column.cast(pa.float64())
    kept = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_timestamp)
    if any(fits(kind) for fits in kept) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column
    return pa.chunked_array(
        [pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())]
    )


def _whole_or_real(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Sums of integers come as decimals without places after the point."""
    if column.type.scale == 0:
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:
            pass
    return column.cast(pa.float64())


def _as_frame(table: pa.Table) -> pd.DataFrame:
    """The table in pandas; booleans with gaps keep their type."""
    frame: pd.DataFrame = table.to_pandas(split_blocks=True)
    gaps = [field.name for field, column in zip(table.schema, table.columns, strict=True) if column.null_count]
    booleans = [name for name in gaps if pa.types.is_boolean(table.schema.field(name).type)]
    return frame.astype(dict.fromkeys(booleans, "boolean"))


def _categories(frame: pd.DataFrame, tables: dict[str, Dataset]) -> dict[str, Any]:
    """The result's columns that are categories, as in the first table with a category of that name."""
    restored = {}
    for table in reversed(tables.values()):
        for name, values in table.frame.items():
            if isinstance(values.dtype, pd.CategoricalDtype) and name in frame.columns:
                found = frame[name]
                if bool((found.isin(values.cat.categories) | found.isna()).all()):
                    restored[str(name)] = found.astype(values.dtype)
    return restored
