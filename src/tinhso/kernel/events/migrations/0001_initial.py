# SPDX-License-Identifier: EUPL-1.2
"""The ledger: partitioned table of acts that refuses change, seals, horizon, subscriptions."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

from tinhso.kernel.events import sql


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(sql.CREATE, sql.DROP),
        migrations.CreateModel(
            name="Act",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("verb", models.TextField()),
                ("version", models.SmallIntegerField()),
                ("actor", models.TextField()),
                ("on_behalf_of", models.TextField()),
                ("unit_id", models.UUIDField(null=True)),
                ("area", models.TextField()),
                ("subject", models.TextField()),
                ("case_id", models.UUIDField(null=True)),
                ("rule", models.TextField()),
                ("data", models.JSONField()),
                ("evidence", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("digest", models.BinaryField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_act", "managed": False},
        ),
    ]
