"""Firings have parameters, ended runs are found by their time, and notifications go out by e-mail."""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'


def upgrade() -> None:
    op.add_column('firing', sa.Column('parameters', sa.JSON(), nullable=True))
    op.create_index('ix_run_finished_at', 'run', ['finished_at'])
    op.add_column('notification_choice', sa.Column('email', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        'email',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('person_id', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('address', sa.String(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('link', sa.String(), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_email_next_at', 'email', ['next_at'])


def downgrade() -> None:
    op.drop_table('email')
    op.drop_column('notification_choice', 'email')
    op.drop_index('ix_run_finished_at', table_name='run')
    op.drop_column('firing', 'parameters')
