"""Snowflake and BigQuery through the drivers of ADBC, which give and take Arrow."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pandas as pd
import pyarrow as pa

from modules.kit.serialization import from_arrow_table
from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest
from server.runs.connectors.connector_worker.database_sessions import (
    DatabaseSession,
    TableTarget,
    format_rows,
    make_unique_names,
    require_one_select,
)
from server.runs.connectors.connector_worker.plain_values import to_plain_value
from server.runs.connectors.connector_worker.sql_sessions import describe_database_error
from server.runs.connectors.connector_worker.storage_systems import read_service_account

#: How a mode of ours is called there.
INGEST_MODES = {"fail": "create", "append": "create_append", "replace": "replace", "update": "create_append"}


class AdbcSession:
    """A connection of an ADBC driver. Statements take effect one by one: these databases commit each of them."""

    def __init__(self, connection: Any, quote_mark: str = '"') -> None:
        self.connection = connection
        self.quote_mark = quote_mark

    def read_rows(self, query: str, limit: int) -> tuple[pd.DataFrame, bool]:
        require_one_select(query)
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            reader = cursor.fetch_record_batch()
            batches: list[pa.RecordBatch] = []
            count = 0
            for batch in reader:
                batches.append(batch)
                count += batch.num_rows
                if count > limit:
                    break
            table = pa.Table.from_batches(batches, reader.schema).slice(0, limit)
        return from_arrow_table(to_plain_table(table)).frame, count > limit

    def check(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("select 1")
            cursor.fetchone()

    def write_rows(self, target: TableTarget, frames: Iterator[pd.DataFrame]) -> str:
        if target.mode == "update" and self._has_table(target):
            return self._update_rows(target, frames)
        rows = self._ingest(target, frames, INGEST_MODES[target.mode])
        return f"Wrote {format_rows(rows)} into {target.name}."

    def _ingest(self, target: TableTarget, frames: Iterator[pd.DataFrame], mode: str) -> int:
        rows = 0
        with self.connection.cursor() as cursor:
            for place, frame in enumerate(frames):
                table = pa.Table.from_pandas(frame, preserve_index=False)
                now = mode if place == 0 else "append"
                cursor.adbc_ingest(target.table, table, mode=now, db_schema_name=target.schema)
                rows += len(frame)
        return rows

    def _has_table(self, target: TableTarget) -> bool:
        with self.connection.cursor() as cursor:
            try:
                cursor.execute(f"select * from {self._quote_table(target)} where 1 = 0")  # nosec B608
                cursor.fetchall()
            except Exception:  # the driver tells a missing table by its own words only
                return False
        return True

    def _update_rows(self, target: TableTarget, frames: Iterator[pd.DataFrame]) -> str:
        """By way of a table beside it, which is dropped whatever happens."""
        stage = TableTarget(f"{target.schema + '.' if target.schema else ''}designery_{uuid4().hex[:12]}", "fail")
        frames = iter(frames)
        first = next(frames)
        names = [str(name) for name in first.columns]
        try:
            self._ingest(stage, _chain(first, frames), "create")
            statements = self.build_update_statements(target, stage, names)
            with self.connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            with self.connection.cursor() as cursor:
                cursor.execute(f"drop table {self._quote_table(stage)}")
        return f"Rows of {target.name} with the same key were updated, and all others added."

    def build_update_statements(self, target: TableTarget, stage: TableTarget, names: list[str]) -> list[str]:
        """The two statements that bring the rows of the stage into the table."""
        into, source = self._quote_table(target), self._quote_table(stage)
        same = " and ".join(f"{into}.{self._quote(key)} = s.{self._quote(key)}" for key in target.keys)
        changed = ", ".join(f"{self._quote(name)} = s.{self._quote(name)}" for name in names if name not in target.keys)
        listed = ", ".join(map(self._quote, names))
        update = f"update {into} set {changed} from {source} as s where {same}"  # nosec B608
        insert = (
            f"insert into {into} ({listed}) select {listed} from {source} as s "  # nosec B608
            f"where not exists (select 1 from {into} where {same})"
        )
        return [update, insert] if changed else [insert]

    def _quote(self, name: str) -> str:
        mark = self.quote_mark
        if mark == "`" and (mark in name or "\\" in name):
            raise ConnectorError(66, f"BigQuery takes no such name: '{name}'. Rename it.", "table")
        return f"{mark}{name.replace(mark, mark * 2)}{mark}"

    def _quote_table(self, target: TableTarget) -> str:
        return ".".join(self._quote(part) for part in (target.schema, target.table) if part)


def _chain(first: pd.DataFrame, others: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    yield first
    yield from others


def to_plain_table(table: pa.Table) -> pa.Table:
    """The table with types that a dataset has: decimals become real, nested values JSON, bytes hexadecimal."""
    columns = []
    for column in table.columns:
        kind = column.type
        if pa.types.is_decimal(kind):
            column = column.cast(pa.float64())
        elif pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            column = pa.array([to_plain_value(value) for value in column.to_pylist()], pa.string())
        columns.append(column)
    return pa.Table.from_arrays(columns, names=make_unique_names(table.column_names))


@contextmanager
def open_adbc_session(request: ConnectorRequest, *, read_only: bool) -> Iterator[DatabaseSession]:
    """A connection to Snowflake or BigQuery, whose addresses follow from the name of the account or are Google's."""
    del read_only  # each statement is looked at instead
    assert request.connection is not None
    fields = request.connection
    connection = None
    try:
        connection = _connect(fields)
        yield AdbcSession(connection, "`" if fields["kind"] == "bigquery" else '"')
    except ConnectorError:
        raise
    except Exception as error:  # the manager and the drivers have errors of their own each
        if not type(error).__module__.startswith("adbc_driver"):
            raise
        raise describe_database_error(str(error), request, connection is not None) from None
    finally:
        if connection is not None:
            connection.close()


def _connect(fields: Mapping[str, Any]) -> Any:
    if fields["kind"] == "snowflake":
        from adbc_driver_snowflake import dbapi as snowflake

        return snowflake.connect(db_kwargs=build_snowflake_options(fields), autocommit=True)
    from adbc_driver_bigquery import dbapi as bigquery

    return bigquery.connect(db_kwargs=build_bigquery_options(fields), autocommit=True)


def build_snowflake_options(fields: Mapping[str, Any]) -> dict[str, str]:
    """The options of the driver. With high precision off, NUMBER is a whole or a real number."""
    named = {
        "username": fields["user"],
        "password": fields["password"],
        "adbc.snowflake.sql.account": fields["account"],
        "adbc.snowflake.sql.warehouse": fields["warehouse"],
        "adbc.snowflake.sql.db": fields["database"],
        "adbc.snowflake.sql.schema": fields["db_schema"],
        "adbc.snowflake.sql.client_option.use_high_precision": "false",
    }
    return {name: str(value) for name, value in named.items() if value}


def build_bigquery_options(fields: Mapping[str, Any]) -> dict[str, str]:
    """The options of the driver, with the key file's own key and nothing else that is in it."""
    named = {
        "adbc.bigquery.sql.project_id": fields["project"],
        "adbc.bigquery.sql.dataset_id": fields["dataset"],
        "adbc.bigquery.sql.auth_type": "adbc.bigquery.sql.auth_type.json_credential_string",
        "adbc.bigquery.sql.auth_credentials": json.dumps(read_service_account(str(fields["key_file"]))),
    }
    return {name: str(value) for name, value in named.items() if value}
