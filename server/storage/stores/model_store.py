"""Registered models, their versions and aliases in the database."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, delete, func, select

from server.storage.orm.core_tables import now
from server.storage.orm.registry_tables import ModelAliasRow, ModelVersionRow, RegisteredModelRow
from server.storage.stores import lineage_store
from server.storage.stores.design_store import NotFound
from server.storage.stores.tenancy import add_workspace_artifacts

#: The word for the newest version, which is therefore no alias.
NEWEST = "newest"


class VersionInUse(Exception):
    """A version that an alias points to is not deleted."""


def get_model(session: Session, model_id: str, *, deleted: bool = False) -> RegisteredModelRow:
    row = session.get(RegisteredModelRow, model_id)
    if row is None or (row.deleted_at is not None) != deleted:
        raise NotFound("This model does not exist. It may have been deleted.")
    return row


def find_model(session: Session, name: str) -> RegisteredModelRow | None:
    """The model of this name."""
    query = select(RegisteredModelRow).where(
        RegisteredModelRow.name == name, col(RegisteredModelRow.deleted_at).is_(None)
    )
    return session.exec(query).first()


def list_models(session: Session) -> list[RegisteredModelRow]:
    """All models by name."""
    query = select(RegisteredModelRow).where(col(RegisteredModelRow.deleted_at).is_(None))
    return sorted(session.exec(query), key=lambda row: row.name.casefold())


def list_model_versions(session: Session, model_ids: Sequence[str]) -> dict[str, list[ModelVersionRow]]:
    """{model: its versions, newest first}"""
    found: dict[str, list[ModelVersionRow]] = {key: [] for key in model_ids}
    query = select(ModelVersionRow).where(col(ModelVersionRow.model_id).in_(model_ids))
    for row in session.exec(query.order_by(col(ModelVersionRow.version).desc())):
        found[row.model_id].append(row)
    return found


def get_model_version(session: Session, model_id: str, version: int) -> ModelVersionRow:
    row = session.get(ModelVersionRow, (model_id, version))
    if row is None:
        raise NotFound(f"Version {version} of this model does not exist.")
    return row


def find_version_by_key(session: Session, model_id: str, idempotency_key: str) -> ModelVersionRow | None:
    return session.exec(
        select(ModelVersionRow).where(
            ModelVersionRow.model_id == model_id, ModelVersionRow.idempotency_key == idempotency_key
        )
    ).first()


def find_model_of_run(session: Session, run_id: str) -> tuple[str, int] | None:
    """The name and the newest version of a model that a run gave; None where none is registered."""
    query = (
        select(RegisteredModelRow.name, ModelVersionRow.version)
        .join(ModelVersionRow, col(ModelVersionRow.model_id) == col(RegisteredModelRow.id))
        .where(ModelVersionRow.run_id == run_id, col(RegisteredModelRow.deleted_at).is_(None))
        .order_by(col(ModelVersionRow.version).desc())
    )
    found = session.exec(query.limit(1)).first()
    return (found[0], found[1]) if found else None


def add_model_version(session: Session, model: RegisteredModelRow, row: ModelVersionRow) -> ModelVersionRow:
    """Store the next version of a model. Numbers of deleted versions are not given again."""
    query = select(func.max(ModelVersionRow.version)).where(ModelVersionRow.model_id == model.id)
    row.version = max(session.exec(query).one() or 0, model.last_version) + 1
    row.model_id = model.id
    model.last_version = row.version
    session.add_all([model, row])
    add_workspace_artifacts(session, [(model.workspace_id, row.artifact)])
    session.flush()
    return row


def list_aliases(session: Session, model_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """{model: {alias: version}}, in the order of the alphabet."""
    ids = list(model_ids)
    found: dict[str, dict[str, int]] = {key: {} for key in ids}
    query = select(ModelAliasRow).where(col(ModelAliasRow.model_id).in_(ids)).order_by(col(ModelAliasRow.alias))
    for row in session.exec(query):
        found[row.model_id][row.alias] = row.version
    return found


def set_alias(session: Session, model_id: str, alias: str, version: int, person: str) -> ModelAliasRow:
    """Let an alias point to a version, which must be there."""
    get_model_version(session, model_id, version)
    row = session.get(ModelAliasRow, (model_id, alias)) or ModelAliasRow(
        model_id=model_id, alias=alias, version=version, updated_by=person
    )
    row.version, row.updated_by, row.updated_at = version, person, now()
    session.add(row)
    session.flush()
    return row


def delete_alias(session: Session, model_id: str, alias: str) -> None:
    row = session.get(ModelAliasRow, (model_id, alias))
    if row is None:
        raise NotFound(f"This model has no alias '{alias}'.")
    session.delete(row)


def find_artifact(session: Session, name: str, version: str) -> str | None:
    """The artifact of a version: `newest`, a number, or an alias; None where there is none."""
    model = find_model(session, name)
    row = find_named_version(session, model.id, version) if model is not None else None
    return row.artifact if row else None


def find_named_version(session: Session, model_id: str, version: str) -> ModelVersionRow | None:
    """The version that is called so: `newest`, a number, or an alias; None where there is none."""
    if version.isdecimal():
        return session.get(ModelVersionRow, (model_id, int(version)))
    if version == NEWEST:
        return next(iter(list_model_versions(session, [model_id])[model_id]), None)
    alias = session.get(ModelAliasRow, (model_id, version))
    return session.get(ModelVersionRow, (model_id, alias.version)) if alias else None


def delete_model_version(session: Session, model_id: str, version: int) -> None:
    """Delete a version for good. Raises VersionInUse where an alias points to it."""
    row = get_model_version(session, model_id, version)
    aliases = [alias for alias, number in list_aliases(session, [model_id])[model_id].items() if number == version]
    if aliases:
        raise VersionInUse(f"Version {version} is {aliases[0]}. Move the alias to another version first.")
    session.delete(row)


def delete_model(session: Session, model_id: str) -> RegisteredModelRow:
    row = get_model(session, model_id)
    row.deleted_at = now()
    session.add(row)
    return row


def restore_model(session: Session, model_id: str) -> RegisteredModelRow:
    """Bring a deleted model back, under a name with a number behind it where its own was given away."""
    row = get_model(session, model_id, deleted=True)
    name, number = row.name, 2
    while find_model(session, row.name) is not None:
        row.name, number = f"{name}-{number}", number + 1
    row.deleted_at = None
    session.add(row)
    return row


def remove_models(session: Session, model_ids: Iterable[str]) -> None:
    """Remove models for good, with their versions."""
    for model_id in model_ids:
        session.execute(delete(ModelAliasRow).where(col(ModelAliasRow.model_id) == model_id))
        session.execute(delete(ModelVersionRow).where(col(ModelVersionRow.model_id) == model_id))
        lineage_store.remove_links_of_thing(session, "model", model_id)
        session.execute(delete(RegisteredModelRow).where(col(RegisteredModelRow.id) == model_id))
