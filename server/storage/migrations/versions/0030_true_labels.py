"""Predictions that wait for their true labels, and what is kept of requests to endpoints."""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'


def upgrade() -> None:
    op.add_column('endpoint', sa.Column('prediction_days', sa.Integer(), nullable=False, server_default='30'))
    op.add_column('endpoint', sa.Column('masked_columns', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('endpoint', sa.Column('requests_dataset', sa.String(), nullable=True))
    op.add_column('deployment', sa.Column('scores', sa.JSON(), nullable=False, server_default='{}'))
    with op.batch_alter_table('endpoint_sample') as sample:
        sample.alter_column('labels', new_column_name='row_ids')
    op.create_table(
        'endpoint_prediction',
        sa.Column('endpoint_id', sa.String(), nullable=False),
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('deployment', sa.Integer(), nullable=False),
        sa.Column('scored', sa.JSON(), nullable=False),
        sa.Column('label', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('labeled_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['endpoint_id'], ['endpoint.id']),
        sa.PrimaryKeyConstraint('endpoint_id', 'id'),
    )
    op.create_index('ix_endpoint_prediction_listed', 'endpoint_prediction', ['endpoint_id', 'created_at'])


def downgrade() -> None:
    op.drop_table('endpoint_prediction')
    with op.batch_alter_table('endpoint_sample') as sample:
        sample.alter_column('row_ids', new_column_name='labels')
    op.drop_column('deployment', 'scores')
    for column in ('requests_dataset', 'masked_columns', 'prediction_days'):
        op.drop_column('endpoint', column)
