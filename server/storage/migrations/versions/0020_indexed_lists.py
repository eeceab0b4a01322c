"""Lists are read by their order, datasets are found by their names, and secrets by the designs that ask for them."""

import json

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'

DESIGN = sa.table('design', sa.column('id'), sa.column('document', sa.JSON()))
USE = sa.table('design_secret', sa.column('design_id'), sa.column('secret'))
DATASET = sa.table('dataset', sa.column('id'), sa.column('name'), sa.column('search'))


def upgrade() -> None:
    op.create_table(
        'design_secret',
        sa.Column('design_id', sa.String(), nullable=False),
        sa.Column('secret', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['design_id'], ['design.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('design_id', 'secret'),
    )
    op.create_index('ix_design_secret_secret', 'design_secret', ['secret'])
    op.create_index('ix_version_listed', 'version', ['design_id', 'created_at', 'revision', 'id'])
    op.create_index('ix_event_listed', 'event', ['design_id', 'kind', 'id'])
    op.add_column('dataset', sa.Column('search', sa.String(), nullable=False, server_default=''))
    connection = op.get_bind()
    for row in connection.execute(sa.select(DATASET.c.id, DATASET.c.name)).all():
        connection.execute(DATASET.update().where(DATASET.c.id == row.id).values(search=row.name.casefold()))
    _fill_uses(connection)


def _fill_uses(connection: sa.Connection) -> None:
    for design_id in connection.execute(sa.select(DESIGN.c.id)).scalars().all():  # one at a time: documents are large
        held = connection.execute(sa.select(DESIGN.c.document).where(DESIGN.c.id == design_id)).scalar_one()
        document = held if isinstance(held, dict) else json.loads(held)
        secrets = set()
        for node in document.get('nodes', {}).values():
            named = node.get('parameters', {}).get('secrets')
            secrets |= {name for name in named if isinstance(name, str)} if isinstance(named, list) else set()
        if secrets:
            rows = [{'design_id': design_id, 'secret': secret} for secret in sorted(secrets)]
            connection.execute(USE.insert(), rows)
