"""Keys by which one design is edited in a frame on another site."""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0039'


def moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        'embed_key',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('key_hash', sa.String(), nullable=False),
        sa.Column('design_id', sa.String(), nullable=False),
        sa.Column('account_id', sa.String(), nullable=True),
        sa.Column('scope', sa.String(), nullable=False),
        sa.Column('allowed_origins', sa.JSON(), nullable=False),
        moment('created_at'),
        moment('expires_at'),
        sa.ForeignKeyConstraint(['design_id'], ['design.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('key_hash'),
    )
    op.create_index('ix_embed_key_design_id', 'embed_key', ['design_id'])


def downgrade() -> None:
    op.drop_table('embed_key')
