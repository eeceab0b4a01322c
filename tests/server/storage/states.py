"""What databases of released states hold."""

from datetime import UTC, datetime
from typing import Any

from server.storage.database import list_revisions
from tests.small_designs import make_node

MOMENT = datetime(2026, 11, 24, 12, 30, 15, 250_000, tzinfo=UTC)
ARTIFACT = "ab" * 32
DOCUMENT = {
    "format": 1,
    "name": "Prices 🏷",
    "description": "",
    "nodes": {
        "data": make_node("dataset", {"dataset": "cars"}),
        "split": make_node("split_data", dataset="data.dataset"),
    },
}
TIMES = {"created_at": MOMENT}

#: {revision: {table: rows}}: what a database of that released state holds besides what the earlier ones do.
RELEASED: dict[str, dict[str, list[dict[str, Any]]]] = {
    "0001": {
        "artifact": [
            {"id": ARTIFACT, "type": "dataset", "bytes": 5_000_000_000, "rows": 3, "columns": 2}
            | {"glance": {"kind": "table"}, "metrics": None, **TIMES}
        ],
        "dataset": [
            {"id": "cars", "name": "Cars", "source": "upload", "attribution": None, "deleted_at": None, **TIMES}
        ],
        "design": [
            {"id": "d1", "document": DOCUMENT, "name": "Prices 🏷", "revision": 2, "trusted": True, "hidden": False}
            | {"updated_at": MOMENT, "deleted_at": None, **TIMES}
        ],
        "launch": [{"token_hash": "l" * 64, "expires_at": MOMENT}],
        "session": [{"token_hash": "s" * 64, "expires_at": MOMENT, **TIMES}],
        "result": [{"key": "k1", "outputs": {"dataset": ARTIFACT}, "run_id": "r1", "seconds": 0.25, **TIMES}],
        "dataset_version": [
            {"dataset_id": "cars", "version": 1, "artifact": ARTIFACT, "file_name": "cars.csv", "file_bytes": 70}
            | {"notices": ["Read as UTF-8."], **TIMES}
        ],
        "event": [
            {"id": 7, "design_id": "d1", "kind": "edits", "key": "e1", "body": {"revision": 1}, **TIMES},
            {"id": 9, "design_id": "d1", "kind": "edits", "key": None, "body": {"revision": 2}, **TIMES},
        ],
        "run": [
            {"id": "r1", "design_id": "d1", "number": 1, "key": "once", "revision": 2, "document": DOCUMENT}
            | {"targets": [], "state": "succeeded", "isolation": {"level": "S3"}, "owner": "host:1"}
            | {"lease_until": MOMENT, "cancel_requested": False, "started_at": MOMENT, "finished_at": MOMENT, **TIMES}
        ],
        "step": [
            {"run_id": "r1", "node": "split", "position": 1, "module": "split_data", "title": "Split Data"}
            | {"signature": "s1", "state": "succeeded", "reason": None, "attempt": 1, "cache_key": "k1"}
            | {"seconds": 0.25, "reused_from": None, "error": None, "outputs": {"results_dataset1": ARTIFACT}}
            | {"started_at": MOMENT, "finished_at": MOMENT}
        ],
    },
    "0002": {
        "connection": [
            {"id": "c1", "name": "warehouse", "kind": "postgresql", "sealed": "sealed", "revision": 1}
            | {"updated_at": MOMENT, **TIMES}
        ]
    },
    "0003": {
        "kept_module": [{"id": "m1", "title": "Clean", "kind": "selection", "deleted_at": None, **TIMES}],
        "kept_module_version": [{"module_id": "m1", "version": 1, "content": {"nodes": {}}, **TIMES}],
    },
    "0004": {},
    "0005": {
        "share": [
            {"id": "s1", "design_id": "d1", "name": "Reviewers", "scope": "view", "token_hash": "t" * 64}
            | {"password_hash": None, "document": DOCUMENT, "revision": 2, "results": {"split": "r1"}}
            | {"shows": "metrics", "rows": 100, "scripts": False, "preview": False, "origins": [], "opened": 3}
            | {"copied": 0, "expires_at": MOMENT, "last_used_at": None, "revoked_at": None, **TIMES}
        ],
        "visit": [{"token_hash": "v" * 64, "share_id": "s1", "expires_at": MOMENT}],
    },
    "0006": {
        "version": [
            {"id": "v1", "design_id": "d1", "revision": 1, "reason": "named", "name": "First", "note": ""}
            | {"run_number": None, "document": DOCUMENT, **TIMES}
        ]
    },
    "0007": {
        "thread": [
            {"id": "th1", "design_id": "d1", "node": "split", "port": None, "version_id": None, "title": "Split Data"}
            | {"resolved_at": None, "resolved_by": None, **TIMES}
        ],
        "comment": [
            {"id": "co1", "thread_id": "th1", "person_id": "a1", "person_name": "Ada", "text": "Why?"}
            | {"edited_at": None, **TIMES}
        ],
    },
    "0008": {
        "account": [
            {"id": "a1", "login": "ada", "name": "Ada", "password_hash": "$argon2id$", "subject": None}
            | {"owns_server": True, "disabled_at": None, **TIMES}
        ],
        "workspace": [{"id": "personal", "name": "Team", **TIMES}],
        "member": [{"workspace_id": "personal", "account_id": "a1", "role": "owner", **TIMES}],
        "invite": [
            {"id": "i1", "token_hash": "i" * 64, "workspace_id": "personal", "role": "viewer", "account_id": None}
            | {"note": "Bob", "invited_by": "Ada", "expires_at": MOMENT, **TIMES}
        ],
        "api_token": [
            {"id": "k1", "token_hash": "k" * 64, "account_id": "a1", "workspace_id": "personal", "name": "Nightly"}
            | {"scope": "run", "begins": "designery_abcd", "expires_at": None, "last_used_at": None, **TIMES}
        ],
        "audit": [
            {"id": 1, "at": MOMENT, "account_id": "a1", "person": "Ada", "address": "127.0.0.1"}
            | {"action": "run.started", "workspace_id": "personal", "workspace": "Team", "subject": "Prices, run 1"}
            | {"details": {"design": "d1", "run": "r1", "isolation": "S3", "code": []}}
        ],
        "holding": [{"workspace_id": "personal", "artifact": ARTIFACT}],
    },
    "0009": {
        "secret": [
            {"id": "x1", "workspace_id": "personal", "name": "KEY", "sealed": "sealed", "revision": 1, "set_by": "Ada"}
            | {"updated_at": MOMENT, "last_used_at": None, **TIMES}
        ]
    },
}

#: {revision: {table: columns}}: what rows of earlier states have in this one, where the database has no value for it.
SINCE: dict[str, dict[str, dict[str, Any]]] = {
    "0008": {"session": {"id": "se1", "last_used_at": MOMENT}},
}


def rows_until(revision: str) -> dict[str, list[dict[str, Any]]]:
    """What a database of this state holds."""
    earlier = list_revisions()[: list_revisions().index(revision) + 1]
    held = {table: rows for known in earlier for table, rows in RELEASED.get(known, {}).items()}
    for known in earlier:
        for table, columns in SINCE.get(known, {}).items():
            held[table] = [{**row, **columns} for row in held[table]]
    return held
