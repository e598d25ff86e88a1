# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import tinhso.lib.uuid7
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_search_and_retention"),
        ("identity", "0001_initial"),
        ("onestop", "0018_number_blocks"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedureversion",
            name="paper",
            field=models.OneToOneField(
                help_text="signed paper of its publication; null when it came from the data files",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                ("id", models.UUIDField(default=tinhso.lib.uuid7.uuid7, primary_key=True, serialize=False)),
                ("code", models.CharField(help_text="code of the procedure it is to become a version of", max_length=12)),
                ("definition", models.JSONField()),
                ("form", models.JSONField(null=True)),
                (
                    "revision",
                    models.IntegerField(
                        default=1, help_text="grows with each change; a page of an older one is refused"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("published", "published"), ("dropped", "dropped")], max_length=10
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="onestop.procedureversion",
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.officer"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.officer"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_copy",
                        to="onestop.procedureversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("code",), name="working_copy_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), ("version__isnull", False)),
                            models.Q(models.Q(("state", "published"), _negated=True), ("version", None)),
                            _connector="OR",
                        ),
                        name="working_copy_published_with_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.IntegerField(help_text="of the copy after the change")),
                ("what", models.CharField(max_length=200)),
                ("definition", models.JSONField()),
                ("form", models.JSONField(null=True)),
                (
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="onestop.workingcopy"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("copy", "revision"), name="edit_step_once")],
            },
        ),
    ]
