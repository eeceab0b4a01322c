"""The team server of the tests of accounts, for a file of this folder."""

from tests.server.auth.conftest import pair, team

__all__ = ["pair", "team"]
