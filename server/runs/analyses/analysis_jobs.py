"""Runs that nobody sees, made to answer a question: which change moved a metric, and whether a run can be repeated.

The database keeps each question with what is known so far, so that a server that was ended goes on with it.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from modules.kit import Module
from modules.kit.serialization import DATA_TYPES
from server import logs
from server.auth import audit_log
from server.design_analyzer import DesignAnalyzer
from server.graph.comparison.change_attribution import (
    MAX_CHANGE_SETS,
    ChangeEffect,
    build_counterfactuals,
    rank_effects,
    split_changes,
)
from server.graph.comparison.design_diff import describe_changes
from server.graph.comparison.reproducibility import ReplayComparison, compare_replay
from server.graph.custom_modules import add_custom_modules
from server.graph.document import parse_design
from server.graph.planning.runtime_versions import collect_runtime_versions, describe_version_changes
from server.runs.analyses.replay_inputs import (
    MeasuredMetric,
    RunPair,
    describe_data_changes,
    hash_document,
    list_source_artifacts,
    load_run_records,
    strip_side_effects,
)
from server.runs.scheduling.code_isolation import IsolationTooWeak
from server.runs.scheduling.internal_runs import start_internal_run
from server.runs.scheduling.lease import acquire_lease, is_held_by_other
from server.runs.scheduling.run_creation import RerunOptions
from server.runs.scheduling.runner import Runner
from server.storage.database import Database
from server.storage.orm.core_tables import DesignRow, RunAnalysisRow, RunRow, now
from server.storage.stores import design_store, run_analysis_store, run_store
from server.storage.transactions.workspace_context import set_workspace, use_workspace
from server.storage.transactions.writer_queue import WritePriority

logger = logging.getLogger(__name__)

#: What transactions on analyses write to.
ANALYSES_SCOPE = "experiments"


class AnalysisImpossible(Exception):
    """The question has no answer; the message says why."""


class AnalysisJobs:
    """All questions that this process works on."""

    def __init__(
        self, database: Database, analyzer: DesignAnalyzer, runner: Runner, isolation: Mapping[str, object]
    ) -> None:
        self._database = database
        self._analyzer = analyzer
        self._runner = runner
        self._isolation = dict(isolation)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def open(self) -> None:
        """Go on with what an ended process has left, now and at every heartbeat of the runner."""
        self._runner.heartbeat_hooks.append(self._on_heartbeat)
        await self._adopt_jobs()

    async def close(self) -> None:
        """Stop asking. What is unfinished stays so, for the next start to go on with."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def start_attribution(self, new: str, request: Mapping[str, str]) -> RunAnalysisRow:
        """Find out which change between the run `against` and a newer one moved a metric of a model."""
        return await self._start_job(RunAnalysisRow(kind="causes", analyzed_run_id=new, request=dict(request)))

    async def start_replay(self, run: str) -> RunAnalysisRow:
        """Replay a run and compare."""
        return await self._start_job(RunAnalysisRow(kind="reproduction", analyzed_run_id=run, total=1))

    async def cancel(self, analysis_id: str) -> RunAnalysisRow:
        """End an analysis and the run that it waits for; raises NotFound."""
        row = await asyncio.to_thread(self._load_row, analysis_id)
        task = self._tasks.get(analysis_id)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            row = await asyncio.to_thread(self._load_row, analysis_id)
        if row.state != "running":
            return row
        if row.current_run_id is not None:
            await self._runner.cancel(row.current_run_id)
            await self._runner.wait(row.current_run_id)
        return await self._update_row(row, state="cancelled", finished_at=now())

    async def _start_job(self, row: RunAnalysisRow) -> RunAnalysisRow:
        row = await asyncio.to_thread(self._insert_row, row)
        self._spawn_task(row)
        return row

    def _insert_row(self, row: RunAnalysisRow) -> RunAnalysisRow:
        actor = audit_log.get_current_actor()
        row.requested_by = asdict(actor) if actor is not None else None
        acquire_lease(row, self._runner.owner)
        with self._database.session() as session:
            run_store.get_run(session, row.analyzed_run_id)
            return run_analysis_store.add_run_analysis(session, row)

    def _spawn_task(self, row: RunAnalysisRow) -> None:
        # Whoever asked may have gone on to something else: the task has a row of its own.
        own = RunAnalysisRow.model_validate(row.model_dump())
        with logs.log_context(experiment=row.id):
            task = asyncio.create_task(self._run_job(own), name=f"experiment {row.id}")
        self._tasks[row.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(row.id, None))

    async def _on_heartbeat(self) -> None:
        await asyncio.to_thread(self._renew_leases, list(self._tasks))
        await self._adopt_jobs()

    def _renew_leases(self, analysis_ids: Sequence[str]) -> None:
        if not analysis_ids:
            return
        with use_workspace(None), self._database.session(ANALYSES_SCOPE, priority=WritePriority.EDIT) as session:
            for row in run_analysis_store.list_unfinished_analyses(session):
                if row.id in analysis_ids:
                    acquire_lease(row, self._runner.owner)

    async def _adopt_jobs(self) -> None:
        """Go on with unfinished analyses that no living process holds."""
        for row in await asyncio.to_thread(self._claim_unfinished):
            logger.info("Going on with experiment %s", row.id)
            self._spawn_task(row)

    def _claim_unfinished(self) -> list[RunAnalysisRow]:
        with use_workspace(None), self._database.read_session() as session:
            if all(self._is_held(row) for row in run_analysis_store.list_unfinished_analyses(session)):
                return []
        with use_workspace(None), self._database.session(ANALYSES_SCOPE) as session:
            found = [row for row in run_analysis_store.list_unfinished_analyses(session) if not self._is_held(row)]
            for row in found:
                acquire_lease(row, self._runner.owner)
            return found

    def _is_held(self, row: RunAnalysisRow) -> bool:
        """Whether a living process works on this analysis."""
        return row.id in self._tasks or is_held_by_other(row, self._runner.owner)

    def _load_row(self, analysis_id: str) -> RunAnalysisRow:
        with self._database.read_session() as session:
            return run_analysis_store.get_run_analysis(session, analysis_id)

    async def _update_row(self, row: RunAnalysisRow, **changed: object) -> RunAnalysisRow:
        """Write down how far an analysis is."""

        def write() -> RunAnalysisRow:
            with use_workspace(None), self._database.session(ANALYSES_SCOPE) as session:
                return run_analysis_store.update_run_analysis(session, row.id, changed)

        return await asyncio.to_thread(write)

    async def _run_job(self, row: RunAnalysisRow) -> None:
        if self._database.shared:
            set_workspace(row.workspace_id)
        if row.requested_by is not None:
            audit_log.set_actor(audit_log.actor_from_dict(row.requested_by))
        analyze = self._run_attribution if row.kind == "causes" else self._run_replay
        state, error, result = "done", None, {}
        try:
            result = await analyze(row)
        except (AnalysisImpossible, IsolationTooWeak, design_store.NotFound) as refusal:
            state, error = "failed", str(refusal)
        except Exception:
            number = logs.make_request_id()
            logger.exception("Experiment ended by an error of the server", extra={"error": number})
            state, error = (
                "failed",
                f"Something went wrong on the server. Send error {number} to the server's administrator.",
            )
        await self._update_row(row, state=state, error=error, result=result, current_run_id=None, finished_at=now())

    async def _run_attribution(self, row: RunAnalysisRow) -> dict[str, object]:
        metric = MeasuredMetric.from_request(row.request)
        pair = await asyncio.to_thread(self._load_pair, str(row.request["against"]), row.analyzed_run_id, metric)
        counterfactuals = build_counterfactuals(pair.change_sets, pair.old.document, pair.new.document)
        values_by_name: dict[str, float | None] = {
            hash_document(pair.old.document, pair.merge_data(())): pair.before,
            hash_document(pair.new.document, pair.merge_data(pair.changed_data_nodes)): pair.after,
            **row.result.get("known", {}),
        }
        between = [pair.before, pair.after]
        measured: dict[tuple[int, bool], float | None] = {}
        for number, variant in enumerate(counterfactuals):
            result = {"known": values_by_name, "between": between}
            await self._update_row(row, done=number, total=len(counterfactuals), result=result)
            data = pair.merge_data(variant.new_data)
            name = hash_document(variant.document, data)
            if name not in values_by_name:
                options = RerunOptions(
                    strip_side_effects(variant.document, self._analyzer.catalog),
                    data,
                    design_id=pair.new.design_id,
                    imported=pair.imported,
                )
                run = await self._run_to_end(row, options, pair.trusted)
                values_by_name[name] = await asyncio.to_thread(self._read_run_metric, run, metric)
            measured[variant.change_index, variant.alone] = values_by_name[name]
        await self._update_row(row, done=len(counterfactuals))
        effects = rank_effects(pair.change_sets, pair.before, pair.after, measured)
        return {"causes": [_to_cause(moved) for moved in effects], "between": between}

    def _load_pair(self, old: str, new: str, metric: MeasuredMetric) -> RunPair:
        with self._database.read_session() as session:
            rows = (run_store.get_run(session, old), run_store.get_run(session, new))
            design_rows = [design_store.get_design(session, row.design_id) for row in rows]
            trusted = all(row.trusted for row in rows) and all(one.trusted for one in design_rows)
            imported = any(one.imported for one in design_rows)
            data = [list_source_artifacts(session, row, self._analyzer.catalog) for row in rows]
            values = [metric.read(session, row.id) for row in rows]
            tables = run_store.get_artifact_rows(session, [*data[0].values(), *data[1].values()])
        changes = describe_changes(rows[0].document, rows[1].document, self._analyzer.catalog)
        differing_data = describe_data_changes(data[0], data[1], rows[1], tables, self._analyzer.catalog)
        change_sets = split_changes(changes, rows[0].document, rows[1].document, differing_data)
        if values[0] is None or values[1] is None:
            raise AnalysisImpossible("One of the two runs did not measure this metric.")
        if not change_sets:
            raise AnalysisImpossible("These two runs do not differ in anything that can change a result.")
        if len(change_sets) > MAX_CHANGE_SETS:
            raise AnalysisImpossible(
                f"{len(change_sets)} changes were made between these runs. "
                f"At most {MAX_CHANGE_SETS} can be tried one by one."
            )
        return RunPair(rows[0], rows[1], change_sets, values[0], values[1], data[0], data[1], trusted, imported)

    def _read_run_metric(self, run: str, metric: MeasuredMetric) -> float | None:
        with self._database.read_session() as session:
            return metric.read(session, run)

    async def _run_replay(self, row: RunAnalysisRow) -> dict[str, object]:
        run, data, design = await asyncio.to_thread(self._load_original, row.analyzed_run_id)
        catalog = add_custom_modules(parse_design(run.document), self._analyzer.catalog)
        document = strip_side_effects(run.document, self._analyzer.catalog)
        options = RerunOptions(document, data, ignore_cache=True, design_id=run.design_id, imported=design.imported)
        replayed = await self._run_to_end(row, options, run.trusted and design.trusted, run.targets)
        await self._update_row(row, done=1)
        return {"reproduction": asdict(await asyncio.to_thread(self._compare_runs, run, replayed, catalog))}

    def _load_original(self, run_id: str) -> tuple[RunRow, dict[str, str], DesignRow]:
        with self._database.read_session() as session:
            run = run_store.get_run(session, run_id)
            return (
                run,
                list_source_artifacts(session, run, self._analyzer.catalog),
                design_store.get_design(session, run.design_id),
            )

    def _compare_runs(self, run: RunRow, replayed: str, catalog: Mapping[str, Module]) -> ReplayComparison:
        with self._database.read_session() as session:
            original = load_run_records(session, run.id, catalog)
            repeated = load_run_records(session, replayed, catalog)
        titles = {name: module.title for name, module in catalog.items()}
        names = [name for name in run.environment.get("modules", {}) if name in self._analyzer.catalog]
        return compare_replay(
            original,
            repeated,
            DATA_TYPES,
            describe_version_changes(run.environment, collect_runtime_versions(names), titles),
        )

    async def _run_to_end(
        self, row: RunAnalysisRow, options: RerunOptions, trusted: bool, targets: list[str] | None = None
    ) -> str:
        """Run a document to its end where nobody sees it, and return the run: the one that a process left unfinished
        is waited for in its place."""
        run, row.current_run_id = row.current_run_id, None
        if run is not None and await asyncio.to_thread(self._has_run, run):
            await self._runner.wait(run)
        else:
            run = await asyncio.to_thread(self._create_run, row, options, trusted, targets or [])
            await self._runner.submit(run)
        await self._update_row(row, current_run_id=None)
        return run

    def _has_run(self, run: str) -> bool:
        with self._database.read_session() as session:
            return session.get(RunRow, run) is not None

    def _create_run(self, row: RunAnalysisRow, options: RerunOptions, trusted: bool, targets: list[str]) -> str:
        origin = {"trusted": trusted, "imported": options.imported}
        run, _ = start_internal_run(
            self._database,
            self._analyzer,
            design_store.build_design_row(options.document, **origin, internal=True),
            targets=targets,
            isolation=self._isolation,
            options=options,
            scopes=[ANALYSES_SCOPE],
            after=lambda session, run: run_analysis_store.update_run_analysis(
                session, row.id, {"current_run_id": run.id}
            ),
        )
        return run.id


def _to_cause(effect: ChangeEffect) -> dict[str, object]:
    return {
        "words": effect.change_set.description,
        "nodes": list(effect.change_set.nodes),
        "movement": effect.mean_effect,
        "alone": effect.effect_alone,
        "left_out": effect.effect_left_out,
    }
