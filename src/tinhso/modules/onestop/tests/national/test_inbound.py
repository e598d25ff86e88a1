# SPDX-License-Identifier: EUPL-1.2
"""Filed on the portal, taken in here, over the wire: once, in order, refused with a reason, nothing lost."""

from datetime import timedelta

import pytest

from tinhso.kernel.documents.models import Document
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.exchange import queries
from tinhso.kernel.exchange.models import InMessage
from tinhso.kernel.exchange.types import InState
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.from_portal import HANDLER
from tinhso.modules.onestop.models import Component, Dossier, PortalFiling
from tinhso.modules.onestop.national.reconciliation import reconcile
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.national.filing_there import RECORD
from tinhso_counterparts.national.filing import SAMPLE

OPERATOR = Actor("officer:1")
PAPER = "tp02"  # Giấy tờ chứng minh đã ly hôn hoặc vợ/chồng chết
LATER = timedelta(minutes=30)


def dossier_of(number: str) -> Dossier:
    return PortalFiling.objects.get(number=number).dossier


def test_a_dossier_filed_there_is_one_here_and_its_state_is_told_back(portal, citizen_there):
    number = citizen_there.file({PAPER: world.PDF})
    assert not Dossier.objects.exists()  # stored and answered, nothing else

    citizen_there.work()
    portal.tell()

    dossier = dossier_of(number)
    kept = Component.objects.get(dossier=dossier, key=PAPER)
    held = portal.held()[number]
    assert (citizen_there.answers(number), citizen_there.results(number)) == (["202"], ["ok"])
    assert (dossier.channel, dossier.case.state) == ("truc_tuyen", "submitted")
    assert dossier.applicant.personal_number == "083190000123"
    assert dossier.applicant.source == "national"
    assert Document.objects.get(id=kept.document_id).case_id == dossier.case_id
    assert (held["state"], held["body"]["MaHoSo"], held["body"]["KenhThucHien"]) == ("1", number, "2")
    assert reconcile(world.TODAY, now=world.START + timedelta(hours=9)).differences.count() == 0


def test_the_applicant_who_signs_in_sees_it_and_so_does_the_desk(portal, people, person, citizen_there):
    number = citizen_there.file()
    citizen_there.work()

    dossier = dossier_of(number)
    assert dossier.applicant == person  # matched by number, not made a second time
    assert dossiers.dossier_for_applicant(world.viewer(person), dossier.case_id) == dossier
    received = actions.receive(dossier.case_id, viewer=people.reception, now=world.START + timedelta(hours=6))
    portal.tell(LATER)
    assert portal.held()[number]["body"]["SoBienNhan"] == received.code


def test_the_ledger_says_where_it_came_from(portal, citizen_there):
    number = citizen_there.file()
    citizen_there.work()

    (act,) = [one for one in ledger.acts_between(1, 10**9) if one.verb == "dossier:submitted"]
    assert (act.actor, act.data["portal_code"]) == ("system:national_portal", number)


def test_a_withdrawal_on_the_portal_is_one_here(portal, citizen_there):
    number = citizen_there.file()
    citizen_there.work()
    citizen_there.about(number, "RutHoSo")
    citizen_there.work(LATER)
    portal.tell(LATER)

    assert citizen_there.results(number) == ["ok", "ok"]
    assert dossier_of(number).case.state == "withdraw_requested"
    assert portal.held()[number]["state"] == "7"


def test_a_supplement_on_the_portal_answers_the_desk(portal, people, citizen_there):
    number = citizen_there.file()
    citizen_there.work()
    dossier = dossier_of(number)
    actions.request_intake_supplement(
        dossier.case_id,
        viewer=people.reception,
        items=["Quyết định ly hôn"],
        ground="thieu_thanh_phan",
        reason="Hồ sơ thiếu quyết định ly hôn đã có hiệu lực.",
        now=world.START + timedelta(hours=5, minutes=5),
    )
    citizen_there.about(number, "BoSungHoSo", {PAPER: world.PDF})
    citizen_there.work(LATER)

    dossier = dossier_of(number)
    assert citizen_there.results(number) == ["ok", "ok"]
    assert dossier.case.state == "submitted"
    assert dossier.supplements.get().answered_at is not None
    assert Component.objects.get(dossier=dossier, key=PAPER, superseded_at=None).document_id


def test_a_message_sent_twice_is_done_once(portal, citizen_there):
    portal.behave("wrong", "again")
    number = citizen_there.file()
    portal.behave("ok")
    citizen_there.work()

    assert citizen_there.answers(number) == ["202"]
    assert InMessage.objects.get().repeats == 1
    assert Dossier.objects.count() == 1


def test_messages_that_come_in_the_wrong_order_wait_for_one_another(portal, citizen_there):
    portal.behave("wrong", "late")
    number = citizen_there.file()
    citizen_there.about(number, "RutHoSo")
    assert citizen_there.tell(number) == 0

    portal.behave("wrong", "unordered")
    assert citizen_there.tell(number) == 2
    citizen_there.work()

    assert citizen_there.results(number) == ["ok", "ok"]
    assert dossier_of(number).case.state == "withdraw_requested"


def test_a_message_ahead_of_its_turn_waits_and_is_shown(portal, citizen_there):
    portal.behave("wrong", "late")
    number = citizen_there.file()
    portal.behave("ok")
    citizen_there.about(number, "RutHoSo", to=None)
    InMessage.objects.filter(sequence=1).delete()  # its first message never arrived

    assert citizen_there.work() == 0
    (held,) = queries.inbound_out_of_turn()
    assert (held.stream, held.sequence) == (number, 2)


@pytest.mark.parametrize(
    ("how", "status"), [("signature", "401"), ("hash", "400")], ids=["signed by another key", "hash of another body"]
)
def test_what_is_not_proven_is_not_kept_and_comes_again(portal, citizen_there, how, status):
    portal.behave("wrong", how)
    number = citizen_there.file()
    assert citizen_there.answers(number) == [status]
    assert not InMessage.objects.exists()

    portal.behave("ok")
    citizen_there.tell(number)
    citizen_there.work()

    assert citizen_there.results(number) == ["ok"]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"MaTTHC": "9.999999"}, "ProcedureNotOpen"),
        ({"NgaySinh": "19850517"}, "NotAPerson"),
        ({"MaXa": "00001"}, "NoBodyResponsible"),
        ({"NgaySinh": "hôm qua"}, "Unreadable"),
        ({"LoaiDoiTuong": "3"}, "UnknownKind"),
        ({"LoaiDoiTuong": "2", "MaDoiTuong": "0101234563"}, "NoTaxCode"),
        ({"LoaiDoiTuong": "2", "MaDoiTuong": "0101243150"}, "Unreadable"),
        ({"LoaiDoiTuong": "2", "MaDoiTuong": "0101243150", "SoDinhDanh": "1"}, "NoPersonalNumber"),
        ({"MaDoiTuong": "123456789"}, "NoPersonalNumber"),
        ({"ToKhai": {}}, "Incomplete"),
        ({"ToKhai": "x"}, "Unreadable"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_taken_in_is_refused_back_with_its_reason(portal, citizen_there, other, code):
    number = citizen_there.file(**other)
    citizen_there.work()

    assert (citizen_there.answers(number), citizen_there.results(number)) == (["202"], [code])
    assert not Dossier.objects.exists()
    assert not Person.objects.filter(source="national").exists()
    (refused,) = queries.inbound_in(InState.REFUSED)
    assert refused.outcome.startswith(code)


def test_what_was_refused_is_filed_again_under_the_same_number(portal, citizen_there):
    number = citizen_there.file(ToKhai={})
    citizen_there.work()
    citizen_there.file(MaHoSo=number)
    citizen_there.work(LATER)

    assert citizen_there.results(number) == ["Incomplete", "ok"]


def test_a_number_filed_twice_stays_one_dossier(portal, citizen_there):
    number = citizen_there.file()
    citizen_there.file(MaHoSo=number)
    citizen_there.work()

    assert citizen_there.results(number) == ["ok", "FiledBefore"]
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("other", [{"ChuHoSo": "Trần Thị Khác"}, {"NgaySinh": "19900518"}], ids=["name", "birth"])
def test_a_slip_in_the_number_puts_nothing_into_somebody_elses_account(portal, person, citizen_there, other):
    number = citizen_there.file(**other)
    citizen_there.work()

    assert citizen_there.results(number) == ["OtherPerson"]
    person.refresh_from_db()
    assert person.full_name == "Nguyễn Thị Bưởi"


@pytest.mark.parametrize(
    ("papers", "how", "code"),
    [
        ({"tp77": world.PDF}, "", "UnknownComponent"),
        ({PAPER: b"MZ\x90\x00 program"}, "", "executable"),
        ({PAPER: world.PDF}, "no-file", "FileMissing"),
        ({PAPER: world.PDF}, "cut-file", "FileDamaged"),
    ],
    ids=["component", "kind", "missing", "damaged"],
)
def test_files_pass_the_checks_of_every_upload(portal, citizen_there, papers, how, code):
    number = citizen_there.file(papers)
    if how:
        portal.behave("wrong", how)
    citizen_there.work()
    portal.behave("ok")
    citizen_there.work(LATER)

    told = queries.inbound_in(InState.REFUSED)
    assert [one.outcome.split(":")[0] for one in told] == [code]
    assert not Dossier.objects.exists()
    assert citizen_there.results(number)[0] in (code, "")


def test_a_file_elsewhere_is_never_fetched(portal, citizen_there):
    files = [
        {
            "MaThanhPhanHoSo": PAPER,
            "TenTepDinhKem": "a.pdf",
            "DuongDanTaiTepTin": "http://169.254.169.254/files/x",
            "HashTepTin": "0" * 64,
        }
    ]
    number = citizen_there.file(TaiLieuNop=files)
    citizen_there.work()

    assert citizen_there.results(number) == ["FileMissing"]


def test_a_portal_that_is_down_delays_the_files_and_loses_nothing(portal, citizen_there):
    number = citizen_there.file({PAPER: world.PDF})
    portal.behave("down")
    assert citizen_there.work() == 0
    assert InMessage.objects.get().state == InState.TAKEN

    portal.behave("ok")
    InMessage.objects.update(next_at=world.START)
    citizen_there.work(LATER)

    assert citizen_there.results(number) == ["ok"]


@pytest.mark.parametrize("service", ["BoSungHoSo", "RutHoSo"])
def test_nobody_touches_the_dossier_of_another(portal, citizen_there, service):
    number = citizen_there.file()
    citizen_there.work()
    citizen_there.about(number, service, MaDoiTuong="083190000124")
    citizen_there.about(number, "BoSungHoSo")  # nothing was asked for
    citizen_there.work(LATER)

    assert citizen_there.results(number)[:2] == ["ok", "NoSuchFiling"]
    assert citizen_there.results(number)[2] not in ("", "ok")
    assert dossier_of(number).case.state == "submitted"


def test_a_message_that_breaks_the_worker_lets_others_pass_and_comes_to_a_person(portal, citizen_there, monkeypatch):
    broken = citizen_there.file()
    with monkeypatch.context() as patch:
        patch.setattr(HANDLER, "handle", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            citizen_there.work()
    other = citizen_there.file(MaDoiTuong="083190000124", ToKhai=world.ANSWERS | {"ndc_so_dinh_danh": "083190000124"})
    citizen_there.work()
    assert citizen_there.results(other) != [""]

    InMessage.objects.filter(stream=broken).update(attempts=20, next_at=world.START)
    citizen_there.work(LATER)
    (dead,) = queries.inbound_in(InState.DEAD)
    exchange.try_again(dead.id, now=world.START + timedelta(hours=5), by=OPERATOR)
    citizen_there.work(LATER)

    assert citizen_there.results(broken) == ["ok"]


def test_a_dead_message_set_aside_frees_its_stream_and_tells_the_portal(portal, citizen_there):
    number = citizen_there.file()
    dead = InMessage.objects.get()
    InMessage.objects.update(state=InState.DEAD)
    citizen_there.file(MaHoSo=number)
    assert citizen_there.work() == 0  # a dead message holds its stream

    exchange.set_arrived_aside(dead.id, reason="Cổng báo nộp nhầm", now=world.START, by=OPERATOR)
    citizen_there.work(LATER)

    assert citizen_there.results(number) == ["SET_ASIDE", "ok"]


@pytest.mark.parametrize(("key", "code"), [("anh", "ok"), ("bao", "ok"), ("sai-ngay-sinh", "NotAPerson")])
def test_the_samples_of_the_demonstration_come_to_what_they_say(portal, citizen_there, key, code):
    number = citizen_there.send("NopHoSo", dict(SAMPLE[key]["record"]))
    citizen_there.work()

    assert citizen_there.results(number) == [code]


def test_a_message_for_another_agency_and_one_in_a_suspension_are_left_with_the_sender(portal, citizen_there):
    other = citizen_there.send("NopHoSo", dict(RECORD), recipient="H08")
    exchange.suspend_partner("national", reason="Cổng bảo trì đến 6 giờ", now=world.START, by=OPERATOR)
    stopped = citizen_there.file()

    assert (citizen_there.answers(other), citizen_there.answers(stopped)) == (["422"], ["503"])
    assert not InMessage.objects.exists()


@pytest.mark.parametrize(
    ("partner", "body", "status"),
    [("nobody", b"{}", 404), ("national", b"{}", 400), ("national", b"\xff", 400), ("national", b"x" * 1_048_577, 413)],
    ids=["unknown partner", "no head", "not UTF-8", "too large"],
)
def test_what_cannot_be_a_message_is_told_so(portal, citizen_there, client, partner, body, status):
    path = f"/api/v1/exchange/{partner}/messages"

    assert client.post(path, body, content_type="application/json").status_code == status
    assert not InMessage.objects.exists()
