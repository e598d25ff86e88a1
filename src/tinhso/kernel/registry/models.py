# SPDX-License-Identifier: EUPL-1.2
"""Areas, units and posts with the dates on which they were true."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from tinhso.kernel.registry.types import Level, PostRole
from tinhso.lib.uuid7 import uuid7


class Area(models.Model):
    """Địa bàn: a province, district or commune as the law had it during `valid`; codes are re-used, so code + date."""

    code = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=160)
    parent_code = models.CharField(max_length=10, blank=True)
    province_code = models.CharField(max_length=4)
    valid = DateRangeField()
    sort_key = models.CharField(max_length=600, db_collation="C")
    search_key = models.CharField(max_length=200)
    lat = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    population = models.IntegerField(null=True)

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="area_code_once_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        )
        indexes = (
            models.Index(fields=["code", "level"], name="area_code"),
            models.Index(fields=["parent_code"], name="area_parent"),
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="area_search"),
        )

    def __str__(self) -> str:
        return self.full_name


class AreaChange(models.Model):
    """One predecessor → successor step of the law, whether or not this installation has applied it."""

    on = models.DateField()
    level = models.CharField(max_length=10)
    predecessor = models.CharField(max_length=10)
    predecessor_name = models.CharField(max_length=160)
    successor = models.CharField(max_length=10)
    successor_name = models.CharField(max_length=160)
    extent = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    legal_basis = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["predecessor", "on"], name="areachange_from"),)


class Unit(models.Model):
    """Đơn vị: an agency or a part of one, during `valid`. Its identity survives a change of name or code."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    level = models.CharField(max_length=12, choices=[(level.value, level.value) for level in Level])
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    area_code = models.CharField(max_length=10, blank=True)
    valid = DateRangeField()
    sort_key = models.CharField(max_length=800, db_collation="C")
    search_key = models.CharField(max_length=250)

    class Meta:
        indexes = (
            models.Index(fields=["area_code"], name="unit_area"),
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="unit_search"),
        )

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """A name the unit bore during `valid`; old papers keep the old name."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    valid = DateRangeField()


class UnitCode(models.Model):
    """A code of the unit in one scheme (qd20, qcvn102, gso, tax …) during `valid`; codes are never computed."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=10)
    code = models.CharField(max_length=40)
    status = models.CharField(max_length=12, help_text="confirmed | deduced | knowledge | synthetic …")
    valid = DateRangeField()

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="unit_code_once_at_a_time",
                expressions=[
                    ("scheme", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        )


class Post(models.Model):
    """Chức vụ: a position in a unit with a role in casework; people hold it through assignments."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in PostRole])
    field = models.CharField(max_length=40, blank=True, help_text="sector served by a specialist, empty for all")
    valid = DateRangeField()


class Succession(models.Model):
    """After a reorganisation: whose work passed to whom, from which day."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="inheritances")
    on = models.DateField()
    legal_basis = models.CharField(max_length=200)
    by_area = models.BooleanField(default=False)


class Territory(models.Model):
    """The province this installation serves and the day of the law whose list of units it has applied. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    province_code = models.CharField(max_length=4)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT)
    law_date = models.DateField()
    installed_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="territory_one_row"),)
