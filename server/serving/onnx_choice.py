"""Whether a deployment answers single rows by its model as ONNX: wanted, found to be the same, and kept."""

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from server.runs.sandbox.inside.replica_protocol import ReplicaFacts
from server.storage.database import Database
from server.storage.orm.endpoint_tables import DeploymentOnnxRow, DeploymentRow
from server.storage.transactions import workspace_context

#: A larger model is not kept in the database.
MAX_ONNX_BYTES = 32 * 2**20


class OnnxChoice(BaseModel):
    """How single rows are answered.

    By ONNX if it is `used`: on `rows` rows it gave the answers of the modules, with numbers at most `difference` of the
    largest of their column away. Otherwise `reason` says why it is not, where it was `wanted`.
    Each replica compares again when it starts; `fault` says why the last one answers by the modules after all.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    wanted: bool = False
    used: bool = False
    reason: str = ""
    rows: int = 0
    difference: float = 0.0
    fault: str = ""


def read_choice(row: DeploymentRow) -> OnnxChoice:
    """What is known of a deployment; one from before there was a choice uses its modules."""
    return OnnxChoice.model_validate(row.onnx)


def store_choice(session: Session, row: DeploymentRow, said: ReplicaFacts, converted: bytes) -> None:
    """Write down what a replica has found, and keep the model that it converted."""
    choice = read_choice(row)
    if not choice.wanted:
        return
    used = said.get("used") is True and bool(converted)
    choice.reason = "" if used else str(said.get("reason", "It could not be converted."))[:500]
    if used and len(converted) > MAX_ONNX_BYTES:
        used, choice.reason = False, f"As ONNX the model has {len(converted) / 2**20:,.0f} MiB; 32 are kept at most."
    rows, difference = said.get("rows"), said.get("difference")
    choice.used = used
    choice.rows = rows if used and isinstance(rows, int) else 0
    choice.difference = float(difference) if used and isinstance(difference, int | float) else 0.0
    row.onnx = choice.model_dump(mode="json")
    session.add(row)
    if used:
        session.merge(DeploymentOnnxRow(deployment_id=row.id, endpoint_id=row.endpoint_id, content=converted))


def note_start(database: Database, deployment_id: str, said: ReplicaFacts) -> None:
    """Write down whether a replica that was started with the kept model answers by it."""
    fault = "" if said.get("used") is True else str(said.get("reason", "It could not be loaded."))[:500]
    with workspace_context.use_workspace(None):
        with database.read_session() as session:
            row = session.get(DeploymentRow, deployment_id)
            if row is None or read_choice(row).fault == fault:
                return
        with database.session() as session:
            row = session.get(DeploymentRow, deployment_id)
            if row is not None:
                row.onnx = read_choice(row).model_copy(update={"fault": fault}).model_dump(mode="json")
                session.add(row)


def load_onnx(database: Database, deployment_id: str) -> bytes | None:
    """The kept model of a deployment."""
    with workspace_context.use_workspace(None), database.read_session() as session:
        row = session.get(DeploymentOnnxRow, deployment_id)
        return row.content if row is not None else None
