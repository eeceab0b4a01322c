"""Datasets and their versions in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Connection, case, event, literal
from sqlalchemy.orm import Mapper
from sqlmodel import Session, col, func, select

from server.storage.orm.core_tables import ArtifactRow, DatasetRow, DatasetVersionRow, UtcDateTime, now
from server.storage.stores.cursor_paging import ListOrderKey, ListPage, PageRequest, build_search_conditions, query_page
from server.storage.stores.design_store import NotFound
from server.storage.stores.tenancy import add_workspace_artifacts

#: Databases take so many values in one question.
DATASETS_PER_QUERY = 5_000
#: The source of datasets that a run from the command line bound; no list shows them.
COMMAND_LINE_SOURCE, UPLOAD_SOURCE = "command line", "upload"
#: Samples stand by their names, whenever they were read.
NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


@event.listens_for(DatasetRow, "before_insert")
@event.listens_for(DatasetRow, "before_update")
def _update_search(_: Mapper[Any], __: Connection, row: DatasetRow) -> None:
    row.search = row.name.casefold()


@dataclass(frozen=True)
class SourceFileRecord:
    """A file as it was uploaded: its name, and where it is stored."""

    name: str
    artifact: str
    bytes: int


@dataclass(frozen=True)
class SourceRecord:
    """What a version was read from, and the options by which it was."""

    files: tuple[SourceFileRecord, ...]
    reading: Mapping[str, JsonValue]


def get_source_files(version: DatasetVersionRow) -> list[SourceFileRecord]:
    """The files that a version was read from; empty where they were not kept."""
    return [
        SourceFileRecord(str(file["name"]), str(file["artifact"]), int(file["bytes"])) for file in version.source_files
    ]


def get_dataset(session: Session, dataset_id: str, *, deleted: bool = False) -> DatasetRow:
    dataset = session.get(DatasetRow, dataset_id)
    if dataset is None or (dataset.deleted_at is not None) != deleted:
        raise NotFound("This dataset does not exist. It may have been deleted.")
    return dataset


def find_own_dataset(session: Session, name: str) -> DatasetRow | None:
    """The user's own dataset of this name, the oldest where there are several."""
    query = select(DatasetRow).where(
        DatasetRow.name == name, DatasetRow.source == UPLOAD_SOURCE, col(DatasetRow.deleted_at).is_(None)
    )
    return session.exec(query.order_by(col(DatasetRow.created_at))).first()


def query_dataset_page(session: Session, text: str, request: PageRequest) -> ListPage[DatasetRow]:
    """The datasets with these words in their name, the user's newest first, then the samples by name.

    Raises InvalidCursor.
    """
    own = col(DatasetRow.source) == UPLOAD_SOURCE
    query = select(DatasetRow).where(
        col(DatasetRow.deleted_at).is_(None),
        DatasetRow.source != COMMAND_LINE_SOURCE,
        *build_search_conditions([col(DatasetRow.search)], text),
    )
    order = [
        ListOrderKey(case((own, 0), else_=1), int),
        ListOrderKey(case((own, col(DatasetRow.created_at)), else_=literal(NO_MOMENT, UtcDateTime)), datetime, True),
        ListOrderKey(col(DatasetRow.name), str),
        ListOrderKey(col(DatasetRow.id), str),
    ]
    return query_page(session, query, order, request)


def list_datasets(session: Session) -> list[DatasetRow]:
    """All datasets, the user's newest first, then the samples by name."""
    return query_dataset_page(session, "", PageRequest()).items


def list_dataset_versions(session: Session, dataset_id: str) -> list[DatasetVersionRow]:
    """The versions of a dataset, newest first."""
    query = select(DatasetVersionRow).where(DatasetVersionRow.dataset_id == dataset_id)
    return list(session.exec(query.order_by(col(DatasetVersionRow.version).desc())))


def list_versions_by_dataset(session: Session, dataset_ids: Sequence[str]) -> dict[str, list[DatasetVersionRow]]:
    """{dataset: its versions, newest first}"""
    found: dict[str, list[DatasetVersionRow]] = {key: [] for key in dataset_ids}
    for start in range(0, len(dataset_ids), DATASETS_PER_QUERY):
        some = col(DatasetVersionRow.dataset_id).in_(dataset_ids[start : start + DATASETS_PER_QUERY])
        query = select(DatasetVersionRow).where(some).order_by(col(DatasetVersionRow.version).desc())
        for row in session.exec(query):
            found[row.dataset_id].append(row)
    return found


def add_dataset_version(
    session: Session,
    dataset_id: str,
    artifact: str,
    *,
    file_name: str,
    file_bytes: int,
    notices: list[str],
    source: SourceRecord | None = None,
    run_id: str | None = None,
) -> DatasetVersionRow:
    """The next version of a dataset, read from files of `file_bytes`, which are kept if there is a `source`, or made by
    a run.
    """
    query = select(func.max(DatasetVersionRow.version)).where(DatasetVersionRow.dataset_id == dataset_id)
    version = (session.exec(query).one() or 0) + 1
    row = DatasetVersionRow(
        dataset_id=dataset_id,
        version=version,
        artifact=artifact,
        file_name=file_name,
        file_bytes=file_bytes,
        notices=notices,
        source_files=[asdict(file) for file in source.files] if source else [],
        reading=dict(source.reading) if source else None,
        run_id=run_id,
    )
    session.add(row)
    workspace = session.get_one(DatasetRow, dataset_id).workspace_id
    held = [artifact, *(file.artifact for file in (source.files if source else ()))]
    add_workspace_artifacts(session, [(workspace, one) for one in dict.fromkeys(held)])
    session.flush()
    return row


def find_dataset_artifact(session: Session, dataset_id: str, version: int | None) -> str | None:
    """The artifact of a version, of the newest one where `version` is None; None where there is no such thing."""
    query = select(DatasetVersionRow.artifact).where(DatasetVersionRow.dataset_id == dataset_id)
    if version is not None:
        query = query.where(DatasetVersionRow.version == version)
    return session.exec(query.order_by(col(DatasetVersionRow.version).desc()).limit(1)).first()


def get_dataset_names(session: Session) -> dict[str, str]:
    """{id: name} of the datasets that there are."""
    rows = session.exec(select(DatasetRow.id, DatasetRow.name).where(col(DatasetRow.deleted_at).is_(None)))
    return {row[0]: row[1] for row in rows}


def find_datasets_by_type(session: Session) -> dict[str, dict[str, str]]:
    """{type of the newest version: {id: name}} of the datasets that there are."""
    query = (
        select(DatasetRow.id, DatasetRow.name, ArtifactRow.type)
        .join(DatasetVersionRow, col(DatasetVersionRow.dataset_id) == col(DatasetRow.id))
        .join(ArtifactRow, col(ArtifactRow.id) == col(DatasetVersionRow.artifact))
        .where(col(DatasetRow.deleted_at).is_(None))
        .order_by(col(DatasetVersionRow.version))
    )
    newest = {key: (name, kind) for key, name, kind in session.exec(query)}
    found: dict[str, dict[str, str]] = {}
    for key, (name, kind) in newest.items():
        found.setdefault(kind, {})[key] = name
    return found


def choose_unused_name(session: Session, name: str) -> str:
    """The wanted name, with a number behind it where it is taken."""
    taken = set(get_dataset_names(session).values())
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name} ({number})", number + 1
    return candidate


def delete_dataset(session: Session, dataset_id: str) -> DatasetRow:
    dataset = get_dataset(session, dataset_id)
    dataset.deleted_at = now()
    session.add(dataset)
    return dataset


def restore_dataset(session: Session, dataset_id: str) -> DatasetRow:
    dataset = get_dataset(session, dataset_id, deleted=True)
    dataset.deleted_at = None
    session.add(dataset)
    return dataset
