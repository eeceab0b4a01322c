"""The compute target of each workspace."""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'


def upgrade() -> None:
    op.create_table(
        'default_target',
        sa.Column('workspace_id', sa.String(), nullable=False),
        sa.Column('compute_target', sa.String(), nullable=False),
        sa.PrimaryKeyConstraint('workspace_id'),
    )


def downgrade() -> None:
    op.drop_table('default_target')
