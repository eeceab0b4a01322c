"""Many changes of runs in one transaction: rows are gathered, and each table is written once."""

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from server.storage.orm.core_tables import ArtifactRow, CacheEntryRow, DesignRow, EventRow, RunRow, StepRow, now
from server.storage.stores.tenancy import add_workspace_artifacts
from server.storage.transactions.write_scopes import require_scope


class RunBatch:
    """What one transaction will write. Events keep their order; of several states of a step the last one is kept."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._steps: dict[tuple[str, str], StepRow] = {}
        self._cache_entries: dict[str, CacheEntryRow] = {}
        self._artifacts: dict[str, ArtifactRow] = {}
        self._events: list[dict[str, object]] = []

    def put_step(self, row: StepRow) -> None:
        """The step is as this row says, which belongs to no session."""
        self._steps[row.run_id, row.node] = row

    def get_artifact(self, artifact: str) -> ArtifactRow | None:
        """The row of an artifact that is known."""
        row = self._artifacts.get(artifact) or self.session.get(ArtifactRow, artifact)
        if row is not None:
            self._artifacts[artifact] = row
        return row

    def add_artifact(self, row: ArtifactRow) -> None:
        self._artifacts[row.id] = row
        self.session.add(row)

    def put_cache_entry(self, row: CacheEntryRow) -> None:
        """The result under this key, in place of an earlier one."""
        self._cache_entries[row.key] = row

    def add_event(self, design_id: str, kind: str, body: dict[str, object]) -> None:
        require_scope(self.session, design_id)
        self._events.append({"design_id": design_id, "kind": kind, "body": body, "created_at": now()})

    def write(self) -> None:
        """Send all that has gathered to the database."""
        self._write_cache_entries()
        self.session.flush()
        add_workspace_artifacts(self.session, self._find_workspace_artifacts())
        if self._steps:
            self.session.execute(update(StepRow), [row.model_dump() for row in self._steps.values()])
        if self._events:
            self.session.execute(insert(EventRow), self._events)
        self._steps, self._cache_entries, self._events = {}, {}, []

    def _find_workspace_artifacts(self) -> list[tuple[str, str]]:
        """What the workspaces of the runs have from now on."""
        run_ids = {run for (run, _), step in self._steps.items() if step.outputs}
        query = select(RunRow.id, DesignRow.workspace_id).join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
        workspace_ids = dict(self.session.exec(query.where(col(RunRow.id).in_(run_ids))).all()) if run_ids else {}
        steps = [step for step in self._steps.values() if step.run_id in workspace_ids]
        return [(workspace_ids[step.run_id], artifact) for step in steps for artifact in step.outputs.values()]

    def _write_cache_entries(self) -> None:
        if not self._cache_entries:
            return
        existing = self.session.exec(select(CacheEntryRow).where(col(CacheEntryRow.key).in_(self._cache_entries)))
        for row in existing:
            newer = self._cache_entries.pop(row.key)
            row.outputs, row.run_id, row.seconds = newer.outputs, newer.run_id, newer.seconds
        self.session.add_all(self._cache_entries.values())
