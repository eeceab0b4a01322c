"""What a query will give, told by DuckDB itself on tables without rows: its columns, and what they are made of.

Nothing is computed: a single SELECT is described, behind the same locks as a query that runs, within a short time and
little memory. Answers are remembered, since the same query is asked about again with every edit of a design.
"""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from modules.data_transformation.sql_sandbox import LOCKED_DOWN, MACROS
from modules.kit import Column, ColumnType, Schema

Tables = tuple[tuple[str, Schema], ...]

MAX_QUERY_LENGTH = 20_000
TIMEOUT_SECONDS = 0.25
#: As many as a design has nodes: fewer would be forgotten before they are asked for again.
MAX_CACHED_QUERIES = 5_000
MEMORY_LIMIT = "64MB"
#: What each type is called on the way in; categories are enumerations, so that they are known when they come out.
SQL_TYPES: Mapping[str, str] = {
    "integer": "bigint",
    "real": "double",
    "boolean": "boolean",
    "text": "varchar",
    "datetime": "timestamp",
    "vector": 'struct("index" integer, "value" double)[]',
}
COLUMN_TYPE_OF_SQL: tuple[tuple[str, ColumnType], ...] = (
    (r"(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)", "integer"),
    (r"DECIMAL\(\d+,\s*0\)", "integer"),
    (r"(FLOAT|DOUBLE|DECIMAL\(.*\)|\"NULL\")", "real"),
    (r"BOOLEAN", "boolean"),
    (r"(DATE|TIMESTAMP.*)", "datetime"),
    (r'STRUCT\("?index"? INTEGER, "?value"? DOUBLE\)\[\]', "vector"),
)


class UnpredictableQuery(Exception):
    """Only a run can tell what this script gives."""


@lru_cache(maxsize=MAX_CACHED_QUERIES)
def predict_query_schema(query: str, tables: Tables) -> Schema | None:
    """The columns of the answer; None where only a run can tell."""
    try:
        described = _query_empty_tables(query, tables, "describe {}")
        columns = tuple(_build_result_column(str(row[0]), str(row[1]), tables) for row in described)
    except UnpredictableQuery:
        return None
    return Schema(columns) if len({column.name for column in columns}) == len(columns) else None


@lru_cache(maxsize=MAX_CACHED_QUERIES)
def trace_origins(query: str, tables: Tables) -> Mapping[str, tuple[tuple[str, ...], bool]]:
    """{result column: (the columns that it is made of, whether it is that one column itself)}."""
    try:
        told = json.loads(_query_empty_tables(query, tables, "select json_serialize_sql(?)", as_value=True)[0][0])
        node = told["statements"][0]["node"]
    except (UnpredictableQuery, LookupError, ValueError):
        return {}
    if node.get("type") != "SELECT_NODE" or node["cte_map"]["map"] or not _is_plain_table(node["from_table"]):
        return {}
    found = {}
    for item in node["select_list"]:
        sources = list(dict.fromkeys(_find_column_references(item)))
        name = item.get("alias") or (sources[0] if item.get("class") == "COLUMN_REF" and sources else "")
        if name and sources and item.get("class") != "STAR":
            found[name] = tuple(sources), item.get("class") == "COLUMN_REF"
    return found


def _is_plain_table(table: Mapping[str, Any]) -> bool:
    """Whether the names of columns are those of the inputs: there is no query within the query."""
    if table.get("type") == "JOIN":
        return _is_plain_table(table["left"]) and _is_plain_table(table["right"])
    return table.get("type") == "BASE_TABLE"


def _find_column_references(item: Any) -> Iterator[str]:
    if isinstance(item, dict):
        if item.get("class") == "COLUMN_REF":
            yield item["column_names"][-1]
        for inner in item.values():
            yield from _find_column_references(inner)
    elif isinstance(item, list):
        for inner in item:
            yield from _find_column_references(inner)


def _query_empty_tables(query: str, tables: Tables, question: str, *, as_value: bool = False) -> list[tuple[Any, ...]]:
    """The rows that answer a question about the query, which itself is never run."""
    import duckdb

    if len(query) > MAX_QUERY_LENGTH:
        raise UnpredictableQuery
    config = LOCKED_DOWN | {"memory_limit": MEMORY_LIMIT}
    with duckdb.connect(":memory:", config=config) as connection:
        for name, schema in tables:
            connection.execute(f"create table {name} ({', '.join(map(_declare_column, schema))})")
        connection.execute(MACROS)
        connection.execute("set lock_configuration = true")
        watch = threading.Timer(TIMEOUT_SECONDS, connection.interrupt)
        watch.start()
        try:
            statements = connection.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise UnpredictableQuery
            text = statements[0].query.strip().removesuffix(";")
            asked = connection.execute(question, [text]) if as_value else connection.execute(question.format(text))
            return asked.fetchall()
        except (duckdb.Error, RuntimeError) as error:
            raise UnpredictableQuery from error
        finally:
            watch.cancel()


def _declare_column(column: Column) -> str:
    kind = SQL_TYPES.get(column.type, "varchar")
    if column.type == "category" and column.levels:
        kind = f"enum ({', '.join(map(_quote_text, dict.fromkeys(column.levels)))})"
    return f"{_quote_name(column.name)} {kind}"


def _quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quote_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _build_result_column(name: str, kind: str, tables: Tables) -> Column:
    """The column as the module makes it: called like an input column, it keeps its role and its categories."""
    same = [schema[name] for _, schema in tables if name in schema]
    role = same[0].role if same else "feature"
    category = next((column for column in same if column.type == "category"), None)
    told: ColumnType = next((type_ for pattern, type_ in COLUMN_TYPE_OF_SQL if re.fullmatch(pattern, kind)), "text")
    if told == "vector" and all(column.type != "vector" for column in same):
        told = "text"  # sparse features under another name, whose names are lost
    if category is None:
        return Column(name, told, role)
    if kind.startswith("ENUM"):
        return Column(name, "category", role, category.levels)
    if told == "text":  # whether all values are among the levels, only the data say
        raise UnpredictableQuery
    return Column(name, told, role)
