"""People: accounts, workspaces and what belongs to them, tokens, invitations, and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'

BELONGING = ('design', 'dataset', 'kept_module')
NAMING = {'uq': 'uq_%(table_name)s_%(column_0_name)s'}


def upgrade() -> None:
    make_tables()
    for table in BELONGING:
        op.add_column(table, workspace())
        op.create_index(f'ix_{table}_workspace_id', table, ['workspace_id'])
    op.execute("UPDATE dataset SET workspace_id = 'common' WHERE source = 'sample'")
    change_connections()
    change_sessions()
    op.execute(
        "INSERT INTO holding (workspace_id, artifact) SELECT 'personal', id FROM artifact "
        "UNION SELECT d.workspace_id, v.artifact FROM dataset_version v JOIN dataset d ON d.id = v.dataset_id"
    )


def workspace() -> sa.Column:
    return sa.Column('workspace_id', sa.String(), nullable=False, server_default='personal')


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def change_connections() -> None:
    """Names of connections are unique within a workspace."""
    old = 'connection_name_key' if op.get_bind().dialect.name == 'postgresql' else 'uq_connection_name'
    with op.batch_alter_table('connection', naming_convention=NAMING) as batch:
        batch.add_column(workspace())
        batch.drop_constraint(old, type_='unique')
        batch.create_unique_constraint('uq_connection_name', ['workspace_id', 'name'])
    op.create_index('ix_connection_workspace_id', 'connection', ['workspace_id'])


def change_sessions() -> None:
    op.add_column('session', sa.Column('id', sa.String(), nullable=True))
    op.add_column('session', sa.Column('account_id', sa.String(), nullable=True))
    op.add_column('session', sa.Column('workspace_id', sa.String(), nullable=True))
    op.add_column('session', sa.Column('address', sa.String(), nullable=False, server_default=''))
    op.add_column('session', sa.Column('browser', sa.String(), nullable=False, server_default=''))
    op.add_column('session', moment('last_used_at', nullable=True))
    op.execute("UPDATE session SET id = substr(token_hash, 1, 32), last_used_at = created_at")
    with op.batch_alter_table('session') as batch:
        batch.alter_column('id', existing_type=sa.String(), nullable=False)
        batch.alter_column('last_used_at', existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.create_unique_constraint('uq_session_id', ['id'])
    op.create_index('ix_session_account_id', 'session', ['account_id'])


def make_tables() -> None:
    op.create_table('account',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('login', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=True),
    sa.Column('subject', sa.String(), nullable=True),
    sa.Column('owns_server', sa.Boolean(), nullable=False),
    moment('created_at'),
    moment('disabled_at', nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('login'),
    sa.UniqueConstraint('subject'),
    )
    op.create_table('workspace',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    moment('created_at'),
    sa.PrimaryKeyConstraint('id'),
    )
    op.create_table('member',
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('account_id', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    moment('created_at'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
    sa.ForeignKeyConstraint(['account_id'], ['account.id']),
    sa.PrimaryKeyConstraint('workspace_id', 'account_id'),
    )
    op.create_index('ix_member_account_id', 'member', ['account_id'])
    op.create_table('invite',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=True),
    sa.Column('role', sa.String(), nullable=True),
    sa.Column('account_id', sa.String(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('invited_by', sa.String(), nullable=False),
    moment('created_at'),
    moment('expires_at'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
    sa.ForeignKeyConstraint(['account_id'], ['account.id']),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash'),
    )
    op.create_index('ix_invite_workspace_id', 'invite', ['workspace_id'])
    op.create_table('api_token',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('account_id', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('begins', sa.String(), nullable=False),
    moment('created_at'),
    moment('expires_at', nullable=True),
    moment('last_used_at', nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id']),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash'),
    )
    op.create_index('ix_api_token_account_id', 'api_token', ['account_id'])
    op.create_index('ix_api_token_workspace_id', 'api_token', ['workspace_id'])
    op.create_table('audit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    moment('at'),
    sa.Column('account_id', sa.String(), nullable=True),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=True),
    sa.Column('workspace', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_audit_at', 'audit', ['at'])
    op.create_table('holding',
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('artifact', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'artifact'),
    )
    op.create_index('ix_holding_artifact', 'holding', ['artifact'])
