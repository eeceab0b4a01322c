"""A version of a dataset knows the files that it was read from, and the options by which it was."""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'


def upgrade() -> None:
    # Versions from before have no file to read again, which an empty list says.
    op.add_column('dataset_version', sa.Column('source_files', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('dataset_version', sa.Column('reading', sa.JSON(), nullable=True))
