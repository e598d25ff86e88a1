# SPDX-License-Identifier: EUPL-1.2
"""Feedback: 2, 5, 15 and 2 working days (766/QĐ-TTg), told to nobody who has nothing to do with it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.errors import NotYourTurn, StepImpossible
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.feedback import Words
from tinhso.modules.onestop.errors import NotYourDossier, OnceOnly
from tinhso.modules.onestop.models import Feedback
from tinhso.modules.onestop.queries import feedback as queries
from tinhso.modules.onestop.tests import world

NOW = world.START  # Monday 2 November 2026, 08:00
TEXT, ANSWER = "Tôi phải đi lại ba lần mới nộp được hồ sơ.", "Đơn vị đã nhắc nhở cán bộ và xin lỗi ông/bà."


def local(day, hour=8):
    return timezone.make_aware(datetime(2026, 11, day, hour))


def words(people, **more):
    return Words(**{"topic": "yeu_cau_them", "text": TEXT, "client_key": "once", "unit_id": people.unit.id} | more)


@pytest.fixture
def sent(people, person):
    return actions.send_feedback(words(people), viewer=world.viewer(person), now=NOW)


def answered(sent, people, at=NOW + timedelta(days=1)):
    return actions.answer_feedback(sent.pk, answer=ANSWER, viewer=people.head, now=at)


def test_it_lies_with_the_head_and_names_nobody(people, sent):
    assert [one.id for one in casework.inbox(people.head)] == [sent.pk]
    assert not casework.inbox(people.specialist).filter(id=sent.pk).exists()
    assert "Bưởi" not in sent.case.title + sent.case.search_key
    assert TEXT not in str(ledger.acts_of_case(sent.pk)[0].data)


def test_the_clocks_of_the_index(sent, people):
    """766/QĐ-TTg: refuse within 2, ask within 5, answer within 15 working days, publish within 2 of the answer."""
    days = [sent.refuse_by, sent.ask_by, sent.case.due_at]
    assert [timezone.localtime(one).date().isoformat() for one in days] == ["2026-11-04", "2026-11-09", "2026-11-23"]

    done = answered(sent, people, at=local(10))

    assert timezone.localtime(done.publish_by).date().isoformat() == "2026-11-12"


def test_sending_twice_opens_one(people, person, sent):
    again = actions.send_feedback(words(people), viewer=world.viewer(person), now=NOW)

    assert (again.pk, Feedback.objects.count()) == (sent.pk, 1)


@pytest.mark.parametrize("fault", [{"topic": "la"}, {"text": "ngắn"}, {"unit_id": None}])
def test_what_cannot_be_sent(people, person, fault):
    with pytest.raises(Refused):
        actions.send_feedback(words(people, **fault), viewer=world.viewer(person), now=NOW)
    assert not Feedback.objects.exists()


def test_about_a_dossier_it_goes_where_the_dossier_lies(people, person):
    dossier = world.received(person, people)
    about = words(people, unit_id=None, dossier_id=dossier.case_id)

    sent = actions.send_feedback(about, viewer=world.viewer(person), now=NOW + timedelta(hours=1))

    assert sent.case.unit_id == people.unit.id
    assert queries.feedback_of(dossier.case_id) == [sent]
    stranger = world.citizen("083190000999", "Trần Văn Mít")
    with pytest.raises(NotYourDossier):
        actions.send_feedback(about, viewer=world.viewer(stranger), now=NOW + timedelta(hours=1))


def test_refusing_is_possible_for_two_working_days(people, sent):
    said = {"ground": "khong_ro", "reason": "Không nêu việc xảy ra khi nào.", "viewer": people.head}
    with pytest.raises(Refused):
        actions.refuse_feedback(sent.pk, now=local(5), **said)
    with pytest.raises(Refused):
        actions.refuse_feedback(sent.pk, now=local(3), **said | {"ground": "khac"})

    assert actions.refuse_feedback(sent.pk, now=local(3), **said).case.state == "refused"


@pytest.mark.parametrize(("day", "in_time"), [(9, True), (10, False)])
def test_asking_for_more_stops_the_clock_once(people, person, sent, day, in_time):
    asked = actions.ask_more(sent.pk, question="Việc xảy ra ngày nào?", viewer=people.head, now=local(day))
    assert asked.case.state == "more_wanted"
    assert ledger.acts_of_case(sent.pk)[-1].data == {"in_time": in_time}
    due = sent.case.due_at

    told = actions.tell_more(sent.pk, text="Ngày 30 tháng 10.", viewer=world.viewer(person), now=local(12))

    assert told.case.state == "sent"
    assert told.case.due_at > due
    with pytest.raises(OnceOnly):
        actions.ask_more(sent.pk, question="Và ở quầy nào vậy?", viewer=people.head, now=local(12))


@pytest.mark.parametrize(("day", "on_time"), [(23, True), (25, False)])
def test_whether_an_answer_was_in_time_is_in_its_act(people, sent, day, on_time):
    answered(sent, people, at=local(day))

    assert ledger.acts_of_case(sent.pk)[-1].data == {"on_time": on_time}


def test_an_answer_is_published_once_in_words_of_its_own(people, sent):
    with pytest.raises(Refused):
        actions.publish_feedback(sent.pk, text=TEXT, answer=ANSWER, viewer=people.head, now=NOW)
    answered(sent, people)
    assert list(queries.unpublished(people.head)) == [sent]

    actions.publish_feedback(
        sent.pk, text="Phải đi lại nhiều lần.", answer="Đã chấn chỉnh việc hướng dẫn.", viewer=people.head, now=local(4)
    )

    assert [one.pk for one in queries.published("chan chinh")] == [sent.pk]
    assert queries.published("nhắc nhở") == []
    assert not queries.unpublished(people.head).exists()
    with pytest.raises(OnceOnly):
        actions.withhold_feedback(sent.pk, reason="Có dữ liệu cá nhân.", viewer=people.head, now=local(4))


def test_an_answer_may_be_withheld_with_a_reason(people, sent):
    answered(sent, people)
    actions.withhold_feedback(sent.pk, reason="Không tách được dữ liệu cá nhân.", viewer=people.head, now=local(4))

    assert queries.published() == []
    assert not queries.unpublished(people.head).exists()


def test_the_sender_rates_the_answer_once(people, person, sent):
    viewer = world.viewer(person)
    with pytest.raises(Refused):
        actions.rate_feedback(sent.pk, satisfied=True, viewer=viewer, now=NOW)
    answered(sent, people)

    assert actions.rate_feedback(sent.pk, satisfied=False, viewer=viewer, now=local(4)).satisfied is False
    with pytest.raises(OnceOnly):
        actions.rate_feedback(sent.pk, satisfied=True, viewer=viewer, now=local(4))


def test_the_sender_takes_it_back_until_the_answer(people, person, sent):
    actions.take_back_feedback(sent.pk, viewer=world.viewer(person), now=NOW + timedelta(hours=1))

    with pytest.raises(StepImpossible):
        answered(sent, people)


def test_nobody_else_reads_or_moves_it(people, sent):
    stranger = world.viewer(world.citizen("083190000999", "Trần Văn Mít"))
    with pytest.raises(NotAllowed):
        queries.feedback_for_sender(stranger, sent.pk)
    with pytest.raises(NotAllowed):
        actions.take_back_feedback(sent.pk, viewer=stranger, now=NOW)
    for viewer in (people.specialist, people.reception, world.staff(world.unit_of(world.OTHER_COMMUNE)).head):
        with pytest.raises(NotYourTurn):
            queries.feedback_for_officer(viewer, sent.pk)
        with pytest.raises(NotYourTurn):
            actions.answer_feedback(sent.pk, answer=ANSWER, viewer=viewer, now=NOW)
