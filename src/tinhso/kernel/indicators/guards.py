# SPDX-License-Identifier: EUPL-1.2
"""Adopted ledgers refuse change as our own does: the statements of the migration, kept readable here."""

GUARDED = (
    "indicators_adoptedledger",
    "indicators_adoptedunit",
    "indicators_adoptedseal",
    "indicators_adoptedact",
)

GUARD = "".join(
    f"""
CREATE TRIGGER adopted_refuse BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER adopted_refuse_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
    for table in GUARDED
)
UNGUARD = "".join(
    f"DROP TRIGGER adopted_refuse ON {table}; DROP TRIGGER adopted_refuse_truncate ON {table};" for table in GUARDED
)
