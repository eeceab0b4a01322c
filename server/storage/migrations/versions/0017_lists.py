"""What lists show of designs and runs is kept beside them: names, small pictures, the newest run, how far it came."""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
GOOD = ('succeeded', 'reused')
FINAL = ('succeeded', 'failed', 'cancelled')
JSON = sa.JSON()
LISTING = sa.table(
    'listing',
    *(sa.column(name) for name in ('design_id', 'listed', 'name', 'name_key', 'search', 'description', 'modules')),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ('updated_at', 'last_run_at')),
    sa.column('last_run_id'),
    sa.column('shown', JSON),
    sa.column('picture', JSON),
)
DESIGN = sa.table(
    'design',
    *(sa.column(name) for name in ('id', 'name', 'hidden', 'deleted_at')),
    sa.column('document', JSON),
    sa.column('updated_at', sa.DateTime(timezone=True)),
)
RUN = sa.table(
    'run',
    *(sa.column(name) for name in ('id', 'design_id', 'number', 'state', 'note', 'search')),
    sa.column('tags', JSON),
    sa.column('summary', JSON),
    sa.column('created_at', sa.DateTime(timezone=True)),
)
STEP = sa.table(
    'step', *(sa.column(name) for name in ('run_id', 'node', 'state', 'position')), sa.column('outputs', JSON)
)
ARTIFACT = sa.table('artifact', *(sa.column(name) for name in ('id', 'type', 'bytes')))


def upgrade() -> None:
    op.create_table(
        'listing',
        sa.Column('design_id', sa.String(), nullable=False),
        sa.Column('listed', sa.Boolean(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('name_key', sa.String(), nullable=False),
        sa.Column('search', sa.String(), nullable=False),
        sa.Column('description', sa.String(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('modules', sa.Integer(), nullable=False),
        sa.Column('last_run_id', sa.String(), nullable=True),
        sa.Column('last_run_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('shown', JSON, nullable=False),
        sa.Column('picture', JSON, nullable=False),
        sa.ForeignKeyConstraint(['design_id'], ['design.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('design_id'),
    )
    op.create_index('ix_listing_edited', 'listing', ['listed', 'updated_at', 'design_id'])
    op.create_index('ix_listing_named', 'listing', ['listed', 'name_key', 'design_id'])
    op.create_index('ix_listing_run', 'listing', ['listed', 'last_run_at', 'design_id'])
    op.add_column('run', sa.Column('search', sa.String(), nullable=False, server_default=''))
    op.add_column('run', sa.Column('summary', JSON, nullable=True))
    op.create_index('ix_run_created_at', 'run', ['created_at'])
    connection = op.get_bind()
    artifacts = {row.id: row for row in connection.execute(sa.select(ARTIFACT))}
    _fill_runs(connection, artifacts)
    _fill_designs(connection, artifacts)


def _fill_runs(connection: sa.Connection, artifacts: dict[str, Any]) -> None:
    query = sa.select(RUN.c.id, RUN.c.state, RUN.c.note, RUN.c.tags)
    for run in connection.execute(query).all():
        values: dict[str, Any] = {'search': '\n'.join((run.note or '', *(run.tags or []))).casefold()}
        if run.state in FINAL:
            steps = connection.execute(sa.select(STEP).where(STEP.c.run_id == run.id)).all()
            values['summary'] = _summary(steps, artifacts)
        connection.execute(RUN.update().where(RUN.c.id == run.id).values(**values))


def _summary(steps: Any, artifacts: dict[str, Any]) -> dict[str, Any]:
    given = [(step.node, key) for step in steps for key in (step.outputs or {}).values() if key in artifacts]
    return {
        'done': sum(step.state in GOOD for step in steps),
        'total': len(steps),
        'bytes': sum(artifacts[key].bytes for key in {key for _, key in given}),
        'evaluations': {node: key for node, key in given if artifacts[key].type == 'evaluation'},
    }


def _fill_designs(connection: sa.Connection, artifacts: dict[str, Any]) -> None:
    newest: dict[str, Any] = {}
    query = sa.select(RUN.c.id, RUN.c.design_id, RUN.c.created_at).order_by(RUN.c.design_id, RUN.c.number)
    for run in connection.execute(query).all():
        newest[run.design_id] = run
    ids = [row.id for row in connection.execute(sa.select(DESIGN.c.id)).all()]
    for design_id in ids:  # one at a time: documents are large
        row = connection.execute(sa.select(DESIGN).where(DESIGN.c.id == design_id)).one()
        last = newest.get(design_id)
        values = _told(row.document if isinstance(row.document, dict) else json.loads(row.document), row.name)
        values |= {
            'design_id': design_id,
            'listed': not row.hidden and row.deleted_at is None,
            'updated_at': row.updated_at,
            'last_run_id': last.id if last else None,
            'last_run_at': last.created_at if last else NEVER,
            'shown': _shown(connection, last.id, artifacts) if last else [],
        }
        connection.execute(LISTING.insert().values(**values))


def _shown(connection: sa.Connection, run_id: str, artifacts: dict[str, Any]) -> list[str]:
    """The results of the newest run that may stand for its design, evaluations last."""
    query = sa.select(STEP.c.outputs).where(STEP.c.run_id == run_id).order_by(STEP.c.position)
    given = [key for (outputs,) in connection.execute(query).all() for key in (outputs or {}).values()]
    given = [key for key in given if key in artifacts]
    evaluations = [key for key in given if artifacts[key].type == 'evaluation']
    others = [key for key in given if artifacts[key].type != 'evaluation']
    return [*others[-8:], *evaluations[-8:]][-8:]


def _told(document: dict[str, Any], name: str) -> dict[str, Any]:
    description = str(document.get('description', ''))
    nodes = document.get('nodes', {})
    # The small picture as it is now, and not as later versions may draw it: documents are drawn anew with their next edit.
    names = list(nodes)[:300]
    index = {node: at for at, node in enumerate(names)}
    edges = [
        [index[source], index[node]]
        for node in names
        for held in nodes[node].get('inputs', {}).values()
        for reference in ([held] if isinstance(held, str) else held)
        if (source := reference.partition('.')[0]) in index
    ]
    return {
        'name': name,
        'name_key': name.casefold(),
        'search': f'{name}\n{description}'.casefold(),
        'description': description,
        'modules': len(nodes),
        'picture': {
            'nodes': [[nodes[node].get('x', 0), nodes[node].get('y', 0), nodes[node]['module']] for node in names],
            'edges': edges[:600],
        },
    }
