"""Runs say whether a pipeline started them, and runs of pipelines what was decided about their models."""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'


def upgrade() -> None:
    op.add_column('run', sa.Column('by_pipeline', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('pipeline_run', sa.Column('gates', sa.JSON(), server_default='{}', nullable=False))
    op.execute('UPDATE run SET by_pipeline = TRUE WHERE id IN (SELECT run_id FROM pipeline_run)')


def downgrade() -> None:
    op.drop_column('pipeline_run', 'gates')
    op.drop_column('run', 'by_pipeline')
