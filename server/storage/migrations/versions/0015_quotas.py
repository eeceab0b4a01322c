"""Quotas of workspaces, and how much each holds."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'


def upgrade() -> None:
    op.create_table('quota',
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('used', sa.BigInteger(), nullable=False),
    sa.Column('storage', sa.BigInteger(), nullable=True),
    sa.Column('steps', sa.Integer(), nullable=True),
    sa.Column('runs', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('workspace_id'),
    )
    op.create_index('ix_run_state', 'run', ['state'])
