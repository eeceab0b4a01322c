"""Proposed changes of designs, which wait for a person."""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'


def upgrade() -> None:
    op.create_table(
        'proposal',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('design_id', sa.String(), nullable=False),
        sa.Column('title', sa.String(), nullable=False),
        sa.Column('note', sa.String(), nullable=False),
        sa.Column('edits', sa.JSON(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('proposed_by', sa.String(), nullable=False),
        sa.Column('proposed_with', sa.String(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_by', sa.String(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['design_id'], ['design.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_proposal_listed', 'proposal', ['design_id', 'state', 'created_at', 'id'])
