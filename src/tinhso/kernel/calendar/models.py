# SPDX-License-Identifier: EUPL-1.2
"""Tables of the working calendar; kept for ever, because old due dates must stay explainable.

They hold no personal data.
"""

from django.db import models
from django.db.models import F, Q

from tinhso.kernel.calendar import types
from tinhso.lib.uuid7 import uuid7


class DayOverride(models.Model):
    """Ngày nghỉ lễ, nghỉ bù, ngày làm bù: true on `date`, known during [known_from, known_until).

    A row is never changed in substance: a correction ends it (`known_until`) and adds another.
    """

    date = models.DateField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in types.DayKind])
    name = models.CharField(max_length=200)
    basis = models.CharField(max_length=300)
    status = models.CharField(max_length=12, choices=[(s.value, s.value) for s in types.DayStatus])
    swapped_with = models.DateField(null=True, blank=True)
    lunar_date = models.CharField(max_length=5, blank=True)
    known_from = models.DateField(null=True, blank=True)
    known_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("date", "known_from")
        constraints = (
            models.UniqueConstraint(
                fields=["date"],
                condition=Q(known_until__isnull=True),
                name="workcalendar_one_reading_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in types.DayKind]), name="workcalendar_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(known_until__isnull=True)
                | Q(known_from__isnull=True)
                | Q(known_until__gte=F("known_from")),
                name="workcalendar_known_span_runs_forward",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="workcalendar_day_has_a_basis"),
        )

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name}"

    def as_type(self) -> types.DayOverride:
        """Return the row as the value that the rules compute with."""
        return types.DayOverride(
            day=self.date,
            kind=types.DayKind(self.kind),
            name=self.name,
            basis=self.basis,
            status=types.DayStatus(self.status),
            swapped_with=self.swapped_with,
            known_from=self.known_from,
            known_until=self.known_until,
            lunar_date=self.lunar_date,
        )

    @classmethod
    def from_type(cls, override: types.DayOverride) -> "DayOverride":
        """Return an unsaved row with the content of a value."""
        return cls(
            date=override.day,
            kind=override.kind.value,
            name=override.name,
            basis=override.basis,
            status=override.status.value,
            swapped_with=override.swapped_with,
            known_from=override.known_from,
            known_until=override.known_until,
            lunar_date=override.lunar_date,
        )


class PublishedYear(models.Model):
    """Năm đã công bố lịch nghỉ: due dates within such years are not provisional."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    published_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.year)


class CalendarState(models.Model):
    """The one row that says which state of the calendar is current, and the office hours (giờ làm việc)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField(default=uuid7)
    """New with every change. Not a counter: a number rolled back would come again with other content."""
    sessions = models.JSONField(null=True, blank=True)
    """List of ["07:30", "11:30"]; null: the default hours of `types.OfficeHours`."""

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="workcalendar_one_state"),)

    def __str__(self) -> str:
        return str(self.version)
