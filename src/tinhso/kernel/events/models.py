# SPDX-License-Identifier: EUPL-1.2
"""Tables of the ledger. `Act` is made by SQL in the migration (partitioned, refusing change) and only read here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Act(models.Model):
    """One thing done (sự kiện). Written by `actions.record` alone; the table refuses UPDATE, DELETE, TRUNCATE."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.TextField()
    version = models.SmallIntegerField()
    actor = models.TextField()
    on_behalf_of = models.TextField()
    unit_id = models.UUIDField(null=True)
    area = models.TextField()
    subject = models.TextField()
    case_id = models.UUIDField(null=True)
    rule = models.TextField()
    data = models.JSONField()
    evidence = ArrayField(models.TextField())
    digest = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "ledger_act"


class Seal(models.Model):
    """A signed Merkle root over a run of acts; append-only like the acts themselves."""

    number = models.BigIntegerField(primary_key=True)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField(unique=True)
    size = models.IntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    sealed_at = models.DateTimeField()
    key_id = models.CharField(max_length=32)
    signature = models.BinaryField()
    seqs = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField(help_text="32 bytes per act in order of seqs, so that a fault can be named")

    class Meta:
        db_table = "ledger_seal"


class Timestamp(models.Model):
    """An RFC 3161 token over the header of a seal; it covers every earlier seal through the chain."""

    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, primary_key=True)
    token = models.BinaryField()
    stamped_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_timestamp"


class Horizon(models.Model):
    """The highest sequence number below which no transaction can still commit an act. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_horizon"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="ledger_horizon_one_row"),)


class Subscription(models.Model):
    """How far one reader of the ledger has come."""

    name = models.CharField(max_length=60, primary_key=True)
    seq = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_subscription"


class Parked(models.Model):
    """An act whose reaction failed; later acts of the same subject wait behind it, other subjects go on."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE)
    subject = models.TextField()
    seq = models.BigIntegerField()
    attempts = models.IntegerField(default=0)
    error = models.TextField(blank=True)
    retry_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_parked"
        constraints = (models.UniqueConstraint(fields=["subscription", "seq"], name="ledger_parked_once"),)
        indexes = (models.Index(fields=["subscription", "subject", "seq"], name="ledger_parked_subject"),)
