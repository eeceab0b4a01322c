"""Pipelines: published designs, what starts their runs, and what these were given and gave."""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=nullable)


def json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def upgrade() -> None:
    op.create_table(
        'pipeline',
        text('id'),
        text('workspace_id'),
        text('name'),
        text('note'),
        text('design_id'),
        sa.Column('default_version', sa.Integer(), nullable=True),
        sa.Column('last_version', sa.Integer(), nullable=False),
        json('retry'),
        text('created_by'),
        moment('created_at'),
        moment('deleted_at', nullable=True),
        sa.ForeignKeyConstraint(['design_id'], ['design.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_pipeline_workspace_id', 'pipeline', ['workspace_id'])
    op.create_index('ix_pipeline_design_id', 'pipeline', ['design_id'])
    op.create_table(
        'pipeline_version',
        text('pipeline_id'),
        sa.Column('version', sa.Integer(), nullable=False),
        json('document'),
        sa.Column('revision', sa.Integer(), nullable=False),
        text('note'),
        sa.Column('trusted', sa.Boolean(), nullable=False),
        json('declarations'),
        moment('disabled_at', nullable=True),
        text('disabled_reason'),
        text('created_by'),
        moment('created_at'),
        sa.ForeignKeyConstraint(['pipeline_id'], ['pipeline.id']),
        sa.PrimaryKeyConstraint('pipeline_id', 'version'),
    )
    op.create_table(
        'pipeline_run',
        text('run_id'),
        text('pipeline_id'),
        sa.Column('version', sa.Integer(), nullable=False),
        text('started_by'),
        text('firing_id', nullable=True),
        moment('due_at', nullable=True),
        json('parameters'),
        json('inputs'),
        json('outputs'),
        sa.Column('attempt', sa.Integer(), nullable=False),
        text('retry_of', nullable=True),
        moment('created_at'),
        sa.ForeignKeyConstraint(['run_id'], ['run.id']),
        sa.ForeignKeyConstraint(['pipeline_id'], ['pipeline.id']),
        sa.PrimaryKeyConstraint('run_id'),
    )
    op.create_index('ix_pipeline_run_firing_id', 'pipeline_run', ['firing_id'])
    op.create_index('ix_pipeline_run_listed', 'pipeline_run', ['pipeline_id', 'created_at', 'run_id'])
    op.create_table(
        'trigger',
        text('id'),
        text('workspace_id'),
        text('pipeline_id'),
        text('kind'),
        text('name'),
        json('settings'),
        sa.Column('pipeline_version', sa.Integer(), nullable=True),
        json('parameters'),
        json('inputs'),
        json('memory'),
        text('ciphertext', nullable=True),
        moment('next_due_at', nullable=True),
        moment('paused_at', nullable=True),
        text('paused_reason'),
        text('created_by'),
        text('person_id', nullable=True),
        moment('created_at'),
        moment('deleted_at', nullable=True),
        sa.ForeignKeyConstraint(['pipeline_id'], ['pipeline.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    for column in ('workspace_id', 'pipeline_id', 'next_due_at'):
        op.create_index(f'ix_trigger_{column}', 'trigger', [column])
    op.create_table(
        'firing',
        text('id'),
        text('trigger_id'),
        text('occasion'),
        moment('due_at'),
        text('state'),
        text('reason'),
        text('run_id', nullable=True),
        moment('created_at'),
        sa.ForeignKeyConstraint(['trigger_id'], ['trigger.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('trigger_id', 'occasion', name='uq_firing_occasion'),
    )
    for column in ('state', 'run_id'):
        op.create_index(f'ix_firing_{column}', 'firing', [column])
    op.create_index('ix_firing_listed', 'firing', ['trigger_id', 'due_at', 'id'])
    op.create_table(
        'automation_lease',
        text('name'),
        text('owner'),
        moment('lease_until'),
        sa.PrimaryKeyConstraint('name'),
    )
