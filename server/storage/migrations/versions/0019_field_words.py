"""Tables and columns are called by the words of the field. Nothing of what is in them changes."""

from alembic import op

revision = '0019'
down_revision = '0018'

#: (table, former name, name). In this order: a later one may take the name that an earlier one had.
COLUMNS = (
    ('design', 'from_elsewhere', 'imported'),
    ('design', 'waiting', 'pending_review'),
    ('design', 'waiting_since', 'pending_review_version_id'),
    ('design', 'hidden', 'internal'),
    ('event', 'key', 'idempotency_key'),
    ('version', 'person_name', 'author_name'),
    ('run', 'key', 'idempotency_key'),
    ('run', 'fresh', 'ignore_cache'),
    ('step', 'signature', 'lineage_hash'),
    ('experiment', 'run_id', 'current_run_id'),
    ('experiment', 'about', 'analyzed_run_id'),
    ('experiment', 'asked', 'request'),
    ('experiment', 'asked_by', 'requested_by'),
    ('experiment', 'answer', 'result'),
    ('artifact', 'glance', 'thumbnail'),
    ('connection', 'sealed', 'ciphertext'),
    ('secret', 'sealed', 'ciphertext'),
    ('secret', 'set_by', 'updated_by'),
    ('hook', 'sealed', 'ciphertext'),
    ('hook', 'shown', 'masked_url'),
    ('share', 'shows', 'visibility'),
    ('share', 'rows', 'max_rows'),
    ('share', 'origins', 'allowed_origins'),
    ('share', 'opened', 'visit_count'),
    ('share', 'copied', 'copy_count'),
    ('account', 'subject', 'oidc_subject'),
    ('account', 'owns_server', 'is_admin'),
    ('account', 'owner_by_group', 'is_admin_by_group'),
    ('group_rule', 'owns_server', 'grants_admin'),
    ('member', 'hand_role', 'direct_role'),
    ('api_token', 'begins', 'prefix'),
    ('listing', 'shown', 'result_artifacts'),
)
#: (former name, name)
TABLES = (
    ('experiment', 'run_analysis'),
    ('result', 'cache_entry'),
    ('visit', 'guest_session'),
    ('launch', 'launch_token'),
    ('holding', 'workspace_artifact'),
    ('kept_module', 'saved_module'),
    ('kept_module_version', 'saved_module_version'),
)
#: (former name, table, column). SQLAlchemy names them by their tables, and the tables of the code are compared by that.
INDEXES = (
    ('ix_experiment_workspace_id', 'run_analysis', 'workspace_id'),
    ('ix_experiment_about', 'run_analysis', 'analyzed_run_id'),
    ('ix_experiment_created_at', 'run_analysis', 'created_at'),
    ('ix_visit_share_id', 'guest_session', 'share_id'),
    ('ix_holding_artifact', 'workspace_artifact', 'artifact'),
    ('ix_kept_module_workspace_id', 'saved_module', 'workspace_id'),
)


def upgrade() -> None:
    # Both databases rename in place, with what refers to it: no row is copied, and no trigger is lost.
    for table, old, new in COLUMNS:
        op.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{old}" TO "{new}"')
    for old, new in TABLES:
        op.execute(f'ALTER TABLE "{old}" RENAME TO "{new}"')
    for old, table, column in INDEXES:  # SQLite cannot rename one
        op.drop_index(old, table_name=table)
        op.create_index(f'ix_{table}_{column}', table, [column])
