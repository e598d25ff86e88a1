# SPDX-License-Identifier: EUPL-1.2
"""A record names several kinds of result: a certificate must never go out as a notice of what is to be put right."""

from datetime import timedelta

import pytest

from tinhso.kernel.documents.queries import open_version
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions, definitions, signing
from tinhso.modules.onestop.models import Dossier, ProcedureVersion
from tinhso.modules.onestop.queries import catalogue
from tinhso.modules.onestop.result_kinds import MISSING, UNKNOWN, kind_before, kinds_of
from tinhso.modules.onestop.signing import Sealed
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START

NOTICE, CERTIFICATE = "Thông báo về nội dung cần sửa đổi, bổ sung", "Giấy xác nhận tình trạng hôn nhân"
BODY = "Xác nhận tình trạng hôn nhân của bà Nguyễn Thị Bưởi: chưa đăng ký kết hôn với ai."
LATER = START + timedelta(hours=3)


@pytest.fixture
def examined(people, person, monkeypatch) -> Dossier:
    """A dossier of a procedure whose record names the notice first."""
    monkeypatch.setattr(catalogue, "_FROZEN", {})
    world.name_results(world.MARRIAGE_STATUS, NOTICE, CERTIFICATE)
    return world.processing(person, people)


def proposed(dossier, people, result):
    return actions.propose_result(dossier.case_id, body=BODY, result=result, viewer=people.specialist, now=LATER)


@pytest.mark.parametrize(
    ("said", "sentence"), [("", MISSING), ("Giấy phép lái xe", UNKNOWN), (CERTIFICATE.upper(), UNKNOWN)]
)
def test_a_kind_that_is_not_said_or_not_of_the_record_is_refused(examined, people, said, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        proposed(examined, people, said)

    assert refused.value.code == "result"
    assert Dossier.objects.get(case_id=examined.case_id).result_id is None


def test_the_draft_and_the_signed_paper_bear_the_kind_that_was_chosen(examined, people):
    dossier = proposed(examined, people, CERTIFICATE)

    assert dossier.result.title == CERTIFICATE
    assert CERTIFICATE.upper() in world.words_of(open_version(dossier.result_id).data)

    signed = actions.sign_result(
        examined.case_id, viewer=people.leader, now=LATER + timedelta(hours=1), sealer=_rendered_anew
    )
    text = world.words_of(open_version(signed.result_id).data)
    assert CERTIFICATE.upper() in text
    assert NOTICE.upper() not in text


def test_a_correction_keeps_the_kind_unless_the_kind_was_wrong(examined, people):
    proposed(examined, people, NOTICE)
    actions.sign_result(examined.case_id, viewer=people.leader, now=LATER, sealer=world.plain_seal)
    given = {"method": "counter", "viewer": people.reception, "receiver_checked": True, "now": LATER}
    actions.return_result(examined.case_id, **given)
    why = {"reason": "Trả nhầm thông báo thay cho giấy xác nhận.", "fix_by": (LATER + timedelta(days=3)).date()}
    actions.recall_result(examined.case_id, viewer=people.leader, now=LATER, **why)
    said = {"body": BODY, "viewer": people.specialist, "now": LATER}

    kept = actions.propose_correction(examined.case_id, **said)
    assert kept.result.title == NOTICE
    actions.send_back_correction(
        examined.case_id, reason="Phải là giấy xác nhận, không phải thông báo.", viewer=people.leader, now=LATER
    )
    assert actions.propose_correction(examined.case_id, result=CERTIFICATE, **said).result.title == CERTIFICATE


@pytest.mark.parametrize(("code", "wanted"), [("3.000722", "Giấy khai sinh"), ("2.002913", "Trích lục khai tử")])
def test_of_a_bundle_only_the_result_of_the_leading_body_is_signed_here(code, wanted):
    filed = Dossier(version=ProcedureVersion(procedure_id=code, definition={"results": [{"name": "Thẻ căn cước"}]}))

    assert code in definitions.bundles()
    assert kinds_of(filed) == [wanted]


def test_a_record_without_results_gives_its_own_name():
    version = ProcedureVersion(procedure_id="1.004873", definition={"results": [], "short_name": "Xác nhận"})

    assert kinds_of(Dossier(version=version)) == ["Xác nhận"]


def test_a_result_that_is_called_otherwise_says_nothing_of_its_kind(examined, people):
    """A scan of a result on paper bears the name that was typed; its correction is asked for the kind, or has one."""
    dossier = proposed(examined, people, CERTIFICATE)
    dossier.result.title = "Giấy xác nhận (bản quét)"

    assert kind_before(dossier) == ""


def _rendered_anew(dossier, viewer, seat, now) -> Sealed:
    """Render the final paper as signing does, without the authorities."""
    drafted = open_version(dossier.result_id)
    return Sealed(drafted.document_id, drafted.version, signing.final_paper(dossier, viewer, seat, now), ())
