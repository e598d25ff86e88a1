# SPDX-License-Identifier: EUPL-1.2
"""The book F06 as a signed paper for a period (01/2018/TT-VPCP, Điều 10)."""

from datetime import date, timedelta

import pypdfium2
import pytest

from tinhso.kernel.documents.errors import SigningUnavailable
from tinhso.kernel.documents.queries import open_version, signatures_of
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.events.queries import acts_of_subject
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import NotYourDesk
from tinhso.modules.onestop.models import BookLine, BookPaper
from tinhso.modules.onestop.queries.books import book_paper
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

NOW = world.START + timedelta(days=2)
WEEK = actions.Period("ho_tich", 2026, date(2026, 11, 1), date(2026, 11, 4))


def signed(people, period=WEEK, *, by=None, now=NOW):
    return actions.sign_book(people.unit.id, period, viewer=by or people.reception, now=now, sign=office.signed)


def text_of(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


@pytest.fixture
def line(people, person):
    return BookLine.objects.get(dossier=world.received(person, people))


def test_the_book_of_a_period_is_signed_and_kept(people, person, line):
    paper = signed(people)

    words = text_of(open_version(paper.document_id).data)
    assert line.dossier.code in words
    assert person.full_name in words
    assert "từ 01/11/2026 đến 04/11/2026" in words
    assert [one.signer_name for one in signatures_of(paper.document_id)] == [people.reception.name]
    (act,) = acts_of_subject(f"book:{people.unit.id}:ho_tich:2026")
    assert (act.verb, act.data["first"], act.data["last"]) == ("book:signed", 1, 1)


def test_the_same_lines_are_signed_once_and_changed_lines_again(people, person, line):
    first = signed(people)

    assert signed(people).id == first.id
    world.received(world.citizen("083190000456", "Lê Văn Cau"), people, now=world.START + timedelta(hours=1))
    assert signed(people).id != first.id
    assert BookPaper.objects.count() == 2


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2026, 11, 4), date(2026, 11, 1), "trước ngày cuối kỳ"),
        (date(2025, 12, 31), date(2026, 11, 1), "trong năm 2026"),
        (date(2026, 11, 1), date(2026, 11, 5), "sau hôm nay"),
        (date(2026, 10, 1), date(2026, 11, 1), "không có dòng nào"),
    ],
)
def test_a_period_that_is_none_says_why(people, line, since, until, said):
    with pytest.raises(Refused, match=said):
        signed(people, actions.Period("ho_tich", 2026, since, until))


def test_who_has_no_part_in_the_desk_does_not_sign(people, line):
    with pytest.raises(NotYourDesk):
        signed(people, by=people.specialist)


def test_an_authority_that_is_down_leaves_nothing(people, line):
    def down(*_args, **_more):
        raise SigningUnavailable("Cơ quan cấp dấu thời gian không trả lời.")

    with pytest.raises(SigningUnavailable):
        actions.sign_book(people.unit.id, WEEK, viewer=people.head, now=NOW, sign=down)
    assert not BookPaper.objects.exists()


def test_another_unit_does_not_read_the_paper(people, line):
    paper = signed(people)
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE)).reception

    with pytest.raises(NotAllowed, match="không thuộc phạm vi"):
        book_paper(stranger, paper.id)
