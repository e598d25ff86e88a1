# SPDX-License-Identifier: EUPL-1.2
"""From a working copy to a version in force: what is in the way, the day of effect, the signed paper, open dossiers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tinhso.kernel.documents.errors import SigningUnavailable
from tinhso.kernel.documents.queries import signatures_of
from tinhso.kernel.events.queries import acts_of_subject
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions import editing, publishing
from tinhso.modules.onestop.actions.procedures import describe_in_force
from tinhso.modules.onestop.editing import parts
from tinhso.modules.onestop.editing.types import Part
from tinhso.modules.onestop.errors import CopyMoved, NotReadyToPublish, NotYourCatalogue, ProcedureNotOpen
from tinhso.modules.onestop.models import Procedure, ProcedureVersion, WorkingCopy
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.rules import limit_of
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

CODE = world.MARRIAGE_STATUS
TOMORROW = world.TODAY + timedelta(days=1)
FOUR_STEPS = (
    ("Tiếp nhận, chuyển hồ sơ", "Bộ phận Một cửa", "0.5"),
    ("Thẩm định", "Công chức Tư pháp - Hộ tịch", "1.5"),
    ("Ký kết quả", "Chủ tịch", "0.5"),
    ("Vào sổ, trả kết quả", "Văn thư", "0.5"),
)


@pytest.fixture
def controller(people):
    return office.controller()


def four_steps(definition):
    lines = [parts.StepLine(work, actor, length=Decimal(days)) for work, actor, days in FOUR_STEPS]
    return parts.with_steps(definition, lines)


def test_a_flow_of_four_steps_is_published_and_a_dossier_runs_through(people, controller):
    """Row 09: a flow of four steps without code, published, a dossier filed under it to the end."""
    copy = office.mended(office.begun(controller), controller)
    editing.save(copy.id, parts.edit(Part.STEPS, four_steps), expected=None, viewer=controller, now=world.START)

    version = office.published(copy, controller)
    done = world.completed(world.citizen(), people, now=world.START + timedelta(minutes=1))

    assert [step["days"] for step in version.definition["steps"]] == [0.5, 1.5, 0.5, 0.5]
    assert done.version_id == version.id
    assert version_in_force(CODE, world.TODAY).id == version.id


def test_steps_that_do_not_add_up_keep_it_from_being_published(controller):
    """Row 07: the steps sum to the published time, or the difference is shown and nothing is published."""
    copy = office.mended(office.begun(controller), controller, steps=[{"seq": 1, "actor": "A", "work": "B", "days": 2}])

    with pytest.raises(NotReadyToPublish, match="2 ngày, ít hơn thời hạn 3 ngày: lệch 1 ngày"):
        office.published(copy, controller)

    assert ProcedureVersion.objects.filter(procedure_id=CODE).count() == 1


def test_a_partial_service_needs_its_reason(controller):
    """Row 70 (224/2026/NĐ-CP, Điều 14): publish without a reason is refused, with one it is not."""
    copy = office.mended(office.begun(controller), controller, online_level="mot_phan")

    with pytest.raises(NotReadyToPublish, match="phải công khai lý do") as refused:
        office.published(copy, controller)

    assert refused.value.source == "224/2026/NĐ-CP, Điều 14"
    office.saved(copy, controller, partial={"ground": "co_mat", "reason": "Hai bên phải có mặt khi ký sổ hộ tịch."})
    assert office.published(copy, controller).number == 2


def test_what_the_linter_calls_an_error_is_in_the_way(controller):
    copy = office.begun(controller)
    office.saved(copy, controller, note="Sửa ghi chú.")

    with pytest.raises(NotReadyToPublish, match="không có đơn vị"):
        office.published(copy, controller)


def test_open_dossiers_keep_the_version_they_were_filed_under(people, controller):
    """Row 03: a changed procedure is for new dossiers; the ones in hand keep limit and papers of theirs."""
    before = world.received(world.citizen(), people)
    copy = office.mended(office.begun(controller), controller, time=office.TEN_DAYS)

    office.published(copy, controller)
    after = world.submitted(world.citizen("083190000777", "Trần Thị Dừa"), now=world.START + timedelta(hours=1))

    before.refresh_from_db()
    assert limit_of(before.version.definition).value == 3
    assert limit_of(after.version.definition).value == 10


def test_a_version_to_come_changes_nothing_until_its_day(controller):
    copy = office.mended(office.begun(controller), controller, short_name="Xác nhận tình trạng hôn nhân (mới)")

    version = office.published(copy, controller, on=TOMORROW)

    assert version_in_force(CODE, world.TODAY).number == 1
    assert version_in_force(CODE, TOMORROW).id == version.id
    assert "(mới)" not in Procedure.objects.get(code=CODE).short_name
    assert describe_in_force(world.TODAY) == 0
    assert describe_in_force(TOMORROW) == 1
    assert "(mới)" in Procedure.objects.get(code=CODE).short_name
    assert describe_in_force(TOMORROW) == 0


def test_a_draft_of_a_retired_version_is_told_to_begin_anew(people, controller):
    person = world.citizen()
    draft = world.draft(person)
    office.published(office.mended(office.begun(controller), controller, time=office.TEN_DAYS), controller)

    with pytest.raises(ProcedureNotOpen, match="đã có phiên bản mới từ khi bạn bắt đầu điền"):
        actions.submit_draft(draft, viewer=world.viewer(person), now=world.START + timedelta(hours=1))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (world.TODAY - timedelta(days=1), "đã qua"),
        (date(2036, 1, 1), "kiểm tra lại năm"),
    ],
)
def test_a_day_of_effect_that_cannot_be(controller, day, sentence):
    copy = office.mended(office.begun(controller), controller)

    with pytest.raises(NotReadyToPublish, match=sentence):
        office.published(copy, controller, on=day)


def test_no_version_takes_effect_before_the_one_already_signed(controller):
    office.published(office.mended(office.begun(controller), controller), controller, on=TOMORROW)
    later = office.saved(office.begun(controller), controller, note="Sửa nữa.")

    with pytest.raises(NotReadyToPublish, match="không thể có hiệu lực trước ngày đó"):
        office.published(later, controller)

    replaced = office.published(later, controller, on=TOMORROW)
    assert version_in_force(CODE, TOMORROW).id == replaced.id


def test_the_paper_is_signed_and_named_in_the_act(controller):
    copy = office.mended(office.begun(controller), controller, time=office.TEN_DAYS)

    version = office.published(copy, controller)

    act = acts_of_subject(f"procedure:{CODE}", verbs=["procedure:published"], limit=5)[0]
    assert version.paper is not None
    assert [one.signer for one in signatures_of(version.paper_id)] == [controller.key]
    assert act.data["digest"] == version.digest
    assert act.data["valid_from"] == world.TODAY.isoformat()
    assert act.evidence == (str(version.paper_id),)
    assert act.rule == "163/QĐ-BTP"


def test_a_second_press_gives_back_the_first_version(controller):
    copy = office.mended(office.begun(controller), controller)

    first, second = office.published(copy, controller), office.published(copy, controller)

    assert first.id == second.id
    assert ProcedureVersion.objects.filter(procedure_id=CODE).count() == 2


def test_nothing_is_kept_when_the_authority_is_down(controller):
    copy = office.mended(office.begun(controller), controller)

    def down(pdf, **said):
        raise SigningUnavailable("Cơ quan chứng thực không trả lời. Hãy thử lại sau.")

    with pytest.raises(SigningUnavailable):
        publishing.publish(
            copy.id, valid_from=world.TODAY, expected=None, viewer=controller, now=world.START, sign=down
        )

    assert WorkingCopy.objects.get(id=copy.id).state == "open"
    assert version_in_force(CODE, world.TODAY).number == 1


def test_a_change_made_while_signing_is_not_published_unseen(controller):
    copy = office.mended(office.begun(controller), controller)
    other = office.controller("other")

    def slow(pdf, **said):
        office.saved(copy, other, note="Sửa trong lúc ký.")
        return office.signed(pdf, **said)

    with pytest.raises(CopyMoved, match="chưa được ghi"):
        publishing.publish(
            copy.id, valid_from=world.TODAY, expected=None, viewer=controller, now=world.START, sign=slow
        )

    assert version_in_force(CODE, world.TODAY).number == 1


def test_only_the_controller_of_the_province_publishes(people, controller):
    copy = office.mended(office.begun(controller), controller)

    with pytest.raises(NotYourCatalogue):
        office.published(copy, people.leader)


def test_the_data_files_do_not_overrule_what_the_controller_signed(controller):
    version = office.published(office.mended(office.begun(controller), controller), controller)

    actions.publish_procedures(valid_from=world.TODAY, now=world.START, by=world.SETUP)

    assert version_in_force(CODE, world.TODAY).id == version.id


def test_a_new_procedure_from_nothing_lists_what_is_missing(controller):
    copy = editing.begin_new(
        "1.999001", name="Cấp thẻ thư viện", sector="van_hoa_the_thao", like="", viewer=controller, now=world.START
    )

    with pytest.raises(NotReadyToPublish, match="Chưa chọn cấp giải quyết"):
        office.published(copy, controller)

    office.saved(copy, controller, level=["xa"], applicants=["ca_nhan"], source_decision="12/QĐ-UBND")
    version = office.published(copy, controller)
    assert version.number == 1
    assert Procedure.objects.get(code="1.999001").short_name == "Cấp thẻ thư viện"
