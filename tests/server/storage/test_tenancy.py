"""Which tables a statement mentions: the rules on what is seen are laid on these, and none may be passed by."""

from typing import Any

import pytest
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from server.storage.orm.core_tables import ArtifactRow, DesignRow, EventRow, RunRow, SecretRow, StepRow
from server.storage.stores.tenancy import find_tables

NAMED = select(SecretRow.name)
STEPS = select(StepRow.run_id).join(ArtifactRow, col(ArtifactRow.id) == col(StepRow.node)).subquery()
ALIAS = aliased(DesignRow)


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        (select(RunRow), {"run"}),
        (select(RunRow.id), {"run"}),
        (select(func.count(col(RunRow.id))), {"run"}),
        (select(func.count()).select_from(StepRow), {"step"}),
        (select(RunRow).join(DesignRow, col(DesignRow.id) == col(RunRow.design_id)), {"run", "design"}),
        (select(RunRow).where(col(RunRow.idempotency_key).in_(NAMED)), {"run", "secret"}),
        (
            select(RunRow).where(select(EventRow.id).where(EventRow.design_id == RunRow.design_id).exists()),
            {"run", "event"},
        ),
        (select(STEPS.c.run_id), {"step", "artifact"}),
        (select(ALIAS.id), {"design"}),
        (select(RunRow.id).union(select(DesignRow.id)), {"run", "design"}),
        (select(select(DesignRow.id).limit(1).scalar_subquery()), {"design"}),
    ],
)
def test_every_table_of_a_statement_is_found(statement: Any, tables: set[str]) -> None:
    assert find_tables(statement) == tables
