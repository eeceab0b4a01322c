"""Environments: named sets of Python packages, their versions and locks."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'


def upgrade() -> None:
    op.create_table(
        'environment',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('workspace_id', sa.String(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('last_version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('workspace_id', 'name', name='uq_environment_name'),
    )
    op.create_index('ix_environment_workspace_id', 'environment', ['workspace_id'])
    op.create_table(
        'environment_version',
        sa.Column('environment_id', sa.String(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('format', sa.String(), nullable=False),
        sa.Column('source', sa.String(), nullable=False),
        sa.Column('python', sa.String(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('error', sa.String(), nullable=True),
        sa.Column('lock', sa.String(), nullable=True),
        sa.Column('lock_hash', sa.String(), nullable=True),
        sa.Column('packages', sa.JSON(), nullable=False),
        sa.Column('bytes', sa.BigInteger(), nullable=True),
        sa.Column('seconds', sa.Float(), nullable=True),
        sa.Column('created_by', sa.String(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('built_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['environment_id'], ['environment.id']),
        sa.PrimaryKeyConstraint('environment_id', 'version'),
    )
    op.create_index('ix_environment_version_lock_hash', 'environment_version', ['lock_hash'])


def downgrade() -> None:
    op.drop_table('environment_version')
    op.drop_table('environment')
