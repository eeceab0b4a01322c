"""Notifications of people, web hooks and their deliveries; runs and designs know whose they are."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'

COUNT = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.add_column('design', sa.Column('person_id', sa.String(), nullable=True))
    op.add_column('run', sa.Column('person_id', sa.String(), nullable=True))
    op.add_column('run', sa.Column('cancelled_by', sa.JSON(), nullable=True))
    op.create_table('notification',
    sa.Column('id', COUNT, nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('link', sa.String(), nullable=False),
    sa.Column('design_id', sa.String(), nullable=True),
    moment('created_at'),
    moment('read_at', nullable=True),
    sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_notification_person_id', 'notification', ['person_id', 'id'])
    op.create_index('ix_notification_created_at', 'notification', ['created_at'])
    op.create_table('notification_choice',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('app', sa.Boolean(), nullable=False),
    sa.Column('hook', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('person_id', 'kind'),
    )
    op.create_table('hook',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=True),
    sa.Column('person_id', sa.String(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sealed', sa.String(), nullable=False),
    sa.Column('shown', sa.String(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    moment('disabled_at', nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    moment('created_at'),
    sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_hook_workspace_id', 'hook', ['workspace_id'])
    op.create_index('ix_hook_person_id', 'hook', ['person_id'])
    op.create_table('delivery',
    sa.Column('id', COUNT, nullable=False),
    sa.Column('hook_id', sa.String(), nullable=False),
    sa.Column('event_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    moment('next_at'),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('milliseconds', sa.Integer(), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    moment('created_at'),
    sa.ForeignKeyConstraint(['hook_id'], ['hook.id']),
    sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_delivery_hook_id', 'delivery', ['hook_id'])
    op.create_index('ix_delivery_due', 'delivery', ['state', 'next_at'])
