"""Sampled requests as a table: what was asked, what was answered, and what turned out to be true."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
from sqlmodel import Session, col, select

from server.registry.model_signature import ModelSignature
from server.serving.live_metrics import read_score_facts
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointSampleRow
from server.storage.stores import endpoint_store, prediction_store

REQUEST_COLUMN, TIME_COLUMN, VERSION_COLUMN = "Request", "Asked at", "Version"
ARROW_TYPES = {"integer": pa.int64(), "real": pa.float64(), "boolean": pa.bool_(), "datetime": pa.timestamp("us")}


class NoRequests(Exception):
    """No request was kept; the message says how to keep some."""


def build_request_table(session: Session, endpoint_id: str) -> pa.Table:
    """All sampled rows, oldest first. Raises NoRequests."""
    query = select(EndpointSampleRow).where(EndpointSampleRow.endpoint_id == endpoint_id)
    samples = session.exec(query.order_by(col(EndpointSampleRow.created_at))).all()
    if not samples:
        raise NoRequests(
            "No request was kept yet. Choose in the settings how many percent of the requests are kept with their rows."
        )
    deployments = endpoint_store.list_deployments(session, [endpoint_id])[endpoint_id]
    labels = _find_labels(session, endpoint_id, samples)
    rows = [row for sample in samples for row in _list_rows(sample, labels, deployments)]
    kinds = _list_column_kinds(deployments)
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: _build_column([row.get(name) for row in rows], kinds.get(name)) for name in names})


def _find_labels(session: Session, endpoint_id: str, samples: Sequence[EndpointSampleRow]) -> Mapping[str, Any]:
    """{id of a row: its true label} as far as they are known."""
    ids = [one for sample in samples for one in sample.row_ids]
    found = prediction_store.find_predictions(session, endpoint_id, ids)
    return {name: row.label["value"] for name, row in found.items() if row.labeled_at is not None}


def _list_rows(
    sample: EndpointSampleRow, labels: Mapping[str, Any], deployments: Sequence[DeploymentRow]
) -> Iterator[dict[str, Any]]:
    label = _find_label_name(sample.deployment, deployments)
    for place, asked in enumerate(sample.rows):
        row_id = sample.row_ids[place] if place < len(sample.row_ids) else f"{sample.id}.{place}"
        row = {
            REQUEST_COLUMN: row_id,
            TIME_COLUMN: sample.created_at.replace(tzinfo=None),
            VERSION_COLUMN: sample.deployment,
            **asked,
        }
        answered = sample.answers[place] if place < len(sample.answers) else {}
        row |= {name: value for name, value in answered.items() if name not in row}
        if label is not None:
            row[label] = labels.get(row_id)
        yield row


def _find_label_name(number: int, deployments: Sequence[DeploymentRow]) -> str | None:
    """What the column with the true labels is called: as in the training data, so that a design can train on it."""
    row = next((one for one in deployments if one.number == number), None)
    facts = read_score_facts(row.scores) if row is not None else None
    return (facts.label or "True label") if facts is not None else None


def _list_column_kinds(deployments: Sequence[DeploymentRow]) -> dict[str, str]:
    """{column: its type} of the newest version that has it."""
    kinds: dict[str, str] = {TIME_COLUMN: "datetime", VERSION_COLUMN: "integer", REQUEST_COLUMN: "text"}
    for row in reversed(deployments):
        kinds |= {column.name: column.type for column in ModelSignature.model_validate(row.signature).columns}
    return kinds


def _build_column(values: list[Any], kind: str | None) -> pa.Array:
    """The values in the type that training had; as text where one of them does not fit it."""
    wanted = ARROW_TYPES.get(kind or "")
    if kind == "datetime":
        values = [_parse_time(value) for value in values]
    for choice in dict.fromkeys((wanted, pa.float64() if kind == "integer" else wanted, None)):
        try:
            return pa.array(values, choice)
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            continue
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _parse_time(value: Any) -> Any:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else value
    except ValueError:
        return value


def write_request_file(table: pa.Table, path: Path) -> None:
    """Write the table as a file that an import reads with the types that it has."""
    pa.parquet.write_table(table, path)
