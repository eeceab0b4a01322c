"""Batches of endpoints: which pipeline scores by which endpoint."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'


def upgrade() -> None:
    op.create_table(
        'endpoint_batch',
        sa.Column('pipeline_id', sa.String(), nullable=False),
        sa.Column('endpoint_id', sa.String(), nullable=False),
        sa.Column('spec', sa.JSON(), nullable=False),
        sa.Column('spec_hash', sa.String(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['pipeline_id'], ['pipeline.id']),
        sa.ForeignKeyConstraint(['endpoint_id'], ['endpoint.id']),
        sa.PrimaryKeyConstraint('pipeline_id'),
    )
    op.create_index('ix_endpoint_batch_endpoint_id', 'endpoint_batch', ['endpoint_id'])
