"""What is known of a design without running it: its columns, its problems and its plan, from stored data."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlmodel import Session

from modules.kit import Module
from modules.kit.module_spec import PortSchema
from modules.kit.views.dataset_view import DatasetView
from modules.kit.views.evaluation_view import EvaluationView
from server.graph.analyzed_design import (
    AnalyzedDesign,
    NoTableEvidence,
    Problem,
    find_no_evidence,
    get_parameter_value,
    has_user_code,
)
from server.graph.column_statistics import StatisticsByColumn, propagate_statistics, read_view_statistics
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, Node
from server.graph.planning import run_plan as planning
from server.graph.planning.run_plan import RunPlan
from server.graph.schema_inference import infer_schemas
from server.graph.validation.validation_rules import find_problems
from server.storage.files.artifact_store import ArtifactNotValidated, ArtifactStore, CorruptArtifact
from server.storage.orm.core_tables import ArtifactRow, DesignRow
from server.storage.stores import (
    connection_store,
    dataset_store,
    environment_store,
    model_store,
    run_store,
    secret_store,
)
from server.storage.table_data import arrow_io, leakage_statistics, table_evidence

#: Statistics of so many artifacts are kept at hand.
MAX_REMEMBERED_STATISTICS = 1_000
MAX_REMEMBERED_EVALUATIONS = 100

Answer = TypeVar("Answer")


class Surroundings(NamedTuple):
    """What there is beside a design that it can name: datasets and files by id, connections by name, secrets."""

    datasets: Mapping[str, str]
    files: Mapping[str, str]
    connections: Mapping[str, str]
    secrets: frozenset[str]
    environments: frozenset[str]


@dataclass(frozen=True)
class StoredTableEvidence:
    """What the stored rows at ports show; `artifacts` are {reference: artifact}. What can't be read shows nothing."""

    store: ArtifactStore
    artifacts: Mapping[str, str]

    def is_stored(self, reference: str) -> bool:
        return reference in self.artifacts

    def measure_columns(self, reference: str) -> tuple[int, Mapping[str, int]]:
        nothing: tuple[int, Mapping[str, int]] = (0, {})
        return self._look(table_evidence.measure_columns, reference, nothing)

    def count_repeated_rows(self, reference: str) -> tuple[int, int]:
        return self._look(table_evidence.count_repeated_rows, reference, (0, 0))

    def find_text_dates(self, reference: str) -> Mapping[str, tuple[str, str | None, bool]]:
        return self._look(table_evidence.find_text_dates, reference, {})

    def find_lone_predictor(self, reference: str, label: str) -> tuple[str, str, float, float] | None:
        return self._look(lambda path: table_evidence.find_lone_predictor(path, label), reference, None)

    def _look(self, question: Callable[[Path], Answer], reference: str, nothing: Answer) -> Answer:
        try:
            return question(self.store.get_readable_path(self.artifacts[reference], "dataset"))
        except (OSError, KeyError, ValueError, CorruptArtifact, ArtifactNotValidated):
            return nothing


class DesignAnalyzer:
    """Finds out of a design, without running it, its columns, its problems and its plan."""

    def __init__(
        self,
        catalog: Mapping[str, Module],
        store: ArtifactStore,
        statistics_of: dict[str, StatisticsByColumn] | None = None,
        *,
        code_blocked_reason: str = "",
        evaluations: dict[str, EvaluationView] | None = None,
        step_memory: int | None = None,
    ) -> None:
        """`code_blocked_reason` says why code that came from elsewhere does not run here, where it does not.

        `step_memory` is how many bytes of memory a step may take.
        """
        self.catalog = catalog
        self.step_memory = step_memory
        self.store = store
        self.code_blocked_reason = code_blocked_reason
        self._statistics = {} if statistics_of is None else statistics_of
        self._evaluations = {} if evaluations is None else evaluations

    def for_design(self, design: Design) -> "DesignAnalyzer":
        """The same, for a design that brings modules of its own."""
        if not design.modules:
            return self
        return DesignAnalyzer(
            add_custom_modules(design, self.catalog),
            self.store,
            self._statistics,
            code_blocked_reason=self.code_blocked_reason,
            evaluations=self._evaluations,
            step_memory=self.step_memory,
        )

    def resolve_sources(self, session: Session, design: Design) -> dict[str, str]:
        """{node: artifact} of the nodes that name a dataset, a registered model or a stored result which is there."""
        found: dict[str, str] = {}
        stored: dict[str, str] = {}
        looked_up: dict[tuple[str, int | None], str | None] = {}
        for name, node in design.nodes.items():
            reference = self._get_dataset_reference(node)
            if reference is not None:
                if reference not in looked_up:
                    looked_up[reference] = dataset_store.find_dataset_artifact(session, *reference)
                if (artifact := looked_up[reference]) is not None:
                    found[name] = artifact
            elif (named := self._get_stored_artifact(node) or self._find_model_artifact(session, node)) is not None:
                stored[name] = named
        rows = run_store.get_artifact_rows(session, stored.values())
        return found | {
            name: artifact
            for name, artifact in stored.items()
            if self._has_fitting_type(design.nodes[name], rows.get(artifact))
        }

    def _is_source(self, design: Design, name: str) -> bool:
        module = self.catalog.get(design.nodes[name].module) if name in design.nodes else None
        return module is not None and module.source

    def _get_stored_artifact(self, node: Node) -> str | None:
        module, artifact = self.catalog.get(node.module), node.parameters.get("artifact")
        return artifact if module is not None and module.source and isinstance(artifact, str) else None

    def _find_model_artifact(self, session: Session, node: Node) -> str | None:
        """The artifact of the version of a registered model that a node names; None where there is none."""
        module, name = self.catalog.get(node.module), node.parameters.get("model")
        if module is None or module.role != "model_source" or not isinstance(name, str):
            return None
        version = get_parameter_value(module, node, "version")
        return model_store.find_artifact(session, name, version if isinstance(version, str) else "")

    def _has_fitting_type(self, node: Node, row: ArtifactRow | None) -> bool:
        return row is not None and row.type == self.catalog[node.module].outputs[0].type

    def _get_dataset_reference(self, node: Node) -> tuple[str, int | None] | None:
        module = self.catalog.get(node.module)
        if module is None or not module.source:
            return None
        dataset, version = node.parameters.get("dataset"), node.parameters.get("version")
        return (dataset, version if isinstance(version, int) else None) if isinstance(dataset, str) else None

    def analyze(
        self,
        session: Session,
        design: Design,
        bound_artifacts: Mapping[str, str],
        recorded: Mapping[str, str],
        row: DesignRow,
        *,
        trusted: bool = True,
        secrets_withheld_reason: str = "",
        surroundings: Surroundings | None = None,
    ) -> AnalyzedDesign:
        """The design with what is known of its ports from data and earlier runs, and the datasets of this server.

        `bound_artifacts` are those of the sources, `recorded` those that newest runs gave for unchanged nodes. While
        changes of guests wait, no stored data are looked into, and none of their code is.
        """
        known_schemas = self.load_known_columns(session, design, bound_artifacts, recorded)
        stored = {**self.list_source_outputs(design, bound_artifacts, "dataset"), **recorded}
        stored = {reference: artifact for reference, artifact in stored.items() if reference in known_schemas}
        predicted_schemas = infer_schemas(
            design, self.catalog, known_schemas, self._list_unreviewed_code(design, row.pending_review)
        )
        statistics_of = {reference: self._load_statistics(artifact) for reference, artifact in stored.items()}
        around = surroundings or self.load_surroundings(session)
        return AnalyzedDesign(
            design,
            self.catalog,
            predicted_schemas,
            around.datasets,
            row.trusted and trusted,
            row.pending_review,
            frozenset(bound_artifacts),
            propagate_statistics(design, self.catalog, predicted_schemas, statistics_of),
            find_no_evidence if row.pending_review else partial(self._load_evidence, stored),
            around.connections,
            around.files,
            around.secrets,
            secrets_withheld_reason,
            self.explain_blocked_code(row),
            evidence=NoTableEvidence() if row.pending_review else StoredTableEvidence(self.store, stored),
            evaluations=self._load_evaluations(session, recorded),
            environments=around.environments,
            step_memory=self.step_memory,
        )

    def _load_evaluations(self, session: Session, recorded: Mapping[str, str]) -> dict[str, EvaluationView]:
        """{node: its evaluation} of the newest results."""
        rows = run_store.get_artifact_rows(session, recorded.values())
        found = {}
        for reference, artifact in recorded.items():
            if artifact in rows and rows[artifact].type == "evaluation":
                view = self._load_evaluation(artifact)
                if view is not None:
                    found[reference.partition(".")[0]] = view
        return found

    def _load_evaluation(self, artifact: str) -> EvaluationView | None:
        """The view of an evaluation; None while it is not made yet."""
        if artifact not in self._evaluations:
            view = self.store.read_view(artifact)
            if not isinstance(view, EvaluationView):
                return None
            if len(self._evaluations) >= MAX_REMEMBERED_EVALUATIONS:
                self._evaluations.clear()
            self._evaluations[artifact] = view
        return self._evaluations[artifact]

    def load_surroundings(self, session: Session) -> Surroundings:
        """What there is beside a design that it can name."""
        datasets_by_type = dataset_store.find_datasets_by_type(session)
        return Surroundings(
            datasets_by_type.get("dataset", {}),
            datasets_by_type.get("file", {}),
            connection_store.get_connection_kinds(session),
            secret_store.list_secret_names(session),
            environment_store.list_environment_references(session),
        )

    def is_settled(self, design: Design, bound_artifacts: Mapping[str, str], recorded: Mapping[str, str]) -> bool:
        """Whether all is known of the tables at its ports: views are made a while after their tables."""
        tables = self.list_source_outputs(design, bound_artifacts, "dataset")
        for reference, artifact in recorded.items():
            name, _, port = reference.partition(".")
            module = self.catalog.get(design.nodes[name].module) if name in design.nodes else None
            output = module.find_output(port) if module else None
            if output is not None and output.type == "dataset":
                tables[reference] = artifact
        return all(artifact in self._statistics for artifact in tables.values())

    def explain_blocked_code(self, row: DesignRow) -> str:
        """Why no code of this design runs here, however trusted; empty where it does."""
        return self.code_blocked_reason if row.imported else ""

    def _list_unreviewed_code(self, design: Design, waiting: Mapping[str, str]) -> set[str]:
        """The nodes with code that guests changed."""
        modules = {name: self.catalog.get(design.nodes[name].module) for name in waiting if name in design.nodes}
        return {name for name, module in modules.items() if module is not None and has_user_code(module)}

    def load_known_columns(
        self, session: Session, design: Design, bound_artifacts: Mapping[str, str], recorded: Mapping[str, str]
    ) -> dict[str, PortSchema]:
        """What is known for sure of the columns at ports: of sources, and of what earlier runs gave."""
        return {
            **self.load_schemas(self.list_source_outputs(design, bound_artifacts, "dataset")),
            **self.load_recorded_schemas(session, recorded),
        }

    def _load_statistics(self, artifact: str) -> StatisticsByColumn:
        """The statistics of a stored dataset; none while its view is not made yet."""
        if artifact not in self._statistics:
            view = self.store.read_view(artifact)
            if view is None:
                return {}
            if len(self._statistics) >= MAX_REMEMBERED_STATISTICS:
                self._statistics.clear()
            self._statistics[artifact] = read_view_statistics(view) if isinstance(view, DatasetView) else {}
        return self._statistics[artifact]

    def _load_evidence(self, stored: Mapping[str, str], reference: str, label: str) -> Mapping[str, str] | None:
        artifact = stored.get(reference)
        if artifact is None:
            return None
        try:
            return leakage_statistics.find_leaking_columns(self.store.get_readable_path(artifact, "dataset"), label)
        except (OSError, ValueError, CorruptArtifact, ArtifactNotValidated):
            return None

    def list_source_outputs(
        self, design: Design, bound_artifacts: Mapping[str, str], kind: str | None = None
    ) -> dict[str, str]:
        """{"node.port": artifact} of the sources, of those with this type of output where one is given."""
        ports = {name: self.catalog[design.nodes[name].module].outputs[0] for name in bound_artifacts}
        return {
            f"{name}.{port.name}": bound_artifacts[name] for name, port in ports.items() if kind in (None, port.type)
        }

    def load_schemas(self, artifacts: Mapping[str, str]) -> dict[str, PortSchema]:
        """The schemas of dataset artifacts, by whatever they are listed under; damaged ones are left out."""
        found: dict[str, PortSchema] = {}
        for artifact in set(artifacts.values()):
            with suppress(OSError, ValueError, CorruptArtifact, ArtifactNotValidated):
                found[artifact] = arrow_io.read_schema(self.store.get_readable_path(artifact, "dataset"))
        return {name: found[artifact] for name, artifact in artifacts.items() if artifact in found}

    def list_recorded_outputs(
        self, session: Session, design_id: str, lineage_hashes: Mapping[str, str]
    ) -> dict[str, str]:
        """{"node.port": artifact} of what the newest runs gave for nodes that have not changed since."""
        return self.compare_newest_runs(session, design_id, lineage_hashes)[0]

    def compare_newest_runs(
        self, session: Session, design_id: str, lineage_hashes: Mapping[str, str]
    ) -> tuple[dict[str, str], list[str]]:
        """The same outputs, and the nodes that have changed since they last ran."""
        latest = {node: step for node, (_, step) in run_store.get_latest_steps(session, design_id).items()}
        recorded = {
            f"{node}.{port}": artifact
            for node, step in latest.items()
            if step.state in run_store.SUCCESSFUL_STATES and lineage_hashes.get(node) == step.lineage_hash
            for port, artifact in step.outputs.items()
        }
        return recorded, [
            node for node, step in latest.items() if lineage_hashes.get(node, step.lineage_hash) != step.lineage_hash
        ]

    def load_recorded_schemas(self, session: Session, recorded: Mapping[str, str]) -> dict[str, PortSchema]:
        tables = {
            key for key, row in run_store.get_artifact_rows(session, recorded.values()).items() if row.type == "dataset"
        }
        return self.load_schemas({name: artifact for name, artifact in recorded.items() if artifact in tables})

    def plan_run(
        self,
        session: Session,
        row: DesignRow,
        design: Design,
        targets: Sequence[str],
        given_artifacts: Mapping[str, str] | None = None,
        *,
        trusted: bool = True,
        secrets_withheld_reason: str = "",
    ) -> tuple[RunPlan, list[Problem], dict[str, str]]:
        """The plan for a run, the problems that stand in the way, and the artifacts behind the sources of data.

        `design` is what `apply_bypass` made of the drawn one; `given_artifacts` are what sources are to have, whatever
        became of the datasets that they name. `trusted`: whether the design was when it was as it is here.
        """
        given_artifacts = {
            node: artifact for node, artifact in (given_artifacts or {}).items() if self._is_source(design, node)
        }
        bound_artifacts = {**self.resolve_sources(session, design), **given_artifacts}
        lineage_hashes = planning.compute_lineage_hashes(design, self.catalog, bound_artifacts)
        recorded = self.list_recorded_outputs(session, row.id, lineage_hashes)
        analyzed = self.analyze(
            session,
            design,
            bound_artifacts,
            recorded,
            row,
            trusted=trusted,
            secrets_withheld_reason=secrets_withheld_reason,
        )
        problems_found = find_problems(analyzed)
        problems_found = [problem for problem in problems_found if problem.node not in given_artifacts]
        return (
            planning.build_plan(design, self.catalog, problems_found, targets, bound_artifacts),
            problems_found,
            bound_artifacts,
        )
