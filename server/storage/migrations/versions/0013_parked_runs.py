"""Runs count how many servers died while they were active."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'


def upgrade() -> None:
    op.add_column('run', sa.Column('server_deaths', sa.Integer(), nullable=False, server_default='0'))
