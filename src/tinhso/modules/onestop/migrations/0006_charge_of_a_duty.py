# SPDX-License-Identifier: EUPL-1.2
"""A financial duty may have its charge; the next two migrations give every one its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("onestop", "0005_linked_parts")]

    operations = [
        migrations.AlterField(
            model_name="payment",
            name="channel",
            field=models.CharField(
                choices=[("truc_tuyen", "truc_tuyen"), ("tien_mat", "tien_mat"), ("kho_bac", "kho_bac")], max_length=12
            ),
        ),
        migrations.AddField(
            model_name="financialduty",
            name="charge",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duty",
                to="onestop.charge",
            ),
        ),
    ]
