"""The model registry: models under a name, their versions, and the aliases that point to them."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'


def upgrade() -> None:
    op.create_table(
        'model',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('workspace_id', sa.String(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('note', sa.String(), nullable=False),
        sa.Column('metric', sa.String(), nullable=True),
        sa.Column('last_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_model_workspace_id', 'model', ['workspace_id'])
    op.create_table(
        'model_version',
        sa.Column('model_id', sa.String(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('artifact', sa.String(), nullable=False),
        sa.Column('idempotency_key', sa.String(), nullable=True),
        sa.Column('run_id', sa.String(), nullable=False),
        sa.Column('run_number', sa.Integer(), nullable=False),
        sa.Column('design_id', sa.String(), nullable=False),
        sa.Column('design_name', sa.String(), nullable=False),
        sa.Column('node', sa.String(), nullable=False),
        sa.Column('port', sa.String(), nullable=False),
        sa.Column('trusted', sa.Boolean(), nullable=False),
        sa.Column('learner', sa.String(), nullable=True),
        sa.Column('task', sa.String(), nullable=True),
        sa.Column('signature', sa.JSON(), nullable=False),
        sa.Column('metrics', sa.JSON(), nullable=False),
        sa.Column('evaluation', sa.String(), nullable=True),
        sa.Column('sources', sa.JSON(), nullable=False),
        sa.Column('tags', sa.JSON(), nullable=False),
        sa.Column('note', sa.String(), nullable=False),
        sa.Column('created_by', sa.String(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['model_id'], ['model.id']),
        sa.ForeignKeyConstraint(['artifact'], ['artifact.id']),
        sa.PrimaryKeyConstraint('model_id', 'version'),
        sa.UniqueConstraint('model_id', 'idempotency_key', name='uq_model_version_key'),
    )
    op.create_table(
        'model_alias',
        sa.Column('model_id', sa.String(), nullable=False),
        sa.Column('alias', sa.String(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_by', sa.String(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['model_id'], ['model.id']),
        sa.PrimaryKeyConstraint('model_id', 'alias'),
    )

