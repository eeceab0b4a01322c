"""What is to be said of the rows of a request. Runs inside a replica only."""

from dataclasses import dataclass, field

from server.runs.sandbox.inside.replica_protocol import FindingKind, ReplicaFacts, SentValue

#: So many findings of each kind are described; of the others only the number is known.
MAX_FINDINGS = 100
MAX_SHOWN_LENGTH = 60
INT64_LIMIT = 2**63


@dataclass
class Findings:
    """What is to be said of the rows."""

    listed: list[ReplicaFacts] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(
        self, kind: FindingKind, column: str, message: str, row: int | None = None, value: SentValue = None
    ) -> None:
        """Note a finding; values are cut to be shown."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= MAX_FINDINGS:
            self.listed.append(
                {"kind": kind, "row": row, "column": column, "message": message, "value": cut_value(value)}
            )


def cut_value(value: SentValue) -> SentValue:
    """The value at a length that can be shown."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float) and abs(value) < INT64_LIMIT:
        return value
    text = value if isinstance(value, str) else str(value)[: MAX_SHOWN_LENGTH + 1]
    return text if len(text) <= MAX_SHOWN_LENGTH else f"{text[:MAX_SHOWN_LENGTH]}…"
