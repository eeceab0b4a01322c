"""A deployment answers its own test rows before it gets requests."""

import json

from server.runs.sandbox.inside.replica_protocol import ReplicaFacts, RequestHeader, SentValue
from server.serving.replica_group import NotAvailable, ReplicaGroup, TimeLimitExceeded, TooBusy
from server.storage.orm.endpoint_tables import DeploymentRow


class TestsFailed(Exception):
    """The deployment does not answer as it should; the message says how."""


async def run_deployment_tests(group: ReplicaGroup, row: DeploymentRow) -> ReplicaFacts:
    """Have the deployment loaded, and its rows answered twice with the same result. Raises TestsFailed.

    Returns what the replica says of its columns.
    """
    try:
        introduction = await group.warm()
        if row.test_rows:
            first = await _ask_rows(group, row)
            if first != await _ask_rows(group, row):
                raise TestsFailed("It gave two different answers to the same rows.")
    except (NotAvailable, TooBusy) as error:
        raise TestsFailed(str(error)) from None
    except TimeLimitExceeded:
        raise TestsFailed("Its test rows took longer than the endpoint allows.") from None
    return introduction


async def _ask_rows(group: ReplicaGroup, row: DeploymentRow) -> SentValue:
    header = RequestHeader(
        id="test",
        form="json",
        deployment=row.number,
        endpoint="",
        refuse=["missing_column", "wrong_type"],
        sampled=False,
        kept=False,
    )
    noted, body = await group.answer(header, json.dumps({"rows": row.test_rows}).encode())
    answer = json.loads(body)
    if noted.get("status") != 200:
        raise TestsFailed(str(answer.get("detail", "It did not answer its test rows.")))
    if not answer.get("rows"):
        raise TestsFailed(f"It answered none of its {len(row.test_rows)} test rows.")
    return answer.get("rows")
