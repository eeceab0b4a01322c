"""Groups of the identity provider: rules that give roles, and memberships that come by them."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'


def upgrade() -> None:
    op.create_table('group_rule',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=True),
    sa.Column('role', sa.String(), nullable=True),
    sa.Column('owns_server', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name', 'workspace_id', name='uq_group_rule'),
    )
    op.add_column('member', sa.Column('hand_role', sa.String(), nullable=True))
    op.add_column('member', sa.Column('group_role', sa.String(), nullable=True))
    op.execute('UPDATE member SET hand_role = role')
    op.add_column('account', sa.Column('groups', sa.JSON(), nullable=True))
    op.add_column('account', sa.Column('owner_by_group', sa.Boolean(), nullable=False, server_default=sa.false()))
