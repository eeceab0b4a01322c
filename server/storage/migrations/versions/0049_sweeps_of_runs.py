"""Which sweep a run belongs to."""

import sqlalchemy as sa
from alembic import op

revision = '0049'
down_revision = '0046'


def upgrade() -> None:
    op.add_column('run', sa.Column('sweep_id', sa.String(), nullable=True))
    op.create_index('ix_run_sweep_id', 'run', ['sweep_id'])


def downgrade() -> None:
    op.drop_index('ix_run_sweep_id', 'run')
    op.drop_column('run', 'sweep_id')
