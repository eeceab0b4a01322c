"""Stored designs with all that is known of them, analyzed once for each revision and what else the answer depends on.

Tabs ask for the problems, the advice, the columns and the code of a design, mostly of the same revision. What a design
says depends on its document, on the artifacts behind its ports, and on which datasets, connections and secrets there
are. All of these are looked up each time, which is quick; the rest is remembered under them.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from sqlmodel import Session

from modules.kit import list_unusable_modules
from server.design_analyzer import DesignAnalyzer
from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.bypass import BypassedDesign, apply_bypass
from server.graph.document import Design, parse_design
from server.graph.edits import Document
from server.graph.linter import find_advice
from server.graph.planning import run_plan as planning
from server.graph.validation.validation_rules import find_problems
from server.storage.orm.core_tables import DesignRow

#: Designs with so many nodes together are remembered, the ones last asked for.
MAX_REMEMBERED_NODES = 20_000

Held = TypeVar("Held")


@dataclass(frozen=True)
class ParsedDesign:
    """A document as it is read: the design, what analyzes it, and the design without its bypassed nodes."""

    original: Design
    analyzer: DesignAnalyzer
    bypassed: BypassedDesign


@dataclass(frozen=True)
class StoredDesign:
    """A design of one revision with what is known of it. Whoever has it only reads it."""

    parsed: ParsedDesign
    #: {node: artifact} of the sources, and {"node.port": artifact} that newest runs gave for unchanged nodes.
    bound: Mapping[str, str]
    lineage_hashes: Mapping[str, str]
    recorded: Mapping[str, str]
    #: The nodes that are others than when they last ran.
    changed: Sequence[str]
    analyzed: AnalyzedDesign

    @cached_property
    def problems(self) -> list[Problem]:
        return find_problems(self.analyzed)

    @cached_property
    def advice(self) -> list[Problem]:
        """All advice, the silenced included."""
        return find_advice(self.analyzed)

    @property
    def design(self) -> Design:
        """The design as it runs."""
        return self.parsed.bypassed.design

    @property
    def known_artifacts(self) -> dict[str, str]:
        """{"node.port": artifact} of all results that are known."""
        return {**self.recorded, **self.parsed.analyzer.list_source_outputs(self.design, self.bound)}


class StoredDesigns:
    """The designs that were asked for last."""

    def __init__(self, analyzer: DesignAnalyzer) -> None:
        self._analyzer = analyzer
        self._parsed: _RecentDesigns[ParsedDesign] = _RecentDesigns()
        self._analyzed: _RecentDesigns[StoredDesign] = _RecentDesigns()

    def load(self, session: Session, row: DesignRow) -> StoredDesign:
        """A design at its present revision. Its document is read only where it is not remembered."""
        parsed = self.parse(row)
        bound, lineage_hashes, recorded, changed = _look_up(session, row, parsed)
        surroundings = parsed.analyzer.load_surroundings(session)
        facts = (bound, recorded, row.pending_review, list_unusable_modules(), *surroundings)
        key = (row.revision, row.trusted, row.imported, tuple(changed), *(_freeze(fact) for fact in facts))
        if (known := self._analyzed.get(row.id, key)) is not None:
            return known
        design = parsed.bypassed.design
        analyzed = parsed.analyzer.analyze(session, design, bound, recorded, row, surroundings=surroundings)
        stored = StoredDesign(parsed, bound, lineage_hashes, recorded, changed, analyzed)
        if parsed.analyzer.is_settled(design, bound, recorded):
            self._analyzed.put(row.id, key, stored, len(design.nodes))
        return stored

    def analyze_document(self, session: Session, row: DesignRow, document: Document) -> StoredDesign:
        """A design as it would be with another document, which is not stored."""
        parsed = self._parse_document(document)
        bound, lineage_hashes, recorded, changed = _look_up(session, row, parsed)
        analyzed = parsed.analyzer.analyze(session, parsed.bypassed.design, bound, recorded, row)
        return StoredDesign(parsed, bound, lineage_hashes, recorded, changed, analyzed)

    def parse(self, row: DesignRow) -> ParsedDesign:
        """A document as it is read."""
        if (known := self._parsed.get(row.id, row.revision)) is not None:
            return known
        parsed = self._parse_document(row.document)
        self._parsed.put(row.id, row.revision, parsed, len(parsed.original.nodes))
        return parsed

    def _parse_document(self, document: Document) -> ParsedDesign:
        original = parse_design(document)
        analyzer = self._analyzer.for_design(original)
        return ParsedDesign(original, analyzer, apply_bypass(original, analyzer.catalog))


def _look_up(
    session: Session, row: DesignRow, parsed: ParsedDesign
) -> tuple[dict[str, str], dict[str, str], dict[str, str], list[str]]:
    """The artifacts of the sources, the lineage hashes of all nodes, the artifacts that runs recorded for them, and
    which of them have changed since."""
    bound = parsed.analyzer.resolve_sources(session, parsed.bypassed.design)
    lineage_hashes = planning.compute_lineage_hashes(parsed.bypassed.design, parsed.analyzer.catalog, bound)
    return bound, lineage_hashes, *parsed.analyzer.compare_newest_runs(session, row.id, lineage_hashes)


def _freeze(fact: Mapping[str, str] | frozenset[str]) -> Hashable:
    return frozenset(fact.items()) if isinstance(fact, Mapping) else fact


@dataclass(frozen=True)
class _Remembered(Generic[Held]):
    """What was made of a design, and of what state of it."""

    key: Hashable
    value: Held
    nodes: int


class _RecentDesigns(Generic[Held]):
    """What was last made of each design, up to so many nodes together. Nobody asks for what was before an edit."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, _Remembered[Held]] = OrderedDict()
        self._nodes = 0
        self._lock = threading.Lock()

    def get(self, design_id: str, key: Hashable) -> Held | None:
        with self._lock:
            known = self._held.get(design_id)
            if known is None or known.key != key:
                return None
            self._held.move_to_end(design_id)
            return known.value

    def put(self, design_id: str, key: Hashable, value: Held, nodes: int) -> None:
        with self._lock:
            before = self._held.pop(design_id, None)
            self._held[design_id] = _Remembered(key, value, nodes + 1)
            self._nodes += nodes + 1 - (before.nodes if before is not None else 0)
            while self._nodes > MAX_REMEMBERED_NODES and len(self._held) > 1:
                self._nodes -= self._held.popitem(last=False)[1].nodes
