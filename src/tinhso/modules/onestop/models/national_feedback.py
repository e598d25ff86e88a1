# SPDX-License-Identifier: EUPL-1.2
"""Feedback filed on the national system: its number there and who wrote it."""

from django.db import models

from tinhso.modules.onestop.models.feedback import Feedback


class NationalFeedback(models.Model):
    """Phản ánh nhận từ hệ thống quốc gia: whom the answer goes to there, and when it was written there."""

    feedback = models.OneToOneField(Feedback, on_delete=models.PROTECT, primary_key=True, related_name="national")
    number = models.CharField(max_length=50, unique=True)
    name = models.CharField(max_length=100, blank=True)
    contact = models.CharField(max_length=254, blank=True)
    filed_at = models.DateTimeField(help_text="by the clock of the national system; ours begins when it came here")
