"""Alerts of endpoints, and when they were breached and recovered."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'


def upgrade() -> None:
    op.create_table(
        'endpoint_alert',
        *(sa.Column(name, sa.String(), nullable=False) for name in ('id', 'endpoint_id', 'kind', 'subject')),
        sa.Column('threshold', sa.Float(), nullable=True),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('min_count', sa.Integer(), nullable=False),
        sa.Column('pipeline_id', sa.String(), nullable=True),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('value', sa.Float(), nullable=True),
        sa.Column('words', sa.String(), nullable=False),
        sa.Column('breaches', sa.Integer(), nullable=False),
        sa.Column('starts_pipeline', sa.Boolean(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_by', sa.String(), nullable=False),
        sa.Column('person_id', sa.String(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['endpoint_id'], ['endpoint.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_endpoint_alert_endpoint_id', 'endpoint_alert', ['endpoint_id'])
    op.create_table(
        'endpoint_alert_event',
        *(sa.Column(name, sa.String(), nullable=False) for name in ('id', 'alert_id', 'endpoint_id', 'kind', 'words')),
        sa.Column('run_id', sa.String(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['alert_id'], ['endpoint_alert.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_endpoint_alert_event_listed', 'endpoint_alert_event', ['endpoint_id', 'created_at'])


def downgrade() -> None:
    op.drop_table('endpoint_alert_event')
    op.drop_table('endpoint_alert')
