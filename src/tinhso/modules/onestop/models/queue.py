# SPDX-License-Identifier: EUPL-1.2
"""The queue of a one-stop desk: the place and its counters, devices, days, tickets and appointments."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from tinhso.kernel.calendar.types import TIMEZONE
from tinhso.kernel.identity.models import Officer, Person
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.queue.types import (
    DeviceKind,
    FairRule,
    Lane,
    Source,
    Standing,
    TicketState,
    VisitState,
    Window,
)


class QueuePlace(models.Model):
    """Nơi lấy số ở Bộ phận Một cửa: one for a unit, with settings its head decides. All defaults are house rules."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="queue_place")
    priority_groups = models.JSONField(default=list, help_text="keys of data/queue_priority.yaml")
    favoured_in_row = models.SmallIntegerField(default=2)
    grace_minutes = models.SmallIntegerField(default=15)
    slot_minutes = models.SmallIntegerField(default=30)
    slot_capacity = models.SmallIntegerField(default=0, help_text="people per slot; 0: no appointments")
    days_ahead = models.SmallIntegerField(default=10, help_text="working days")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(favoured_in_row__range=(1, 9), grace_minutes__range=(0, 120), days_ahead__range=(1, 60))
                & Q(slot_minutes__range=(5, 240), slot_capacity__range=(0, 99)),
                name="queue_place_sane",
            ),
        )

    @property
    def rule(self) -> FairRule:
        return FairRule(self.favoured_in_row, self.grace_minutes)


class QueueDay(models.Model):
    """Ngày lấy số: the last number of a day; its row is locked by whoever changes anything in the queue of that day."""

    place = models.ForeignKey(QueuePlace, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    last_number = models.IntegerField(default=0)
    last_at = models.DateTimeField(null=True, help_text="when the last number was taken; a clock set back waits for it")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["place", "day"], name="queue_day_once"),)


class QueueCounter(models.Model):
    """Quầy: serves fields (lĩnh vực) of procedures, all when none is named; open while an officer sits there."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    place = models.ForeignKey(QueuePlace, on_delete=models.PROTECT, related_name="counters")
    number = models.SmallIntegerField()
    sectors = models.JSONField(default=list)
    in_use = models.BooleanField(default=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    streak = models.SmallIntegerField(default=0, help_text="favoured calls in a row past ordinary people")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["place", "number"], name="queue_counter_once"),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(officer__isnull=False), name="queue_counter_one_of_an_officer"
            ),
            models.CheckConstraint(condition=Q(number__range=(1, 99)), name="queue_counter_number"),
            models.CheckConstraint(
                condition=Q(officer=None, opened_at=None) | Q(officer__isnull=False, opened_at__isnull=False),
                name="queue_counter_open_by_someone",
            ),
        )

    def is_open_on(self, day: date) -> bool:
        """Whether somebody sits there; a counter nobody closed the evening before is not open today."""
        return self.opened_at is not None and self.opened_at.astimezone(TIMEZONE).date() == day

    @property
    def window(self) -> Window:
        return Window(self.number, frozenset(self.sectors), self.streak)


class QueueDevice(models.Model):
    """Thiết bị lấy số, màn hình: an address with a key that the head issues and withdraws; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    place = models.ForeignKey(QueuePlace, on_delete=models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=6, choices=[(one.value, one.value) for one in DeviceKind])
    label = models.CharField(max_length=60)
    token_digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)


class Visit(models.Model):
    """Lịch hẹn đến Một cửa: one open for a person and a place; becomes a ticket when the person is there."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    place = models.ForeignKey(QueuePlace, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    slot_at = models.DateTimeField()
    procedures = models.JSONField(default=list)
    code = models.CharField(max_length=6, help_text="typed at the kiosk")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in VisitState])
    booked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["place", "person"], condition=Q(state="open"), name="visit_open_once"),
            models.UniqueConstraint(fields=["place", "day", "code"], name="visit_code_once_a_day"),
        )
        indexes = (models.Index(fields=["state", "slot_at"], name="visit_open_by_hour"),)


class Ticket(models.Model):
    """Phiếu số thứ tự: one number of a day at a place, for one or several procedures; nobody's name is on it.

    Whose appointment it was is known by the appointment. Such a ticket carries no priority, so that nothing here tells
    why a person who is known would have it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    place = models.ForeignKey(QueuePlace, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    number = models.IntegerField()
    code = models.CharField(max_length=12, unique=True, help_text="in the address of its public page")
    client_key = models.CharField(max_length=64, unique=True, help_text="pressed twice gives one ticket")
    source = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Source])
    device = models.ForeignKey(QueueDevice, on_delete=models.PROTECT, null=True, related_name="tickets")
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, null=True, related_name="ticket")
    is_priority = models.BooleanField(default=False)
    procedures = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in TicketState])
    counter = models.ForeignKey(QueueCounter, on_delete=models.PROTECT, null=True, related_name="tickets")
    slot_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, help_text="the first call; the wait ends here")
    last_called_at = models.DateTimeField(null=True)
    calls = models.SmallIntegerField(default=0)
    lane = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Lane])
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["place", "day", "number"], name="ticket_number_once"),
            models.UniqueConstraint(fields=["counter"], condition=Q(state="called"), name="ticket_one_at_a_counter"),
            models.CheckConstraint(condition=Q(visit=None) | Q(is_priority=False), name="ticket_priority_unnamed"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "called"], ended_at=None)
                | (~Q(state__in=["waiting", "called"]) & Q(ended_at__isnull=False)),
                name="ticket_ended_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state="called") | Q(counter__isnull=False, called_at__isnull=False),
                name="ticket_called_to_a_counter",
            ),
        )
        indexes = (models.Index(fields=["place", "day", "state"], name="ticket_queue"),)

    def standing(self) -> Standing:
        """Return the ticket as the rule sees it; the counter must be at hand when it was sent to one."""
        sent_to = self.counter.number if self.state == TicketState.WAITING and self.counter is not None else 0
        return Standing(self.number, self.taken_at, self.is_priority, self.slot_at, sent_to, frozenset(self.sectors))

    def minutes_until(self, now: datetime) -> int:
        """Return whole minutes of waiting up to an instant, never negative."""
        since = max(self.taken_at, self.slot_at) if self.slot_at else self.taken_at
        return max(0, int((now - since).total_seconds() // 60))
