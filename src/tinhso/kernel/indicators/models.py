# SPDX-License-Identifier: EUPL-1.2
"""The facts: by day, by month, and of the whole province by day; what was known late stands beside them.

Definitions are data files of the modules and need no table.
"""

from django.db import models


class Counted(models.Model):
    """What the tables hold: one number per fact, unit, area and dimension.

    Nobody asks for a row by its number, so that its number has no index: half of what writing a row would cost.
    """

    fact = models.CharField(max_length=60, db_collation="C")
    unit_id = models.UUIDField(null=True)
    area = models.CharField(max_length=10, blank=True, db_collation="C")
    dimension = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    value = models.BigIntegerField()

    class Meta:
        abstract = True


class Fact(Counted):
    """Số liệu gốc: what the acts of one day add up to; every act is added exactly once."""

    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["fact", "day", "unit_id", "area", "dimension"], name="fact_once", nulls_distinct=False
            ),
        )


class MonthlyFact(Counted):
    """The same numbers by month, written in the same transaction, so that a year is a few rows of each unit."""

    month = models.DateField(help_text="ngày đầu tháng")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["fact", "month", "unit_id", "area", "dimension"], name="monthly_fact_once", nulls_distinct=False
            ),
        )


class ProvinceFact(Counted):
    """The same numbers by day without unit and area, so that a public page reads a few rows of each day."""

    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["fact", "day", "unit_id", "area", "dimension"], name="province_fact_once", nulls_distinct=False
            ),
        )


class LateFact(Counted):
    """Số liệu ghi muộn: the part of the numbers of a day that the ledger sealed only on a later day.

    Already in the other tables. A figure as it was known on a day is what they say less what was known later.
    """

    day = models.DateField()
    known_on = models.DateField(help_text="ngày niêm phong")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["fact", "day", "unit_id", "area", "dimension", "known_on"],
                name="late_fact_once",
                nulls_distinct=False,
            ),
        )
