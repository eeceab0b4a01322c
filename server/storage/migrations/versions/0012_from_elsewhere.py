"""Designs remember that they came from elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'


def upgrade() -> None:
    column = sa.Column('from_elsewhere', sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column('design', column)
    op.execute('UPDATE design SET from_elsewhere = NOT trusted')
