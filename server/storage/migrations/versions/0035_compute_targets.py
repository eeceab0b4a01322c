"""Compute targets, and which of them a run computes on."""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'


def upgrade() -> None:
    op.create_table(
        'compute_target',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('address', sa.String(), nullable=False),
        sa.Column('exchange', sa.String(), nullable=False),
        sa.Column('ca', sa.String(), nullable=False),
        sa.Column('certificate', sa.String(), nullable=False),
        sa.Column('sealed_key', sa.String(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('last_test', sa.JSON(), nullable=True),
        sa.Column('created_by', sa.String(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('name'),
    )
    op.add_column('run', sa.Column('compute_target', sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column('run', 'compute_target')
    op.drop_table('compute_target')
