# SPDX-License-Identifier: EUPL-1.2
"""Time stamps refuse change and removal like the seals they cover."""

from django.db import migrations

GUARD = """
CREATE TRIGGER ledger_timestamp_refuse BEFORE UPDATE OR DELETE ON ledger_timestamp
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_timestamp_refuse_truncate BEFORE TRUNCATE ON ledger_timestamp
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
LIFT = """
DROP TRIGGER ledger_timestamp_refuse ON ledger_timestamp;
DROP TRIGGER ledger_timestamp_refuse_truncate ON ledger_timestamp;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0002_seal_subscription_horizon_timestamp_parked")]
    operations = [migrations.RunSQL(GUARD, LIFT)]
