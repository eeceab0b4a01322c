"""Alembic runs the migrations inside the connection that Database.migrate hands over."""

from alembic import context
from sqlmodel import SQLModel

import server.storage.orm.access_tables
import server.storage.orm.account_tables
import server.storage.orm.alert_tables
import server.storage.orm.core_tables
import server.storage.orm.endpoint_tables
import server.storage.orm.environment_tables
import server.storage.orm.notification_tables
import server.storage.orm.pipeline_tables
import server.storage.orm.proposal_tables
import server.storage.orm.registry_tables
import server.storage.stores.design_listings
import server.storage.stores.design_secret_index  # noqa: F401  both register tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
