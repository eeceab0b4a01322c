"""Apply SQL Transformation: ask up to three datasets a question in SQL."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NoReturn

import pandas as pd
import pyarrow as pa
from pydantic import Field

from modules.data_transformation.sql_sandbox import LOCKED_DOWN, MACROS
from modules.data_transformation.sql_schema import Tables, predict_query_schema, trace_origins
from modules.kit import Call, Dataset, ModuleError, Schema, Traits, code, module, titled
from modules.kit.codegen.expressions import long_literal
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import to_sentence
from modules.kit.large_tables.large_table import LargeTable
from modules.kit.large_tables.large_work import LargeCall, Streamed
from modules.kit.nullable_columns import to_pandas_frame
from modules.kit.serialization import ROWS_PER_BATCH
from modules.kit.sparse_vectors import PAIR_TYPE, VectorArray, from_arrow_vectors, to_arrow_vectors

#: Quoted text, names and comments, in which brackets mean nothing; then a name in brackets, as SQLite allows.
BRACKETS = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/)|\[([^\[\]\n]+)\]""", re.DOTALL)
ERROR_LINE = re.compile(r"\n+LINE (\d+):.*", re.DOTALL)
#: The list of all functions of a name, which is longer than anybody reads.
SUGGESTIONS = re.compile(r"\s*Candidate functions:.*", re.DOTALL)


def _build_example() -> Call:
    cars = pd.DataFrame({"make": ["audi", "bmw", "audi"], "price": [13_950, 16_430, 17_450]})
    query = "select make, avg(price) as price, count(*) as cars\nfrom t1\ngroup by make\norder by make"
    return Call.of(Dataset(cars, {"price": "label"}), sql_query_script=query)


def _predict_schema(t1: Schema, t2: Schema | None, t3: Schema | None, sql_query_script: str) -> Schema | None:
    return predict_query_schema(*_prepare_query(t1, t2, t3, sql_query_script))


def _find_renamed_columns(t1: Schema, t2: Schema | None, t3: Schema | None, sql_query_script: str) -> dict[str, str]:
    """Columns that come out under another name only."""
    made = trace_origins(*_prepare_query(t1, t2, t3, sql_query_script))
    there = predict_query_schema(*_prepare_query(t1, t2, t3, sql_query_script))
    renamed = {sources[0]: name for name, (sources, whole) in made.items() if whole and sources[0] != name}
    return {source: name for source, name in renamed.items() if there is None or source not in there}


def _find_derived_columns(
    t1: Schema, t2: Schema | None, t3: Schema | None, sql_query_script: str
) -> dict[str, tuple[str, ...]]:
    made = trace_origins(*_prepare_query(t1, t2, t3, sql_query_script))
    return {name: sources for name, (sources, _) in made.items()}


def _prepare_query(t1: Schema, t2: Schema | None, t3: Schema | None, script: str) -> tuple[str, Tables]:
    """The query without brackets around names, and the tables that it is asked of."""
    tables = tuple((name, table) for name, table in (("t1", t1), ("t2", t2), ("t3", t3)) if table is not None)
    names = {column.name.casefold() for _, table in tables for column in table} | {name for name, _ in tables}
    return _quote_bracketed_names(script, names), tables


def _emit_code(step: StepCode) -> None:
    tables = {name: table for name in ("t1", "t2", "t3") if (table := step.find_input(name)) is not None}
    known = [column.name.casefold() for table in tables.values() if table.schema for column in table.schema]
    script = _quote_bracketed_names(step.sql_query_script, {*known, *tables})
    out = step.add_table("results_dataset")
    for table in reversed(tables.values()):
        out.roles.update({name: role for name, role in table.roles.items() if name not in out.roles})
    query = step.reserve_name("query")
    step.assign(query, long_literal(script))
    step.assign(out, step.use(run_sql).call(query, **tables))


def run_sql(script: str, **tables: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last statement of an SQL script over these tables."""
    import duckdb

    # One thread adds numbers in the same order on every run.
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        for name, table in tables.items():
            connection.register(name, _widen_numbers(pa.Table.from_pandas(table, preserve_index=False)))
        connection.execute(MACROS)
        # random() gives the same numbers on every run.
        connection.execute("select setseed(0)").fetchall()
        for statement in connection.extract_statements(script):
            relation = connection.sql(statement.query)
            result = relation.to_arrow_table() if relation is not None else None
    return to_pandas_frame(_to_plain_table(result))


def _query_large_tables(call: LargeCall) -> dict[str, Dataset]:
    """Has DuckDB read the tables from their files, put on disk what does not fit, and give the rows as they come."""
    tables = {name: table for name in ("t1", "t2", "t3") if isinstance(table := call.inputs.get(name), LargeTable)}
    heads = {name: table.head for name, table in tables.items()}
    names = {name.casefold() for table in tables.values() for name in table.names} | set(tables)
    script = _quote_bracketed_names(call.settings["sql_query_script"], names)
    roles = {name: role for head in reversed(heads.values()) for name, role in head.roles.items()}
    categories = _list_categories(heads)
    writer = call.open_writer("results_dataset.plain")
    # What a step may write is limited for all of its files together.
    locked = {name: value for name, value in LOCKED_DOWN.items() if name != "max_temp_directory_size"}
    with tempfile.TemporaryDirectory(dir=call.folder) as folder:
        settings = {**locked, "memory_limit": f"{call.memory * 2 // 5}B", "temp_directory": folder}
        for rows in _iterate_statements(script, {name: table.table for name, table in tables.items()}, settings):
            _refuse_repeated(rows.column_names)
            vectors = _find_vectors(rows, heads)
            frame = to_pandas_frame(_to_plain_table(rows.drop_columns(list(vectors))))
            categories = [(name, kind) for name, kind in categories if _has_levels(frame, name, kind)]
            writer.write(Dataset(frame.assign(**vectors)[rows.column_names], roles))
    plain = writer.finish()
    if not categories:
        return {"results_dataset": plain}
    writer = call.open_writer("results_dataset")
    for chunk in LargeTable.open(plain.path, call.memory).iterate():
        writer.write(chunk.with_frame(chunk.frame.astype(dict(categories))))
    return {"results_dataset": writer.finish()}


def _iterate_statements(
    script: str, tables: dict[str, pa.Table], settings: Mapping[str, str | bool | int | float | list[str]]
) -> Iterator[pa.Table]:
    """The rows of the last statement, some at a time; at least one table of none."""
    import duckdb

    with duckdb.connect(":memory:", config=dict(settings)) as connection:
        for name, table in tables.items():
            _register_large_table(connection, name, table)
        connection.execute(MACROS)
        connection.execute("select setseed(0)").fetchall()
        connection.execute("set lock_configuration = true")
        relation, place = None, 0
        try:
            for statement in connection.extract_statements(script):
                place = script.index(statement.query, place)
                relation = _run_statement(connection, statement.query)
                place += len(statement.query)
            if relation is None:
                _refuse_without_query()
            reader = relation.to_arrow_reader(ROWS_PER_BATCH)
            yield reader.schema.empty_table()
            for batch in reader:
                yield pa.Table.from_batches([batch])
        except duckdb.Error as error:
            raise _build_query_error(str(error), script[:place].count("\n")) from error


def _register_large_table(connection: Any, name: str, table: pa.Table) -> None:
    """The table under its name, with numbers in 64 bits and columns without a value as text."""
    wide = _to_query_types(table.slice(0, 0)).schema
    if wide.equals(table.schema):
        connection.register(name, table)
        return
    connection.register(f"stored_{name}", table)
    kinds = {pa.int64(): "bigint", pa.float64(): "double", pa.string(): "varchar"}
    columns = [
        quoted if field.type == kind else f"cast({quoted} as {kinds[kind]}) as {quoted}"
        for field, kind in zip(table.schema, wide.types, strict=True)
        if (quoted := '"' + field.name.replace('"', '""') + '"')
    ]
    connection.execute(f"create view {name} as select {', '.join(columns)} from stored_{name}")  # nosec B608


@module(
    "Apply SQL Transformation",
    category="Data Transformation",
    palette_group="Compute values",
    icon="sql",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(renames=_find_renamed_columns, derives=_find_derived_columns),
    keywords=("SQL", "query", "group by", "aggregate", "pivot", "DuckDB", "pandasql"),
    emit_code=_emit_code,
    large_tables=Streamed(_query_large_tables),
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
    """Query up to three datasets with SQL.

    The inputs are the tables t1, t2 and t3; several statements end with semicolons, and the result of the last one is
    the output. The dialect is DuckDB's, which understands most of what is written for SQLite; / divides to a real
    number, // to a whole one. A result column that is called like an input column keeps its role, and its categories
    where its values are among them. The query can only access its tables: no files, no network, no settings.
    """
    tables = {name: table for name, table in (("t1", t1), ("t2", t2), ("t3", t3)) if table is not None}
    names = {str(name).casefold() for table in tables.values() for name in table.frame.columns} | set(tables)
    result = _run_statements(_quote_bracketed_names(sql_query_script, names), tables)
    _refuse_repeated(result.column_names)
    roles = {name: role for table in reversed(tables.values()) for name, role in table.roles.items()}
    vectors = _find_vectors(result, tables)
    frame = to_pandas_frame(_to_plain_table(result.drop_columns(list(vectors))))
    dataset = Dataset(frame.assign(**vectors)[result.column_names], roles)
    return dataset.with_frame(dataset.frame.assign(**_restore_categories(dataset.frame, tables)))


def _refuse_repeated(names: list[str]) -> None:
    """Both tables of a join have their key in `select *`."""
    repeated = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if repeated is not None:
        message = f"Two columns of the result are called '{repeated}'. List the columns and rename one of them: "
        message += f't2."{repeated}" as "{repeated} 2".'
        raise ModuleError(28, message, parameter="sql_query_script", column=repeated)


def _run_statements(script: str, tables: dict[str, Dataset]) -> pa.Table:
    """The rows of the last statement."""
    import duckdb

    with duckdb.connect(":memory:", config=LOCKED_DOWN) as connection:
        for name, table in tables.items():
            if not len(table.frame.columns):
                raise ModuleError(3, f"The data at '{name}' have no columns.", port=name)
            connection.register(name, _to_arrow_table(table))
        connection.execute(MACROS)
        # random() gives the same numbers on every run.
        connection.execute("select setseed(0)")
        connection.execute("set lock_configuration = true")
        result, place = None, 0
        try:
            for statement in connection.extract_statements(script):
                place = script.index(statement.query, place)
                relation = _run_statement(connection, statement.query)
                result = relation.to_arrow_table() if relation is not None else None
                place += len(statement.query)
        except duckdb.Error as error:
            raise _build_query_error(str(error), script[:place].count("\n")) from error
    if result is None:
        _refuse_without_query()
    return result


def _refuse_without_query() -> NoReturn:
    raise ModuleError(69, "The script does not end with a query. End it with a SELECT.", parameter="sql_query_script")


def _run_statement(connection: Any, query: str) -> Any:
    """What gives the rows of one statement; None where it has none."""
    import duckdb

    try:
        relation = connection.sql(query)
    except (duckdb.BinderException, duckdb.CatalogException):
        # Only `execute` names the line; nothing has run yet when names are bound, so nothing runs twice.
        connection.execute(query)
        raise
    return relation


def _build_query_error(message: str, lines_before: int) -> ModuleError:
    """DuckDB's words, with the line counted from the top of the script."""
    found = ERROR_LINE.search(message)
    line = lines_before + int(found[1]) if found else None
    sentence = to_sentence(SUGGESTIONS.sub("", ERROR_LINE.sub("", message)))
    where = f"Line {line}: " if line else ""
    return ModuleError(69, f"{where}{sentence}", parameter="sql_query_script", line=line)


def _quote_bracketed_names(script: str, names: set[str]) -> str:
    """[name] becomes "name" where it is the name of a table or column; other brackets are DuckDB's lists."""

    def quote_name(match: re.Match[str]) -> str:
        known = match[2] is not None and match[2].casefold() in names
        return f'"{match[2]}"' if known else match[0]

    return BRACKETS.sub(quote_name, script)


def _find_vectors(result: pa.Table, tables: dict[str, Dataset]) -> dict[str, VectorArray]:
    """The result's columns of sparse features, as in the first table with such a column of that name."""
    found: dict[str, VectorArray] = {}
    for name, kind in zip(result.column_names, result.schema.types, strict=True):
        if kind == PAIR_TYPE:
            frames = (table.frame for table in tables.values() if name in table.frame)
            known = next((frame for frame in frames if isinstance(frame[name].array, VectorArray)), None)
            if known is not None:
                field, _ = to_arrow_vectors(known[name].iloc[:0], name)
                found[name] = from_arrow_vectors(field, result[name])
    return found


def _to_arrow_table(dataset: Dataset) -> pa.Table:
    """The frame for DuckDB, sparse features as lists of pairs of place and value."""
    names = [name for name, values in dataset.frame.items() if isinstance(values.array, VectorArray)]
    table = _to_plain_arrow_table(dataset.frame.drop(columns=names))
    for name in names:
        table = table.append_column(*to_arrow_vectors(dataset.frame[name], str(name)))
    return table.select([str(name) for name in dataset.frame.columns])


def _to_plain_arrow_table(frame: pd.DataFrame) -> pa.Table:
    """A column that Arrow has no type for, or in which it sees no value, goes in as text."""
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, TypeError, ValueError):
        mixed = {str(name): values.astype("str") for name, values in frame.items() if values.dtype == object}
        table = pa.Table.from_pandas(frame.assign(**mixed), preserve_index=False)
    return _to_query_types(table)


def _to_query_types(table: pa.Table) -> pa.Table:
    """The table with numbers in 64 bits, and with columns without a value as text."""
    empty = [field.name for field in table.schema if pa.types.is_null(field.type)]
    text = pa.schema([pa.field(field.name, pa.string()) if field.name in empty else field for field in table.schema])
    return _widen_numbers(table.cast(text) if empty else table)


def _widen_numbers(table: pa.Table) -> pa.Table:
    """Numbers in 64 bits, so that a query may reckon with them: eight bits overflow at 128."""

    def widen_type(kind: pa.DataType) -> pa.DataType:
        if pa.types.is_integer(kind) and kind.bit_width < 64:
            return pa.int64()
        return pa.float64() if pa.types.is_floating(kind) else kind

    return table.cast(pa.schema([pa.field(field.name, widen_type(field.type)) for field in table.schema]))


def _to_plain_table(table: pa.Table) -> pa.Table:
    """The result in the types that datasets have: sums and decimals are numbers, lists and times of day text."""
    return pa.Table.from_arrays([_to_plain_column(column) for column in table.columns], names=table.column_names)


def _to_plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_decimal(kind):
        return _convert_decimals(column)
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


def _convert_decimals(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Sums of integers come as decimals without places after the point."""
    if column.type.scale == 0:
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:
            pass
    return column.cast(pa.float64())


def _restore_categories(frame: pd.DataFrame, tables: dict[str, Dataset]) -> dict[str, Any]:
    """The result's columns that are categories, as in the first table with a category that fits."""
    fitting = [(name, kind) for name, kind in _list_categories(tables) if _has_levels(frame, name, kind)]
    return {name: frame[name].astype(kind) for name, kind in fitting}


def _list_categories(tables: dict[str, Dataset]) -> list[tuple[str, pd.CategoricalDtype]]:
    """The names and levels of the columns that are categories, those of the first table last."""
    return [
        (str(name), values.dtype)
        for table in reversed(tables.values())
        for name, values in table.frame.items()
        if isinstance(values.dtype, pd.CategoricalDtype)
    ]


def _has_levels(frame: pd.DataFrame, name: str, kind: pd.CategoricalDtype) -> bool:
    """Whether the result has such a column, and each value in it is one of the levels or missing."""
    return name in frame.columns and bool((frame[name].isin(kind.categories) | frame[name].isna()).all())
