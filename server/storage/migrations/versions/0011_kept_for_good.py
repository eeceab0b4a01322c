"""The audit log says which design and run, and is only ever added to; experiments are kept."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'

WORDS = 'The audit log is added to, and never changed.'


def upgrade() -> None:
    make_experiments()
    for name in ('design_id', 'run_id', 'isolation'):
        op.add_column('audit', sa.Column(name, sa.String(), nullable=True))
    op.create_index('ix_audit_design_id', 'audit', ['design_id'])
    if op.get_bind().dialect.name == 'postgresql':
        move_details("details ->> '{}'")
        guard_postgresql()
    else:
        move_details("json_extract(details, '$.{}')")
        guard_sqlite()


def move_details(value: str) -> None:
    """What was among the details gets columns of its own."""
    told = {'design_id': 'design', 'run_id': 'run', 'isolation': 'isolation'}
    op.execute('UPDATE audit SET ' + ', '.join(f'{to} = {value.format(name)}' for to, name in told.items()))  # nosec B608


def guard_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    op.execute(f'CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit {refuse}')
    op.execute(f'CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit {refuse}')
    # INSERT OR REPLACE deletes without that trigger.
    there = 'WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)'
    op.execute(f'CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit {there} {refuse}')


def guard_postgresql() -> None:
    op.execute(
        'CREATE OR REPLACE FUNCTION designery_only_added_to() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$"
    )
    refuse = 'EXECUTE FUNCTION designery_only_added_to()'
    op.execute(f'CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW {refuse}')
    op.execute(f'CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT {refuse}')


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def make_experiments() -> None:
    op.create_table('experiment',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('asked', sa.JSON(), nullable=False),
    sa.Column('asked_by', sa.JSON(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('error', sa.String(), nullable=True),
    sa.Column('run_id', sa.String(), nullable=True),
    sa.Column('owner', sa.String(), nullable=True),
    moment('lease_until', nullable=True),
    moment('created_at'),
    moment('finished_at', nullable=True),
    sa.PrimaryKeyConstraint('id'),
    )
    for name in ('workspace_id', 'about', 'created_at'):
        op.create_index(f'ix_experiment_{name}', 'experiment', [name])
