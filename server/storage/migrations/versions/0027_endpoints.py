"""Endpoints: what answers predictions, its deployments and keys, and what was asked."""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def upgrade() -> None:
    _create_endpoints()
    _create_deployments()
    op.create_table(
        'endpoint_key',
        text('id'),
        text('endpoint_id'),
        text('name'),
        text('key_hash'),
        text('hint'),
        moment('expires_at', nullable=True),
        moment('used_at', nullable=True),
        text('created_by'),
        moment('created_at'),
        sa.ForeignKeyConstraint(['endpoint_id'], ['endpoint.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('key_hash'),
    )
    op.create_index('ix_endpoint_key_endpoint_id', 'endpoint_key', ['endpoint_id'])
    op.create_table(
        'endpoint_minute',
        text('endpoint_id'),
        number('deployment'),
        moment('minute'),
        text('server'),
        *(number(name) for name in ('requests', 'rows', 'refused', 'failed')),
        *(json(name) for name in ('latencies', 'columns', 'answers')),
        number('compared'),
        number('different'),
        sa.ForeignKeyConstraint(['endpoint_id'], ['endpoint.id']),
        sa.PrimaryKeyConstraint('endpoint_id', 'deployment', 'minute', 'server'),
    )
    op.create_table(
        'endpoint_sample',
        text('id'),
        text('endpoint_id'),
        number('deployment'),
        *(json(name) for name in ('rows', 'answers', 'labels')),
        moment('created_at'),
        sa.ForeignKeyConstraint(['endpoint_id'], ['endpoint.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_endpoint_sample_listed', 'endpoint_sample', ['endpoint_id', 'created_at'])


def _create_endpoints() -> None:
    op.create_table(
        'endpoint',
        text('id'),
        text('workspace_id'),
        text('name'),
        text('note'),
        json('policy'),
        number('requests_per_minute', nullable=True),
        number('replicas'),
        number('idle_minutes'),
        sa.Column('time_limit_seconds', sa.Float(), nullable=False),
        sa.Column('sampled_percent', sa.Float(), nullable=False),
        json('form'),
        text('form_token_hash', nullable=True),
        number('last_deployment'),
        text('created_by'),
        moment('created_at'),
        moment('paused_at', nullable=True),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('workspace_id', 'name', name='uq_endpoint_name'),
    )
    op.create_index('ix_endpoint_workspace_id', 'endpoint', ['workspace_id'])
    op.create_index('ix_endpoint_form_token_hash', 'endpoint', ['form_token_hash'])


def _create_deployments() -> None:
    op.create_table(
        'deployment',
        text('id'),
        text('endpoint_id'),
        number('number'),
        json('source'),
        text('note'),
        json('document'),
        json('artifacts'),
        sa.Column('trusted', sa.Boolean(), nullable=False),
        json('signature'),
        json('reference'),
        json('test_rows'),
        text('state'),
        text('reason'),
        number('share'),
        sa.Column('shadow', sa.Boolean(), nullable=False),
        text('created_by'),
        moment('created_at'),
        sa.ForeignKeyConstraint(['endpoint_id'], ['endpoint.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('endpoint_id', 'number', name='uq_deployment_number'),
    )
    op.create_index('ix_deployment_endpoint_id', 'deployment', ['endpoint_id'])


def downgrade() -> None:
    for table in ('endpoint_sample', 'endpoint_minute', 'endpoint_key', 'deployment', 'endpoint'):
        op.drop_table(table)
