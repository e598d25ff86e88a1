# SPDX-License-Identifier: EUPL-1.2
"""Take the index off the numbers of rows: nothing asks for a fact by its number, and each row written paid for it."""

from django.db import migrations

TABLES = ("indicators_fact", "indicators_monthlyfact", "indicators_provincefact", "indicators_latefact")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_late_facts")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY (id)",
        )
        for table in TABLES
    ]
