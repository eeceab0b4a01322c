"""Predictions of endpoints and their true labels in the database."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, delete, func, select

from server.storage.orm.endpoint_tables import EndpointPredictionRow

#: Databases take so many values in one question.
IDS_PER_QUERY = 500


def _cut(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + IDS_PER_QUERY] for start in range(0, len(ids), IDS_PER_QUERY))


def put_predictions(session: Session, endpoint_id: str, rows: Sequence[dict[str, Any]]) -> None:
    """Store predictions, in the place of those that have the same ids."""
    for some in _cut([row["id"] for row in rows]):
        session.execute(
            delete(EndpointPredictionRow).where(
                col(EndpointPredictionRow.endpoint_id) == endpoint_id, col(EndpointPredictionRow.id).in_(some)
            )
        )
    session.execute(insert(EndpointPredictionRow), list(rows))


def find_predictions(session: Session, endpoint_id: str, ids: Sequence[str]) -> dict[str, EndpointPredictionRow]:
    """{id: prediction} of those that are kept."""
    found: dict[str, EndpointPredictionRow] = {}
    for some in _cut(ids):
        query = select(EndpointPredictionRow).where(
            EndpointPredictionRow.endpoint_id == endpoint_id, col(EndpointPredictionRow.id).in_(some)
        )
        found |= {row.id: row for row in session.exec(query)}
    return found


def list_labeled(session: Session, endpoint_id: str, since: datetime) -> list[EndpointPredictionRow]:
    """The predictions whose true labels are known, in the order in which they were made."""
    query = select(EndpointPredictionRow).where(
        EndpointPredictionRow.endpoint_id == endpoint_id,
        col(EndpointPredictionRow.created_at) >= since,
        col(EndpointPredictionRow.labeled_at).is_not(None),
    )
    return list(session.exec(query.order_by(col(EndpointPredictionRow.created_at))))


def count_predictions(session: Session, endpoint_id: str, deployment: int, since: datetime) -> int:
    """How many predictions of a deployment are kept since then."""
    query = select(func.count()).where(
        col(EndpointPredictionRow.endpoint_id) == endpoint_id,
        col(EndpointPredictionRow.deployment) == deployment,
        col(EndpointPredictionRow.created_at) >= since,
    )
    return session.exec(query).one()


def find_nth_newest(session: Session, endpoint_id: str, place: int) -> datetime | None:
    """When the prediction was made that so many are newer than; None where there are fewer."""
    query = select(EndpointPredictionRow.created_at).where(EndpointPredictionRow.endpoint_id == endpoint_id)
    return session.exec(query.order_by(col(EndpointPredictionRow.created_at).desc()).offset(place).limit(1)).first()


def delete_predictions_before(session: Session, endpoint_id: str, moment: datetime) -> None:
    """Delete what was predicted at this time or before."""
    session.execute(
        delete(EndpointPredictionRow).where(
            col(EndpointPredictionRow.endpoint_id) == endpoint_id, col(EndpointPredictionRow.created_at) <= moment
        )
    )
