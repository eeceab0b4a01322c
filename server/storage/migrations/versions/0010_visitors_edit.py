"""Edit links: what visitors changed and nobody has looked at, states that were not trusted, and names of visitors."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'

#: Versions and runs of designs that are not trusted now never were.
INHERITED = 'UPDATE {0} SET trusted = (SELECT design.trusted FROM design WHERE design.id = {0}.design_id)'


def upgrade() -> None:
    op.add_column('design', sa.Column('waiting', sa.JSON(), nullable=False, server_default='{}'))
    op.add_column('design', sa.Column('waiting_since', sa.String(), nullable=True))
    for table in ('version', 'run'):
        op.add_column(table, sa.Column('trusted', sa.Boolean(), nullable=False, server_default=sa.true()))
        op.execute(INHERITED.format(table))
    op.add_column('visit', sa.Column('name', sa.String(), nullable=False, server_default=''))
