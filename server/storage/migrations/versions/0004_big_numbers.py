"""Ids of events and numbers of rows beyond 2,147,483,647; SQLite's integers are that large anyway."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        return
    op.alter_column('event', 'id', existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False)
    op.execute("ALTER SEQUENCE event_id_seq AS bigint")
    op.alter_column('artifact', 'rows', existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=True)
