"""Sampled requests with their rows and answers: masked, kept in memory, and written every few seconds."""

from collections.abc import Collection, Mapping
from threading import Lock
from typing import Any

from sqlmodel import Session, col, delete, select

from server.runs.sandbox.inside.replica_protocol import RequestHeader, SentValue
from server.runs.sandbox.inside.secret_redaction import SecretRedactor
from server.storage.encryption import Cipher, DecryptionError
from server.storage.orm.core_tables import SecretRow
from server.storage.orm.endpoint_tables import EndpointRow, EndpointSampleRow
from server.storage.stores import secret_store

#: So many sampled requests of each endpoint are kept, the newest.
KEPT_SAMPLES = 5_000
#: What stands in the place of a value that is not kept.
MASK = "[masked]"


class SampleLog:
    """Collects sampled requests. Safe to be used by several threads."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher
        self._waiting: list[EndpointSampleRow] = []
        self._lock = Lock()

    def keep_sample(
        self,
        endpoint: str,
        deployment: int,
        noted: Mapping[str, SentValue],
        header: RequestHeader,
        masked: Collection[str],
    ) -> None:
        """Keep what a replica noted of a request, without the values of masked columns."""
        rows, answers, ids = noted.get("sample"), noted.get("sample_answers"), noted.get("ids", [])
        if not isinstance(rows, list) or not isinstance(answers, list):
            return
        sample = EndpointSampleRow(
            id=header["id"],
            endpoint_id=endpoint,
            deployment=deployment,
            rows=[_mask_columns(row, masked) for row in rows if isinstance(row, dict)],
            answers=[_mask_columns(row, masked) for row in answers if isinstance(row, dict)],
            row_ids=[str(one) for one in ids[: len(rows)]] if isinstance(ids, list) else [],
        )
        with self._lock:
            self._waiting.append(sample)

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    def flush(self, session: Session) -> None:
        """Write what was kept, with `[secret NAME]` in the place of each secret of the workspace."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        redactors: dict[str, SecretRedactor | None] = {}
        for sample in waiting:
            if sample.endpoint_id not in redactors:
                redactors[sample.endpoint_id] = self._build_redactor(session, sample.endpoint_id)
            redactor = redactors[sample.endpoint_id]
            if redactor is None:
                continue  # it was deleted meanwhile
            if redactor:
                sample.rows = redactor.redact_value(sample.rows)
                sample.answers = redactor.redact_value(sample.answers)
            session.add(sample)

    def _build_redactor(self, session: Session, endpoint_id: str) -> SecretRedactor | None:
        """What knows the secrets of the endpoint's workspace; None where the endpoint is gone."""
        endpoint = session.get(EndpointRow, endpoint_id)
        if endpoint is None:
            return None
        values = {}
        for row in session.exec(select(SecretRow).where(SecretRow.workspace_id == endpoint.workspace_id)):
            try:
                values[row.name] = secret_store.decrypt_secret(self._cipher, row)
            except DecryptionError:
                continue  # without its key nobody could have sent it on from here
        return SecretRedactor(values)

    def forget(self, endpoint: str) -> None:
        """Drop what is kept of an endpoint that is deleted."""
        with self._lock:
            self._waiting = [sample for sample in self._waiting if sample.endpoint_id != endpoint]


def _mask_columns(row: dict[str, Any], masked: Collection[str]) -> dict[str, Any]:
    return {name: MASK if name in masked and value is not None else value for name, value in row.items()}


def remove_old_samples(session: Session) -> None:
    """Keep the newest samples of each endpoint."""
    for endpoint in session.exec(select(EndpointSampleRow.endpoint_id).distinct()).all():
        query = select(EndpointSampleRow.created_at).where(EndpointSampleRow.endpoint_id == endpoint)
        oldest = session.exec(query.order_by(col(EndpointSampleRow.created_at).desc()).offset(KEPT_SAMPLES)).first()
        if oldest is not None:
            session.execute(
                delete(EndpointSampleRow).where(
                    col(EndpointSampleRow.endpoint_id) == endpoint, col(EndpointSampleRow.created_at) <= oldest
                )
            )
