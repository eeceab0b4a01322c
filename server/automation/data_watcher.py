"""Looks at data outside, as often as triggers want: files, object storage and queries, each by a connector."""

import asyncio
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from server.automation.trigger_settings import DataChangeSettings, read_trigger_settings
from server.collaboration.data_notices import notify_data_readable, notify_data_unreadable
from server.runs.connectors.connector_runner import ConnectorRunner
from server.runs.connectors.connector_worker.connector_protocol import ConnectorFailure, ConnectorResult
from server.storage.database import Database
from server.storage.orm.pipeline_tables import TriggerRow
from server.storage.stores import trigger_store
from server.storage.transactions.workspace_context import use_workspace

#: So many are looked at in one round, at the same time.
LOOKS_PER_ROUND = 4
#: After so many looks in a row that failed people are notified, once: a short outage is nobody's concern.
FAILED_LOOKS = 3


class DataWatcher:
    """Polls what is due to be looked at. What has changed becomes a firing, once for each state of the data."""

    def __init__(self, database: Database, connectors: ConnectorRunner, clock: Callable[[], datetime]) -> None:
        self._database, self._connectors, self._clock = database, connectors, clock

    def list_due(self) -> list[TriggerRow]:
        """The triggers whose data is to be looked at now."""
        with use_workspace(None), self._database.read_session() as session:
            return trigger_store.list_due_triggers(session, "data_change", self._clock(), LOOKS_PER_ROUND)

    async def look(self, triggers: list[TriggerRow]) -> None:
        """Look at the data of these triggers."""
        await asyncio.gather(*(self._look_at(trigger) for trigger in triggers))

    async def _look_at(self, trigger: TriggerRow) -> None:
        settings = read_trigger_settings(trigger)
        assert isinstance(settings, DataChangeSettings)
        with use_workspace(trigger.workspace_id), tempfile.TemporaryDirectory(prefix="designery-poll-") as folder:
            result = await self.poll(settings, Path(folder))
        await asyncio.to_thread(self._record, trigger.id, settings, result)

    async def poll(self, settings: DataChangeSettings, folder: Path) -> ConnectorResult | ConnectorFailure:
        """The fingerprint of the data as it is now."""
        if settings.source == "url":
            return await self._connectors.poll("url", None, {"url": settings.url.strip()}, folder)
        if settings.source == "storage":
            return await self._connectors.poll("storage", settings.connection, {"path": settings.path}, folder)
        return await self._connectors.poll("database", settings.connection, {"query": settings.query}, folder)

    def _record(
        self, trigger_id: str, settings: DataChangeSettings, result: ConnectorResult | ConnectorFailure
    ) -> None:
        current = self._clock()
        scope = trigger_store.name_scope(trigger_id)
        with use_workspace(None), self._database.session(scope) as session:
            trigger = session.get(TriggerRow, trigger_id)
            if trigger is None or trigger.deleted_at is not None or trigger.paused_at is not None:
                return
            trigger.next_due_at = current + timedelta(seconds=settings.every_seconds)
            failures = int(trigger.memory.get("failures", 0))
            changes: dict[str, object] = {"looked_at": current.isoformat(), "error": "", "failures": 0}
            if isinstance(result, ConnectorFailure):
                changes |= {"error": result.message, "failures": failures + 1}
                if failures + 1 == FAILED_LOOKS:
                    notify_data_unreadable(session, trigger, FAILED_LOOKS)
            elif failures >= FAILED_LOOKS:
                notify_data_readable(session, trigger)
            if isinstance(result, ConnectorResult) and result.fingerprint != trigger.memory.get("fingerprint"):
                changes["fingerprint"] = result.fingerprint
                # What was there when the trigger was made is no change.
                if "fingerprint" in trigger.memory:
                    changes["changed_at"] = current.isoformat()
                    changes["changes"] = int(trigger.memory.get("changes", 0)) + 1
                    occasion = f"change {changes['changes']} {result.fingerprint}"
                    row = trigger_store.build_firing(trigger.id, occasion, current, reason="The data changed.")
                    trigger_store.add_firing(session, row)
            trigger_store.merge_memory(trigger, changes)
            session.add(trigger)
