"""What runs used and made has a row for each, found by the run and by the thing."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = '0033'
down_revision = '0032'

#: Rows are read and written in such parts.
CHUNK = 1_000
LINK = sa.table(
    'lineage_link',
    sa.column('run_id'),
    sa.column('side'),
    sa.column('kind'),
    sa.column('thing_id'),
    sa.column('version'),
    sa.column('name'),
    sa.column('created_at', sa.DateTime(timezone=True)),
)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        'lineage_link',
        sa.Column('run_id', sa.String(), nullable=False),
        sa.Column('side', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('thing_id', sa.String(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(['run_id'], ['run.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('run_id', 'side', 'kind', 'thing_id', 'version'),
    )
    op.create_index(
        'ix_lineage_link_thing', 'lineage_link', ['kind', 'thing_id', 'version', 'side', 'created_at', 'run_id']
    )
    connection = op.get_bind()
    for read in (_read_pipeline_runs, _read_model_versions, _read_dataset_versions):
        _add_links(connection, read)


def _add_links(connection: sa.Connection, read: Any) -> None:
    kind: Any = postgresql if connection.dialect.name == 'postgresql' else sqlite
    insert = kind.insert(LINK).on_conflict_do_nothing()
    waiting: list[dict[str, Any]] = []
    for row in read(connection):
        waiting.append(row)
        if len(waiting) >= CHUNK:
            connection.execute(insert, waiting)
            waiting = []
    if waiting:
        connection.execute(insert, waiting)


def _read_rows(connection: sa.Connection, table: Any) -> Any:
    """The rows whose run is still there, oldest first, a part at a time: reading and writing do not overlap."""
    run = sa.table('run', sa.column('id'))
    query = sa.select(table).where(table.c.run_id.in_(sa.select(run.c.id))).order_by(table.c.created_at)
    offset = 0
    while rows := connection.execute(query.limit(CHUNK).offset(offset)).all():
        yield from rows
        offset += CHUNK


def _read_pipeline_runs(connection: sa.Connection) -> Any:
    columns = ('run_id', 'inputs', 'outputs', 'created_at')
    types = {'inputs': sa.JSON(), 'outputs': sa.JSON(), 'created_at': MOMENT}
    table = sa.table('pipeline_run', *(sa.column(name, types.get(name)) for name in columns))
    for row in _read_rows(connection, table):
        for one in row.inputs.values():
            key = one['model_id'] if one['kind'] == 'model' else one['dataset_id']
            yield _make_link(row, 'input', one['kind'], key, one['version'], one['name'])
        for one in row.outputs.values():
            if isinstance(one.get('version'), int):
                yield _make_link(row, 'output', one['kind'], one['id'], one['version'], one['name'])


def _read_model_versions(connection: sa.Connection) -> Any:
    columns = ('run_id', 'model_id', 'version', 'sources', 'created_at')
    types = {'sources': sa.JSON(), 'created_at': MOMENT}
    table = sa.table('model_version', *(sa.column(name, types.get(name)) for name in columns))
    names = _read_names(connection, 'model')
    for row in _read_rows(connection, table):
        yield _make_link(row, 'output', 'model', row.model_id, row.version, names.get(row.model_id, ''))
        for one in row.sources:
            if one.get('dataset') and one.get('version'):
                yield _make_link(row, 'input', 'dataset', one['dataset'], one['version'], one['name'])


def _read_dataset_versions(connection: sa.Connection) -> Any:
    columns = ('run_id', 'dataset_id', 'version', 'created_at')
    table = sa.table('dataset_version', *(sa.column(name, MOMENT if name == 'created_at' else None) for name in columns))
    names = _read_names(connection, 'dataset')
    for row in _read_rows(connection, table):
        yield _make_link(row, 'output', 'dataset', row.dataset_id, row.version, names.get(row.dataset_id, ''))


def _read_names(connection: sa.Connection, table: str) -> Mapping[str, str]:
    named = sa.table(table, sa.column('id'), sa.column('name'))
    return {row.id: row.name for row in connection.execute(sa.select(named))}


def _make_link(row: Any, side: str, kind: str, thing: str, version: int, name: str) -> dict[str, Any]:
    return {
        'run_id': row.run_id,
        'side': side,
        'kind': 'model' if kind == 'model' else 'dataset',
        'thing_id': thing,
        'version': version,
        'name': name,
        'created_at': row.created_at,
    }


def downgrade() -> None:
    op.drop_table('lineage_link')
