"""Threads of comments; who kept a version; whether a share link shows comments."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    op.create_table('thread',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('design_id', sa.String(), nullable=False),
    sa.Column('node', sa.String(), nullable=True),
    sa.Column('port', sa.String(), nullable=True),
    sa.Column('version_id', sa.String(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolved_by', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['design_id'], ['design.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_thread_design_id', 'thread', ['design_id'])
    op.create_table('comment',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('thread_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('person_name', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_comment_thread_id', 'comment', ['thread_id'])
    op.add_column('version', sa.Column('person_name', sa.String(), nullable=True))
    op.add_column('share', sa.Column('comments', sa.Boolean(), nullable=False, server_default=sa.false()))
