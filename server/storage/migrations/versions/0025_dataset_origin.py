"""Versions of datasets know the run that made them."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'


def upgrade() -> None:
    op.add_column('dataset_version', sa.Column('run_id', sa.String(), nullable=True))
    op.create_index('ix_dataset_version_run_id', 'dataset_version', ['run_id'])


def downgrade() -> None:
    op.drop_index('ix_dataset_version_run_id', table_name='dataset_version')
    op.drop_column('dataset_version', 'run_id')
