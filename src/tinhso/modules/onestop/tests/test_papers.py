# SPDX-License-Identifier: EUPL-1.2
"""Papers and results are real signed PDF; the QR code of a receipt proves its act off line."""

from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone
from PIL import ImageFilter

from tinhso.config import env
from tinhso.kernel.documents import queries as documents
from tinhso.kernel.documents.tests.conftest import authority, key_folder, running_authority  # noqa: F401 - fixtures
from tinhso.kernel.documents.verification import verify_pdf
from tinhso.kernel.events import proofs
from tinhso.kernel.events.errors import HouseError
from tinhso.kernel.events.keys import trusted_public_keys
from tinhso.kernel.events.lanes import Lane
from tinhso.kernel.events.tasks import pump
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Dossier, Paper
from tinhso.modules.onestop.papers import check_link
from tinhso.modules.onestop.queries import papers
from tinhso.modules.onestop.tests import world

pytestmark = pytest.mark.django_db(transaction=True)


def now():
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def signing(authority, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(env, "KEY_FOLDER", tmp_path / "keys")
    return authority


def text_of(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in opened)


def printed_codes(pdf: bytes, *, dots_per_inch: int = 300) -> list[str]:
    """Print the pages on paper that is a little grey and unsharp, and read every code on them."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        sheet = page.render(scale=dots_per_inch / 72).to_pil().convert("L")
        worn = sheet.filter(ImageFilter.GaussianBlur(0.7)).point(lambda tone: 30 + tone * 200 // 255)
        found += [code.text for code in zxingcpp.read_barcodes(worn)]
    return found


def test_the_receipt_is_signed_and_proves_itself(people, person, signing):
    start = now() - timedelta(hours=1)
    dossier = world.received(person, people, now=start)
    pump()

    assert actions.issue_waiting_papers(now=now(), limit=10) == 1

    paper = Paper.objects.get(dossier=dossier)
    opened = documents.open_version(paper.document_id)
    assert verify_pdf(opened.data, now=now()).verdict == "valid"
    words = " ".join(text_of(opened.data).split())
    assert dossier.code in words
    assert "Nguyễn Thị Bưởi" in words
    proof = proofs.encode(proofs.proof_of(paper.act_seq))
    assert check_link(proof) in printed_codes(opened.data)
    checked = proofs.check(proof, trusted_public_keys(env.KEY_FOLDER))
    assert checked.act.data["code"] == dossier.code
    assert len(check_link(proof)) < 1800  # a QR code of version 40 holds 2,953 bytes


def test_the_desk_does_not_wait_for_an_authority_that_is_down(people, person, signing):
    dossier = world.received(person, people, now=now() - timedelta(hours=1))
    pump()
    signing.behave("down")

    assert actions.issue_waiting_papers(now=now(), limit=10) == 0

    waiting = Paper.objects.get(dossier=dossier)
    assert waiting.attempts == 1
    assert waiting.error
    signing.behave("ok")
    assert actions.issue_waiting_papers(now=now() + timedelta(minutes=5), limit=10) == 1


def test_the_result_bears_the_leaders_signature_and_the_agencys_seal(people, person, signing):
    start = now() - timedelta(hours=6)
    dossier = world.awaiting_signature(person, people, now=start)

    actions.sign_result(dossier.case_id, viewer=people.leader, now=now())

    done = Dossier.objects.get(pk=dossier.pk)
    opened = documents.open_version(done.result_id)
    report = verify_pdf(opened.data, now=now())
    assert (done.case.state, opened.version, report.verdict, len(report.signatures)) == ("completed", 2, "valid", 2)
    assert [one.role for one in documents.signatures_of(done.result_id)] == ["person", "agency"]
    assert people.leader.name in text_of(opened.data)


def test_a_result_is_not_kept_when_signing_fails(people, person, signing):
    dossier = world.awaiting_signature(person, people, now=now() - timedelta(hours=6))
    signing.behave("down")

    with pytest.raises(HouseError):
        actions.sign_result(dossier.case_id, viewer=people.leader, now=now())

    assert Dossier.objects.get(pk=dossier.pk).case.state == "awaiting_signature"


@pytest.mark.parametrize(
    ("verb", "form", "said"),
    [
        ("supplement", "F02", "Quyết định ly hôn"),
        ("refusal", "F03", "khác"),
        ("apology", "F04", "xin lỗi"),
        ("stop", "F07", "dừng giải quyết"),
    ],
)
def test_each_paper_says_what_was_decided(people, person, signing, verb, form, said):
    start = now() - timedelta(hours=6)
    dossier = world.submitted(person, now=start) if verb == "refusal" else world.processing(person, people, now=start)
    DO[verb](dossier, person, people)
    pump()

    actions.issue_waiting_papers(now=now(), limit=10)

    paper = Paper.objects.get(dossier=dossier, form=form)
    assert said in " ".join(text_of(documents.open_version(paper.document_id).data).split())


def _ask(dossier, person, people):
    reason = "Thiếu quyết định ly hôn của Tòa án."
    items = ["Quyết định ly hôn"]
    actions.request_supplement(
        dossier.case_id, viewer=people.specialist, items=items, ground="thieu_thanh_phan", reason=reason, now=now()
    )


def _refuse(dossier, person, people):
    reason = "Nơi cư trú thuộc xã khác."
    actions.refuse_intake(
        dossier.case_id, viewer=people.reception, ground="khong_thuoc_tham_quyen", reason=reason, now=now()
    )


def _apologise(dossier, person, people):
    until = dossier.case.due_at + timedelta(days=2)
    actions.apologise(dossier.case_id, reason="Chờ xác minh cư trú.", until=until, viewer=people.leader, now=now())


def _stop(dossier, person, people):
    actions.request_withdrawal(dossier.case_id, viewer=world.viewer(person), now=now())
    actions.confirm_stop(dossier.case_id, viewer=people.reception, reason="Công dân rút hồ sơ.", now=now())


DO = {"supplement": _ask, "refusal": _refuse, "apology": _apologise, "stop": _stop}


def test_lanes_share_the_papers_without_meeting(people, person):
    for _ in range(3):
        world.received(person, people, now=now())

    shares = [papers.due(now(), lane=Lane(number, 2)) for number in range(2)]

    assert sorted(shares[0] + shares[1]) == sorted(papers.due(now()))
    assert not set(shares[0]) & set(shares[1])
    assert len(papers.due(now())) >= 3
