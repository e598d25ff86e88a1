# SPDX-License-Identifier: EUPL-1.2
"""The facts: by day, by month, and of the whole province by day; what was known late stands beside them.

Ledgers of other provinces that were adopted stand here too, as they came, and what their acts add up to (ADR 0049).

Definitions are data files of the modules and need no table.
"""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models


class Counted(models.Model):
    """What the tables hold: one number per fact, unit, area and dimension.

    Nobody asks for a row by its number, so that its number has no index: half of what writing a row would cost. The one
    index carries the value too: a page of sums reads the index alone, not a row here and a row there.
    """

    fact = models.CharField(max_length=60, db_collation="C")
    unit_id = models.UUIDField(null=True)
    area = models.CharField(max_length=10, blank=True, db_collation="C")
    dimension = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    value = models.BigIntegerField()

    class Meta:
        abstract = True


class Fact(Counted):
    """Số liệu gốc: what the acts of one day add up to; every act is added exactly once.

    Its index begins with the day: acts come day by day, so that it grows at one end and is made anew almost in order.
    """

    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["day", "fact", "unit_id", "area", "dimension"],
                include=["value"],
                name="fact_once",
                nulls_distinct=False,
            ),
        )


class MonthlyFact(Counted):
    """The same numbers by month, written in the same transaction, so that a year is a few rows of each unit."""

    month = models.DateField(help_text="ngày đầu tháng")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["fact", "month", "unit_id", "area", "dimension"],
                include=["value"],
                name="monthly_fact_once",
                nulls_distinct=False,
            ),
        )


class ProvinceFact(Counted):
    """The same numbers by day without unit and area, so that a public page reads a few rows of each day."""

    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["fact", "day", "unit_id", "area", "dimension"],
                include=["value"],
                name="province_fact_once",
                nulls_distinct=False,
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
                include=["value"],
                name="late_fact_once",
                nulls_distinct=False,
            ),
        )


class AdoptedLedger(models.Model):
    """Sổ tiếp nhận: the ledger of another installation, kept beside our own and never changed."""

    province_code = models.CharField(max_length=4)
    province = models.CharField(max_length=120)
    keys = models.JSONField(help_text="khóa công khai PEM theo mã khóa")
    first_seal = models.BinaryField(unique=True, help_text="digest of its first seal: tells one ledger from others")
    last_seal = models.BinaryField(help_text="digest of its last seal: covers all before it through the chain")
    last_seq = models.BigIntegerField()
    seals = models.IntegerField()
    acts = models.BigIntegerField()
    exported_at = models.DateTimeField()
    adopted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.province


class AdoptedUnit(models.Model):
    """A name a unit of an adopted ledger bore during `valid`; no body of this installation's registry."""

    ledger = models.ForeignKey(AdoptedLedger, on_delete=models.PROTECT)
    unit_id = models.UUIDField()
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True, help_text="mã định danh điện tử (20/2020/QĐ-TTg)")
    level = models.CharField(max_length=12)
    area_code = models.CharField(max_length=10, blank=True)
    valid = DateRangeField()

    class Meta:
        indexes = (models.Index(fields=["unit_id"], name="adoptedunit_unit"),)

    def __str__(self) -> str:
        return self.name


class AdoptedSeal(models.Model):
    """A seal of an adopted ledger as that installation signed it."""

    ledger = models.ForeignKey(AdoptedLedger, on_delete=models.PROTECT)
    number = models.BigIntegerField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    size = models.IntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    sealed_at = models.DateTimeField()
    key_id = models.CharField(max_length=32)
    signature = models.BinaryField()
    seqs = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()
    token = models.BinaryField(help_text="dấu thời gian RFC 3161 của sổ gốc, rỗng nếu không có")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ledger", "number"], name="adopted_seal_once"),)


class AdoptedAct(models.Model):
    """An act of an adopted ledger: its own number, its own identifiers, no name of any person."""

    ledger = models.ForeignKey(AdoptedLedger, on_delete=models.PROTECT)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    verb = models.TextField(db_collation="C")
    version = models.SmallIntegerField()
    actor = models.TextField(db_collation="C")
    on_behalf_of = models.TextField(db_collation="C")
    unit_id = models.UUIDField(null=True)
    area = models.TextField(db_collation="C")
    subject = models.TextField(db_collation="C")
    case_id = models.UUIDField(null=True)
    rule = models.TextField()
    data = models.JSONField()
    evidence = ArrayField(models.TextField())
    digest = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ledger", "seq"], name="adopted_act_once"),)
        indexes = (models.Index(fields=["verb", "at"], name="adoptedact_verb"),)


class AdoptedFact(Counted):
    """What the acts of one adopted ledger add up to: already in the facts of the whole, kept apart to be told apart.

    known_on: the day of the seal for what that ledger sealed late, empty for what it knew on its own day.
    """

    ledger = models.ForeignKey(AdoptedLedger, on_delete=models.PROTECT)
    day = models.DateField()
    known_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["ledger", "fact", "day", "unit_id", "area", "dimension", "known_on"],
                name="adopted_fact_once",
                nulls_distinct=False,
            ),
        )
