# SPDX-License-Identifier: EUPL-1.2
"""Days that differ from the week, published years, version of the calendar."""

import tinhso.lib.uuid7
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PublishedYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("published_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CalendarState",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", models.UUIDField(default=tinhso.lib.uuid7.uuid7)),
                ("sessions", models.JSONField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="workcalendar_one_state")
                ],
            },
        ),
        migrations.CreateModel(
            name="DayOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("holiday", "holiday"),
                            ("compensation_off", "compensation_off"),
                            ("makeup_work", "makeup_work"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("basis", models.CharField(max_length=300)),
                (
                    "status",
                    models.CharField(
                        choices=[("decided", "decided"), ("projected", "projected")], max_length=12
                    ),
                ),
                ("swapped_with", models.DateField(blank=True, null=True)),
                ("lunar_date", models.CharField(blank=True, max_length=5)),
                ("known_from", models.DateField(blank=True, null=True)),
                ("known_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("date", "known_from"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("known_until__isnull", True)),
                        fields=("date",),
                        name="workcalendar_one_reading_of_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["holiday", "compensation_off", "makeup_work"])),
                        name="workcalendar_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_until__isnull", True),
                            ("known_from__isnull", True),
                            ("known_until__gte", models.F("known_from")),
                            _connector="OR",
                        ),
                        name="workcalendar_known_span_runs_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="workcalendar_day_has_a_basis"
                    ),
                ],
            },
        ),
    ]
