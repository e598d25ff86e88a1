# SPDX-License-Identifier: EUPL-1.2
"""Weekly, monthly and half-yearly reviews: what is due follows from the calendar and from what was written down."""

from datetime import date, timedelta

import pytest

from tinhso.kernel.events.models import Act
from tinhso.modules.security.actions.reviews import record_review
from tinhso.modules.security.duty_rules import last_whole
from tinhso.modules.security.errors import DutyImpossible, NotYourCentre
from tinhso.modules.security.models import DutyReview, Source
from tinhso.modules.security.queries.reviews import reviews_due
from tinhso.modules.security.tests.world import NOW, registered
from tinhso.modules.security.types.duty import ReviewKind

TODAY = NOW.date()  # Monday, 2 March 2026
WORDS = "Đã xem 12 cảnh báo, tạm ẩn một luật."
WEEK = date(2026, 2, 23)


@pytest.mark.parametrize(
    ("kind", "today", "first", "last"),
    [
        (ReviewKind.WEEK, date(2026, 3, 9), date(2026, 3, 2), date(2026, 3, 8)),
        (ReviewKind.WEEK, date(2026, 3, 8), date(2026, 2, 23), date(2026, 3, 1)),
        (ReviewKind.WEEK, date(2026, 1, 1), date(2025, 12, 22), date(2025, 12, 28)),
        (ReviewKind.MONTH, date(2026, 3, 1), date(2026, 2, 1), date(2026, 2, 28)),
        (ReviewKind.MONTH, date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31)),
        (ReviewKind.HALF_YEAR, date(2026, 6, 30), date(2025, 7, 1), date(2025, 12, 31)),
        (ReviewKind.HALF_YEAR, date(2026, 7, 1), date(2026, 1, 1), date(2026, 6, 30)),
    ],
)
def test_the_last_whole_period(kind, today, first, last):
    assert last_whole(kind, today) == (first, last)


@pytest.fixture
def watching(world):
    source, _token = registered(world)
    Source.objects.filter(id=source.id).update(registered_at=NOW - timedelta(days=400))


def test_all_three_are_due_until_written_down(world, watching):
    assert [one.kind for one in reviews_due(TODAY)] == list(ReviewKind)
    made = record_review(ReviewKind.WEEK, WEEK, WORDS, viewer=world.operator, now=NOW)
    again = record_review(ReviewKind.WEEK, WEEK, "khác hẳn lần trước", viewer=world.operator, now=NOW)
    assert (again.id, again.words, DutyReview.objects.count()) == (made.id, WORDS, 1)
    assert [one.kind for one in reviews_due(TODAY)] == [ReviewKind.MONTH, ReviewKind.HALF_YEAR]
    assert ReviewKind.WEEK in [one.kind for one in reviews_due(TODAY + timedelta(days=7))]
    assert Act.objects.get(verb="duty_review:done").data == {"kind": "week", "first": "2026-02-23"}


def test_nothing_is_due_before_anything_was_watched(world):
    assert reviews_due(TODAY) == []
    registered(world)
    assert reviews_due(TODAY) == []


@pytest.mark.parametrize(
    ("first", "words", "sentence"),
    [(WEEK, "ngắn", "ít nhất 10"), (date(2026, 3, 2), WORDS, "chưa kết thúc"), (date(2026, 2, 16), WORDS, "không còn")],
)
def test_what_cannot_be_written_down_is_said(world, watching, first, words, sentence):
    with pytest.raises(DutyImpossible, match=sentence):
        record_review(ReviewKind.WEEK, first, words, viewer=world.operator, now=NOW)
    assert not DutyReview.objects.exists()


def test_only_the_centre_writes_it_down(world, watching):
    for viewer in (world.head, world.auditor):
        with pytest.raises(NotYourCentre):
            record_review(ReviewKind.WEEK, WEEK, WORDS, viewer=viewer, now=NOW)
