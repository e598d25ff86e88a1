# SPDX-License-Identifier: EUPL-1.2
"""Emptying the test database between tests that commit: the ledger refuses, so its guards are lifted by its owner."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

from tinhso.kernel.indicators.guards import GUARDED as ADOPTED

GUARDED = ("ledger_act", "ledger_seal", "ledger_timestamp", *ADOPTED)
_plain_flush = DatabaseOperations.sql_flush


def _flush(self: DatabaseOperations, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
    names = [name for name in tables if name != "ledger_horizon"]
    statements = _plain_flush(self, style, [*names, "ledger_act"], **options)
    lift = [*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in GUARDED), _months("DISABLE")]
    close = [*(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in GUARDED), _months("ENABLE")]
    start = ["UPDATE ledger_horizon SET seq = 0", "SELECT setval('ledger_act_seq', 1, false)"]
    return [*lift, *statements, *close, *start]


def _months(word: str) -> str:
    return f"""DO $$ DECLARE part regclass; BEGIN
        FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'ledger_act'::regclass LOOP
            EXECUTE format('ALTER TABLE %s {word} TRIGGER USER', part);
        END LOOP; END $$"""


def install() -> None:
    """Teach Django's flush about the guards; called once by the test session."""
    DatabaseOperations.sql_flush = _flush  # type: ignore[method-assign]
