"""Versions of designs; tags, notes and environments of runs."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    op.create_table('version',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('design_id', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('run_number', sa.Integer(), nullable=True),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['design_id'], ['design.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_version_design_id', 'version', ['design_id'])
    op.add_column('run', sa.Column('tags', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('run', sa.Column('note', sa.String(), nullable=False, server_default=''))
    op.add_column('run', sa.Column('environment', sa.JSON(), nullable=False, server_default='{}'))
    op.add_column('run', sa.Column('fresh', sa.Boolean(), nullable=False, server_default=sa.false()))
