# SPDX-License-Identifier: EUPL-1.2
"""What persons chose about notices."""

from django.db import models

from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop.telling.types import Kind, Way


class NoticeChoice(models.Model):
    """Cách nhận thông báo: the way one person chose for one kind; no row means the rule of the house."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    way = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Way if one])
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="notice_choice_once"),)
