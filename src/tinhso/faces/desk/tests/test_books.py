# SPDX-License-Identifier: EUPL-1.2
"""The page on which the book F06 is signed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.modules.onestop.actions import books
from tinhso.modules.onestop.models import BookLine
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office


@pytest.fixture
def book(people, person, monkeypatch):
    """A book of one line received today; signed without authorities."""
    monkeypatch.setattr(books.sign_book, "__kwdefaults__", {"sign": office.signed})
    dossier = world.received(person, people, now=timezone.now() - timedelta(minutes=31))
    line = BookLine.objects.get(dossier=dossier)
    return [str(people.unit.id), line.field, line.year]


def days(year):
    today = timezone.localdate()
    first = {"tu-day": 1, "tu-month": 1, "tu-year": year}
    return first | {"den-day": today.day, "den-month": today.month, "den-year": today.year}


def test_a_book_is_signed_listed_and_taken(people, sign_in, book):
    client = sign_in(people.reception)
    before = client.get(reverse("desk:book", args=book)).content.decode()
    form = client.get(reverse("desk:sign_book", args=book))
    done = client.post(reverse("desk:sign_book", args=book), days(book[2]), follow=True)

    (paper,) = done.context["papers"]
    file = client.get(reverse("desk:book_paper", args=[paper.id]))
    assert "Chưa có bản nào được ký" in before
    assert form.status_code == 200
    assert "Đã ký sổ từ dòng 1 đến dòng 1." in done.content.decode()
    assert file.content.startswith(b"%PDF")


def test_a_wrong_period_comes_back_with_a_sentence(people, sign_in, book):
    typed = days(book[2]) | {"tu-day": 31, "tu-month": 2}

    answer = sign_in(people.reception).post(reverse("desk:sign_book", args=book), typed)

    assert answer.status_code == 422


def test_a_specialist_is_not_offered_to_sign(people, sign_in, book):
    client = sign_in(people.specialist)

    assert not client.get(reverse("desk:book", args=book)).context["can_sign"]
    assert client.get(reverse("desk:sign_book", args=book)).status_code == 403
