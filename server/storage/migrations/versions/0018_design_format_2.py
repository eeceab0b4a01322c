"""Designs in format 2: parameters that were left out get the defaults that they had, where a module has others now."""

import json

import sqlalchemy as sa
from alembic import op

from modules.kit import catalog
from server.graph.upgrades import upgrade_document, upgrade_node

revision = '0018'
down_revision = '0017'

DOCUMENTS = ('design', 'version', 'run', 'share')
FORMER = 1


def upgrade() -> None:
    known = catalog()
    for name in DOCUMENTS:
        _rewrite(name, 'document', ['id'], lambda document: upgrade_document(document, known))
    _rewrite('kept_module_version', 'content', ['module_id', 'version'], lambda content: _saved_module(content, known))
    _rewrite('event', 'body', ['id'], lambda body: _edits(body, known), sa.column('kind') == 'edits')


def _rewrite(name, column, key, change, *where) -> None:
    """Change the JSON of each row of a table; rows that stay as they are are not written."""
    connection = op.get_bind()
    table = sa.table(name, sa.column(column, sa.JSON()), *(sa.column(part) for part in key), sa.column('kind'))
    rows = connection.execute(sa.select(table.c[column], *(table.c[part] for part in key)).where(*where))
    for value, *identity in rows.fetchall():
        changed = change(value) if isinstance(value, dict) else value
        if changed is not value and json.dumps(changed) != json.dumps(value):
            same = [table.c[part] == found for part, found in zip(key, identity)]
            connection.execute(sa.update(table).where(*same).values({column: changed}))


def _saved_module(content, known):
    nodes = content.get('nodes')
    if not isinstance(nodes, dict):
        return content
    return {**content, 'nodes': {name: upgrade_node(node, FORMER, known) for name, node in nodes.items()}}


def _edits(body, known):
    """Nodes that were added in the history, so that going back to a moment brings back what they meant."""
    edits = body.get('edits')
    if not isinstance(edits, list):
        return body
    return {**body, 'edits': [_edit(edit, known) for edit in edits]}


def _edit(edit, known):
    path = edit.get('path') if isinstance(edit, dict) else None
    if isinstance(path, list) and len(path) == 2 and path[0] == 'nodes' and 'value' in edit:
        return {**edit, 'value': upgrade_node(edit['value'], FORMER, known)}
    return edit
