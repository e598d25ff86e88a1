# SPDX-License-Identifier: EUPL-1.2
"""A financial duty has a charge."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("onestop", "0007_charge_every_duty")]

    operations = [
        migrations.AlterField(
            model_name="financialduty",
            name="charge",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="duty", to="onestop.charge"
            ),
        ),
    ]
