# SPDX-License-Identifier: EUPL-1.2
"""Offers made before anyone asked, what a person never wants to hear of again, when a register was last asked."""

from django.db import models
from django.db.models import Q

from tinhso.kernel.identity.models import Person
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.proactive.types import Grade, Standing


class Offer(models.Model):
    """Đề nghị dịch vụ công chủ động: one occasion of one person, offered once, with the way back."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers")
    service = models.CharField(max_length=40, help_text="key of the table of services")
    occasion = models.CharField(max_length=60, help_text="what makes this occasion this one")
    grade = models.SmallIntegerField(choices=[(one.value, one.name) for one in Grade])
    standing = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Standing])
    day = models.DateField(help_text="the day of the occasion")
    facts = models.JSONField(help_text="what it rests on: label, value, source")
    missing = models.JSONField(default=list, help_text="why the grade is lower than it could be, in words")
    made_at = models.DateTimeField()
    snoozed_until = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    draft_key = models.UUIDField(null=True, unique=True, help_text="the draft prepared, also after it was filed")
    dossier = models.OneToOneField("onestop.Dossier", on_delete=models.PROTECT, null=True, related_name="offer")
    before = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the state before")
    after = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the state after it was restored")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "service", "occasion"], name="offer_once"),
            models.CheckConstraint(
                condition=Q(standing=Standing.SNOOZED, snoozed_until__isnull=False)
                | (~Q(standing=Standing.SNOOZED) & Q(snoozed_until=None)),
                name="offer_snoozed_until",
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.RESTORED) | ~Q(before="", after=""), name="offer_restored_with_proof"
            ),
        )
        indexes = (models.Index(fields=["person", "-made_at"], name="offer_person"),)


class OfferBar(models.Model):
    """Không nhận đề nghị về một dịch vụ: holds until the person takes it back."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="offer_bars")
    service = models.CharField(max_length=40)
    barred_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "service"], name="offer_bar_once"),)


class RegisterLook(models.Model):
    """Lần hỏi cơ sở dữ liệu cho đề nghị: when and when again; never what was told."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="register_looks")
    service = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    again_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "service"], name="register_look_once"),)
