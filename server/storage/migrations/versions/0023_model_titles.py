"""Runs keep the titles that the models of their evaluations were given."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'


def upgrade() -> None:
    op.add_column('run', sa.Column('model_titles', sa.JSON(), nullable=False, server_default='{}'))


def downgrade() -> None:
    op.drop_column('run', 'model_titles')
