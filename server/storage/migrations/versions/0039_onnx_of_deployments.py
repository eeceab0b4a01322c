"""Models of deployments as ONNX."""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0036'


def upgrade() -> None:
    op.add_column('deployment', sa.Column('onnx', sa.JSON(), nullable=False, server_default='{}'))
    op.create_table(
        'deployment_onnx',
        sa.Column('deployment_id', sa.String(), nullable=False),
        sa.Column('endpoint_id', sa.String(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(['deployment_id'], ['deployment.id']),
        sa.ForeignKeyConstraint(['endpoint_id'], ['endpoint.id']),
        sa.PrimaryKeyConstraint('deployment_id'),
    )
    op.create_index('ix_deployment_onnx_endpoint_id', 'deployment_onnx', ['endpoint_id'])


def downgrade() -> None:
    op.drop_index('ix_deployment_onnx_endpoint_id', 'deployment_onnx')
    op.drop_table('deployment_onnx')
    op.drop_column('deployment', 'onnx')
