# SPDX-License-Identifier: EUPL-1.2
"""A dossier runs through the internal process of its version: rows 07, 08 and 09 (61/2018/NĐ-CP, ADR 0034)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tinhso.kernel.casework.errors import NotYourTurn, SomeoneWasFaster
from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.queries import acts_of_case
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions import editing
from tinhso.modules.onestop.editing import parts
from tinhso.modules.onestop.editing.types import Part
from tinhso.modules.onestop.errors import FourEyes, NotReadyToPublish, StepsLeft
from tinhso.modules.onestop.flow.types import Mark
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries.clocks import clocks_of
from tinhso.modules.onestop.queries.flow import current, current_steps, step_times
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

NOW = world.START + timedelta(minutes=1)
BODY = "Xác nhận tình trạng hôn nhân của bà Nguyễn Thị Bưởi: chưa đăng ký kết hôn với ai."
SHORT = (
    ("Tiếp nhận, chuyển hồ sơ", "reception", "0.5"),
    ("Phân công", "head", "0.5"),
    ("Thẩm định", "specialist", "1.5"),
    ("Ký kết quả", "leader", "0.5"),
)
LONG = (
    ("Tiếp nhận, chuyển hồ sơ", "reception", "0.5"),
    ("Thẩm định hồ sơ", "specialist", "0.5"),
    ("Kiểm tra thực tế", "specialist", "1"),
    ("Xem xét dự thảo", "head", "0.5"),
    ("Ký kết quả", "leader", "0.5"),
    ("Trả kết quả", "reception", "0"),
)


def published(steps):
    """Publish the procedure with these steps, as a controller does in the editor."""
    controller = office.controller()
    lines = [parts.StepLine(work, work, role, Decimal(days)) for work, role, days in steps]
    copy = office.mended(office.begun(controller), controller)
    change = parts.edit(Part.STEPS, lambda one: parts.with_steps(one, lines))
    editing.save(copy.id, change, expected=None, viewer=controller, now=world.START)
    return office.published(copy, controller)


def fresh(dossier):
    return Dossier.objects.select_related("case").get(pk=dossier.pk)


def times(dossier, hours):
    return step_times(fresh(dossier), NOW + timedelta(hours=hours))


def marks(dossier, hours=3):
    return [one.mark for one in times(dossier, hours)]


def proposed(dossier, people, hours=3):
    at = NOW + timedelta(hours=hours)
    return actions.propose_result(dossier.case_id, body=BODY, viewer=people.specialist, now=at)


def passed(dossier, people, hours=2.5, holder=None):
    to = (holder or people.specialist).officer_id
    at = NOW + timedelta(hours=hours)
    return actions.pass_step(dossier.case_id, holder_id=to, viewer=people.specialist, now=at)


def test_a_dossier_runs_through_four_steps_of_four_posts(people, person):
    """Row 09: four steps without code, published; each post has its step, its time, its holder."""
    version = published(SHORT)
    dossier = world.processing(person, people, now=NOW)
    working = times(dossier, 3)
    proposed(dossier, people)
    at = NOW + timedelta(hours=3.25)
    actions.sign_result(dossier.case_id, viewer=people.leader, now=at, sealer=world.plain_seal)

    done = times(dossier, 5)
    assert dossier.version_id == version.id
    assert [one.mark for one in working] == [Mark.PASSED, Mark.PASSED, Mark.CURRENT, Mark.AHEAD]
    assert [one.used for one in working[:2]] == [timedelta(minutes=30), timedelta(minutes=30)]
    assert working[2].officer == people.specialist.name
    assert working[2].planned == timedelta(hours=12)
    assert [one.mark for one in done] == [Mark.PASSED] * 4
    assert [one.used for one in done] == [timedelta(minutes=m) for m in (30, 30, 120, 15)]
    assert not any(one.is_late for one in done)


def test_a_step_is_late_by_working_hours_not_by_the_legal_clock(people, person):
    published(SHORT)
    dossier = world.received(person, people, now=NOW)

    here = current(times(dossier, 30))  # assigned by nobody for a day and a half

    assert here is not None
    assert (here.step.role, here.is_late) == ("head", True)
    assert current_steps([fresh(dossier).case], NOW + timedelta(hours=30))[dossier.case_id].is_late
    assert fresh(dossier).case.due_at > NOW + timedelta(hours=30)


def test_a_pause_is_not_time_of_a_step(people, person):
    """61/2018/NĐ-CP: the time the applicant takes for a supplement does not count."""
    published(SHORT)
    dossier = world.processing(person, people, now=NOW)
    asked = NOW + timedelta(hours=3)
    actions.request_supplement(
        dossier.case_id,
        items=["Bản sao quyết định ly hôn"],
        ground="thieu_thanh_phan",
        reason="Chưa có bản sao quyết định ly hôn.",
        viewer=people.specialist,
        now=asked,
    )

    waiting = times(dossier, 72)[2]

    assert waiting.mark is Mark.PAUSED
    assert waiting.used == timedelta(hours=2)


def test_the_steps_before_the_signature_must_be_passed(people, person):
    published(LONG)
    dossier = world.processing(person, people, now=NOW)

    with pytest.raises(StepsLeft, match="còn bước 3 “Kiểm tra thực tế”"):
        proposed(dossier, people)

    passed(dossier, people)
    assert marks(dossier) == [Mark.PASSED, Mark.PASSED, Mark.CURRENT, Mark.AHEAD, Mark.AHEAD, Mark.AHEAD]
    assert proposed(dossier, people).case.state == "reviewing"


def test_a_step_passed_twice_is_passed_once(people, person):
    published(LONG)
    dossier = world.processing(person, people, now=NOW)
    version = fresh(dossier).case.version
    passed(dossier, people)

    with pytest.raises(SomeoneWasFaster):
        actions.pass_step(
            dossier.case_id,
            holder_id=people.specialist.officer_id,
            viewer=people.specialist,
            now=NOW + timedelta(hours=3),
            expected_version=version,
        )
    with pytest.raises(StepsLeft, match="không còn bước thẩm định"):
        passed(dossier, people, hours=3)


def test_the_next_step_may_be_a_colleagues(people, person):
    published(LONG)
    dossier = world.processing(person, people, now=NOW)
    passed(dossier, people, holder=people.colleague)

    found = times(dossier, 3)
    assert [one.officer for one in found[1:3]] == [people.specialist.name, people.colleague.name]
    assert [one.used for one in found[1:3]] == [timedelta(hours=1.5), timedelta(hours=0.5)]
    with pytest.raises(NotYourTurn):
        proposed(dossier, people)


def test_a_draft_is_reviewed_before_it_is_signed(people, person):
    published(LONG)
    dossier = world.processing(person, people, now=NOW)
    passed(dossier, people)
    proposed(dossier, people)
    at = NOW + timedelta(hours=3.25)

    with pytest.raises(NotYourTurn):
        actions.approve_review(dossier.case_id, viewer=people.leader, now=at)
    actions.approve_review(dossier.case_id, viewer=people.head, now=at)

    assert fresh(dossier).case.state == "awaiting_signature"
    verbs = [one.verb for one in acts_of_case(dossier.case_id)]
    assert [one for one in verbs if "review" in one or "step" in one] == [
        "dossier:step:passed",
        "dossier:review:submitted",
        "dossier:review:approved",
    ]


def test_a_refusal_is_reviewed_too(people, person):
    published(LONG)
    dossier = world.processing(person, people, now=NOW)
    actions.propose_refusal(
        dossier.case_id,
        ground="khong_du_dieu_kien",
        reason="Người đề nghị đang có vợ theo sổ hộ tịch.",
        viewer=people.specialist,
        now=NOW + timedelta(hours=3),
    )
    assert marks(dossier)[2:4] == [Mark.SKIPPED, Mark.CURRENT]

    actions.approve_review(dossier.case_id, viewer=people.head, now=NOW + timedelta(hours=3.25))
    assert fresh(dossier).case.state == "rejected_draft"


def test_what_is_sent_back_is_with_its_drafter_at_the_last_examination(people, person):
    published(LONG)
    dossier = world.processing(person, people, now=NOW)
    passed(dossier, people)
    proposed(dossier, people)
    at = NOW + timedelta(hours=3.25)

    with pytest.raises(Refused, match="cần sửa điều gì"):
        actions.send_back_review(dossier.case_id, reason="sửa", viewer=people.head, now=at)
    actions.send_back_review(dossier.case_id, reason="Ghi sai ngày sinh.", viewer=people.head, now=at)

    back = fresh(dossier)
    assert (back.case.state, back.case.holder_id) == ("processing", people.specialist.officer_id)
    assert marks(dossier, 3.5)[2:4] == [Mark.CURRENT, Mark.AHEAD]
    assert proposed(dossier, people, 4).case.state == "reviewing"


def test_nobody_reviews_the_own_draft(people, person):
    published(LONG)
    dossier = world.processing(person, people, now=NOW)
    passed(dossier, people)
    proposed(dossier, people)
    Dossier.objects.filter(pk=dossier.pk).update(drafter_id=people.head.officer_id)

    with pytest.raises(FourEyes):
        actions.approve_review(dossier.case_id, viewer=people.head, now=NOW + timedelta(hours=3.25))


def test_without_a_running_flow_nothing_changes(people, person):
    dossier = world.processing(person, people)

    assert step_times(fresh(dossier), NOW) == []
    assert proposed(dossier, people).case.state == "awaiting_signature"
    assert Case.objects.get(id=dossier.case_id).turn == "leader"


def test_the_third_clock_names_the_step(people, person):
    published(SHORT)
    dossier = world.processing(person, people, now=NOW)

    assert "Đang ở bước 3: Thẩm định." in clocks_of(fresh(dossier), NOW + timedelta(hours=3))[2].note


def test_steps_that_do_not_fit_the_one_stop_are_not_published(people):
    with pytest.raises(NotReadyToPublish, match="đúng một bước của lãnh đạo"):
        published((*SHORT[:3], ("Trả kết quả", "reception", "0.5")))


def test_an_open_dossier_keeps_the_flow_it_was_filed_under(people, person):
    """Row 03: open dossiers keep their version."""
    before = world.processing(person, people)
    published(LONG)

    assert step_times(fresh(before), NOW) == []
