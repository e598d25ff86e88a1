# SPDX-License-Identifier: EUPL-1.2
"""The facts. Definitions are data files of the modules and need no table."""

from django.db import models


class Fact(models.Model):
    """Số liệu gốc: one number per fact, day, unit and area, added to exactly once per act."""

    fact = models.CharField(max_length=60, db_collation="C")
    day = models.DateField()
    unit_id = models.UUIDField(null=True)
    area = models.CharField(max_length=10, blank=True, db_collation="C")
    value = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["fact", "day", "unit_id", "area"], name="fact_once", nulls_distinct=False),
        )
