# SPDX-License-Identifier: EUPL-1.2
"""Linked parts and bundles."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_initial"),
        ("identity", "0001_initial"),
        ("onestop", "0004_payments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="bundle",
                        serialize=False,
                        to="onestop.dossier",
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("definition", models.JSONField()),
                ("produced", models.JSONField(default=dict, help_text="result data of the leading component")),
                ("registered_at", models.DateTimeField(null=True)),
                (
                    "registered_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.officer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("registered_at", None), ("registered_by", None)),
                            models.Q(("registered_at__isnull", False), ("registered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="bundle_registered_by",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkedPart",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="linked_part",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("way", models.CharField(choices=[("peer", "peer"), ("up", "up"), ("bundle", "bundle")], max_length=6)),
                (
                    "component",
                    models.CharField(blank=True, help_text="key in the bundle, empty for a forward", max_length=40),
                ),
                ("round", models.IntegerField(help_text="which forward of the dossier, from 1")),
                (
                    "place",
                    models.IntegerField(help_text="same place: at once; the next place begins when this one has ended"),
                ),
                ("leads", models.BooleanField(default=False)),
                ("duty", models.TextField()),
                (
                    "limit_days",
                    models.IntegerField(help_text="working days; null where no time is published", null=True),
                ),
                ("given", models.JSONField(default=dict, help_text="result data of earlier components, passed on")),
                ("sent_at", models.DateTimeField(null=True)),
                ("acknowledge_by", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("alerted_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("fulfilled", models.BooleanField(null=True)),
                ("produced", models.JSONField(default=dict, help_text="result data of this component")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.officer"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.officer"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="onestop.dossier"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.officer"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("acknowledge_by__isnull", False), ("acknowledged_at", None), ("alerted_at", None)
                        ),
                        fields=["acknowledge_by"],
                        name="part_unacknowledged",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("fulfilled", None)),
                            models.Q(("answered_at__isnull", False), ("fulfilled__isnull", False)),
                            _connector="OR",
                        ),
                        name="part_answer_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__gte", 1), ("round__gte", 1)), name="part_place_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("limit_days", None), ("limit_days__gte", 1), _connector="OR"),
                        name="part_limit_positive",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("component", ""), _negated=True),
                        fields=("dossier", "component"),
                        name="part_component_once",
                    ),
                ],
            },
        ),
    ]
