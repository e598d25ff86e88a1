# SPDX-License-Identifier: EUPL-1.2
"""Digitising in settlement and at the result (TTHC-62), certified copies, and their use in the next dossier."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tinhso.kernel.documents import queries as documents
from tinhso.kernel.documents.errors import SigningUnavailable
from tinhso.kernel.documents.tests import sheets
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions import scan_signing
from tinhso.modules.onestop.actions.scan_signing import Checked, sign_scan
from tinhso.modules.onestop.actions.scans import drop_scan
from tinhso.modules.onestop.errors import NotScanned, NotYourDesk, PagesDiffer, ScanNotReady
from tinhso.modules.onestop.models import Component, DigitalCopy, Draft, Scan
from tinhso.modules.onestop.policies_of_scans import can_begin
from tinhso.modules.onestop.queries import digital_copies, vault
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.queries.scans import held_for, open_scans
from tinhso.modules.onestop.scanning import comparing
from tinhso.modules.onestop.scanning.suggestions import Suggestion
from tinhso.modules.onestop.scanning.types import Deed, Nature, Purpose
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.scanning_world import LATER, deed, pages, paper, verbs
from tinhso.modules.onestop.tests.test_vault import MARRIAGE, agreed, marriage_draft, paper_key, reuse
from tinhso.modules.onestop.vault.types import BAR_WORDS, Bar, Grade, Kind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reader", "plain_signature")]
SIGNED_AT = LATER + timedelta(minutes=5)
CHECKED = Checked(
    sheets=1,
    compared=True,
    paper_number="125/2024/UBND-XNTTHN",
    issued_on=date(2024, 3, 5),
    explanation="Phôi in sẵn có số riêng của phôi.",
)


def sign(scan, viewer, checked=CHECKED, now=SIGNED_AT):
    return sign_scan(scan.id, checked, viewer=viewer, now=now)


@pytest.fixture
def at_work(people, person):
    """A dossier a specialist is working on."""
    return world.processing(person, people)


@pytest.fixture
def finished(people, person):
    return world.completed(person, people)


def test_a_paper_that_arises_becomes_a_component_once_signed(people, at_work):
    """107/2021/NĐ-CP; 01/2023/TT-VPCP, Điều 8: read, compared, signed by officer and agency, kept with the dossier."""
    scan = paper(people, at_work, Purpose.SETTLEMENT)
    before = Component.objects.filter(dossier=at_work).count()

    sign(scan, people.specialist)

    kept = Component.objects.get(dossier=at_work, document=scan.document_id)
    assert Component.objects.filter(dossier=at_work).count() == before + 1
    assert (kept.name, kept.source, kept.digitised_at) == ("Biên bản xác minh", "scan", SIGNED_AT)
    assert documents.document(scan.document_id).case_id == at_work.case_id
    assert [one.signer for one in documents.signatures_of(scan.document_id)] == [
        f"officer:{people.specialist.officer_id}",
        f"unit:{people.unit.id}",
    ]
    assert verbs(scan) == ["scan:opened", "scan:read", "scan:signed", "scan:component:added"]


@pytest.mark.parametrize(("purpose", "able"), [(Purpose.SETTLEMENT, 3), (Purpose.CERTIFIED, 3)])
def test_who_may_scan_to_an_open_dossier(people, at_work, purpose, able):
    staff = (people.reception, people.head, people.specialist, people.leader)
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE))

    assert sum(can_begin(one, at_work, purpose) for one in staff) == able
    assert not can_begin(stranger.specialist, at_work, purpose)
    assert not any(can_begin(one, at_work, Purpose.RESULT) for one in staff)


def test_who_may_scan_to_a_finished_dossier(people, finished):
    staff = (people.reception, people.head, people.specialist, people.leader)

    assert [can_begin(one, finished, Purpose.RESULT) for one in staff] == [True, False, True, False]
    assert not any(can_begin(one, finished, Purpose.SETTLEMENT) for one in staff)
    with pytest.raises(Refused, match="giải quyết xong"):
        paper(people, finished, Purpose.SETTLEMENT)


def test_an_open_dossier_has_no_paper_result(people, at_work):
    with pytest.raises(Refused, match="chưa có kết quả"):
        paper(people, at_work, Purpose.RESULT)


@pytest.mark.parametrize("nature", [Nature.OPINION, Nature.SECRET, Nature.ELECTRONIC, Nature.SHOWN])
def test_papers_that_are_not_scanned(people, at_work, nature):
    """03/2025/TT-VPCP, Điều 5 khoản 2."""
    with pytest.raises(NotScanned):
        paper(people, at_work, Purpose.SETTLEMENT, nature=nature)


def test_a_second_press_adds_nothing(people, at_work):
    key = uuid4()

    one = paper(people, at_work, Purpose.SETTLEMENT, client_key=key)
    two = paper(people, at_work, Purpose.SETTLEMENT, client_key=key)

    assert one.id == two.id
    assert Scan.objects.get().files == 1


def test_the_key_of_another_dossiers_page_is_refused(people, at_work):
    key = uuid4()
    paper(people, at_work, Purpose.SETTLEMENT, client_key=key)
    other = world.processing(world.citizen("083190000777", "Trần Thị Dừa"), people)

    with pytest.raises(Refused, match="hồ sơ khác"):
        paper(people, other, Purpose.SETTLEMENT, client_key=key)


def test_a_paper_without_a_name_is_refused(people, at_work):
    with pytest.raises(Refused, match="tên giấy tờ"):
        paper(people, at_work, Purpose.SETTLEMENT, name="  ")


def test_a_scan_no_one_signed_is_given_up_and_leaves_no_component(people, at_work):
    scan = paper(people, at_work, Purpose.SETTLEMENT)

    drop_scan(scan.id, viewer=people.specialist, now=SIGNED_AT)

    assert not Component.objects.filter(document=scan.document_id).exists()
    assert open_scans(people.specialist) == []


def test_each_officer_sees_what_waits_for_the_own_unit(people, at_work):
    scan = paper(people, at_work, Purpose.SETTLEMENT)
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE))

    assert [one.id for one in open_scans(people.specialist)] == [scan.id]
    assert open_scans(people.leader) == open_scans(stranger.specialist) == []
    with pytest.raises(NotYourDesk):
        sign(scan, stranger.specialist)


def copy_in_store(person, scan):
    return next(one for one in vault.items_of(world.viewer(person), SIGNED_AT) if one.document_id == scan.document_id)


def test_the_paper_result_lies_in_the_store_and_serves_the_next_dossier(people, person, finished):
    """Scan → metadata → signed PDF → reuse in the next dossier (107/2021/NĐ-CP; 45/2020/NĐ-CP, Điều 16)."""
    scan = paper(people, finished, Purpose.RESULT, name="")
    sign(scan, people.specialist, replace(CHECKED, issued_on=world.TODAY))
    agreed(person)

    item = copy_in_store(person, scan)
    draft = marriage_draft(person)
    reuse(draft, person, item, now=SIGNED_AT)

    copy = Draft.objects.get(id=draft).documents[paper_key()]
    assert (item.kind, item.from_paper, item.by) == (Kind.RESULT, True, people.unit.name)
    assert (item.grade, len(item.signers), item.expires_on) == (Grade.CONFIRM, 2, date(2027, 5, 2))
    assert documents.newest_version(copy).blob_id == documents.newest_version(scan.document_id).blob_id
    scan.refresh_from_db()
    assert (scan.paper_number, scan.issued_on) == (CHECKED.paper_number, world.TODAY)
    assert verbs(scan)[-1] == "scan:result:digitised"


def test_the_counter_is_offered_the_digitised_result(people, person, finished):
    scan = paper(people, finished, Purpose.RESULT, name="")
    sign(scan, people.specialist)

    held = held_for(person, version_in_force(MARRIAGE, world.TODAY))[paper_key()]

    assert held[0].document_id == scan.document_id


def test_a_result_past_its_day_is_not_used_again(people, person, finished):
    """123/2015/NĐ-CP, Điều 23: six months from the day on the paper, not from the scan."""
    scan = paper(people, finished, Purpose.RESULT, name="")
    sign(scan, people.specialist)

    item = copy_in_store(person, scan)

    assert (item.grade, item.why) == (Grade.NONE, BAR_WORDS[Bar.EXPIRED])


def test_a_second_copy_takes_the_place_of_the_first(people, person, finished):
    first = paper(people, finished, Purpose.RESULT, name="")
    sign(first, people.specialist)
    second = paper(people, finished, Purpose.RESULT, sheets.jpeg(lines=("hai",)), name="")
    sign(second, people.specialist, replace(CHECKED, issued_on=world.TODAY))

    assert copy_in_store(person, first).grade is Grade.NONE
    assert copy_in_store(person, second).grade is Grade.CONFIRM
    assert [one.scan_id for one in digital_copies.standing_copies(person)] == [second.id]


def test_a_revoked_result_takes_its_copy_along(people, person, finished):
    scan = paper(people, finished, Purpose.RESULT, name="")
    sign(scan, people.specialist, replace(CHECKED, issued_on=world.TODAY))
    reason = "Phát hiện hồ sơ kê khai gian dối sau khi cấp."
    actions.revoke_result(finished.case_id, ground="gia_mao", reason=reason, viewer=people.leader, now=SIGNED_AT)

    assert copy_in_store(person, scan).why == BAR_WORDS[Bar.REVOKED]
    assert digital_copies.standing_copies(person) == []
    assert not can_begin(people.specialist, finished, Purpose.RESULT)


def test_a_result_revoked_while_it_is_signed_keeps_no_copy(people, finished, monkeypatch):
    scan, quick = paper(people, finished, Purpose.RESULT, name=""), scan_signing.make_signature
    reason = "Phát hiện hồ sơ kê khai gian dối sau khi cấp."

    def revoke_meanwhile(pdf, **told):
        actions.revoke_result(finished.case_id, ground="gia_mao", reason=reason, viewer=people.leader, now=SIGNED_AT)
        return quick(pdf, **told)

    monkeypatch.setattr(scan_signing, "make_signature", revoke_meanwhile)

    with pytest.raises(Refused, match="thu hồi"):
        sign(scan, people.specialist)
    assert Scan.objects.get(id=scan.id).state == "ready"
    assert not DigitalCopy.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"compared": False}, "đối chiếu"),
        ({"paper_number": " "}, "số, ký hiệu"),
        ({"issued_on": None}, "ngày cấp"),
        ({"issued_on": date(2031, 1, 1)}, "sau hôm nay"),
        ({"explanation": ""}, "ghi rõ vì sao khác"),
        ({"sheets": 2}, "2 tờ"),
    ],
)
def test_a_result_that_was_not_compared_is_not_signed(people, finished, change, words):
    scan = paper(people, finished, Purpose.RESULT, name="")

    with pytest.raises(PagesDiffer, match=words):
        sign(scan, people.specialist, replace(CHECKED, **change))

    assert not documents.signatures_of(scan.document_id)


def test_the_copy_is_certified_by_the_leader_with_a_number_of_the_book(people, person, at_work):
    """45/2020/NĐ-CP, Điều 10."""
    first, second = (
        paper(people, at_work, Purpose.CERTIFIED, sheets.jpeg(lines=(name,)), name=name)
        for name in ("Bằng tốt nghiệp", "Giấy phép lái xe")
    )

    for viewer in (people.reception, people.specialist):
        with pytest.raises(NotYourDesk, match="lãnh đạo"):
            sign(first, viewer)
    sign(first, people.leader)
    sign(second, people.leader)

    book = digital_copies.book_of(people.reception, year=2026)
    assert [(one.number, one.scan.name, one.pages) for one in book] == [
        (2, "Giấy phép lái xe", 1),
        (1, "Bằng tốt nghiệp", 1),
    ]
    assert [one.number for one in digital_copies.book_of(people.leader, year=2026, text="bang tot NGHIEP")] == [1]
    item = copy_in_store(person, first)
    assert (item.kind, item.copy_number, item.grade) == (Kind.COMPONENT, "1/2026", Grade.CONFIRM)
    assert verbs(first)[-3:] == ["scan:copy:numbered", "scan:signed", "scan:copy:certified"]


def test_a_certification_that_failed_keeps_its_number(people, at_work, monkeypatch):
    scan, quick = paper(people, at_work, Purpose.CERTIFIED, name="Bằng tốt nghiệp"), scan_signing.make_signature

    def down(pdf, **told):
        raise SigningUnavailable("Dịch vụ chứng thực không trả lời.", code="down")

    monkeypatch.setattr(scan_signing, "make_signature", down)
    with pytest.raises(SigningUnavailable):
        sign(scan, people.leader)
    assert [one.signed_at for one in digital_copies.book_of(people.leader, year=2026)] == [None]
    with pytest.raises(ScanNotReady, match="cấp số"):
        drop_scan(scan.id, viewer=people.leader, now=SIGNED_AT)

    monkeypatch.setattr(scan_signing, "make_signature", quick)
    sign(scan, people.leader)

    assert [(one.number, one.signed_at) for one in DigitalCopy.objects.all()] == [(1, SIGNED_AT)]


def test_a_page_moved_while_certifying_is_a_conflict(people, at_work, monkeypatch):
    scan, quick = paper(people, at_work, Purpose.CERTIFIED, name="Bằng tốt nghiệp"), scan_signing.make_signature

    def move_meanwhile(pdf, **told):
        deed(people, scan, pages(scan)[0], Deed.NOTE)
        return quick(pdf, **told)

    monkeypatch.setattr(scan_signing, "make_signature", move_meanwhile)

    with pytest.raises(Conflict, match="vừa được sửa"):
        sign(scan, people.leader)
    assert DigitalCopy.objects.get().signed_at is None


def test_the_book_of_one_unit_is_not_anothers(people, at_work):
    sign(paper(people, at_work, Purpose.CERTIFIED, name="Bằng tốt nghiệp"), people.leader)
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE))

    assert digital_copies.years_of(people.leader) == [2026]
    assert digital_copies.years_of(stranger.leader) == []
    assert digital_copies.book_of(stranger.leader, year=2026) == []


SAID = [
    Suggestion("paper_number", "125/2024/UBND", ""),
    Suggestion("issued_on", "2024-03-05", ""),
    Suggestion("personal_number", "083190000123", ""),
]
DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (comparing.Stated("125/2024/ubnd", DAY, "083190000123"), []),
        (comparing.Stated("126/2024/UBND", DAY), ["số, ký hiệu"]),
        (comparing.Stated("125/2024/UBND", date(2024, 3, 6)), ["ngày cấp"]),
        (comparing.Stated("125/2024/UBND", DAY, "083190000777"), ["số định danh"]),
        (comparing.Stated("125/2024/UBND", DAY, drawn_number="0001/KQ"), ["0001/KQ"]),
        (comparing.Stated("", None), []),
    ],
)
def test_what_differs_from_the_source(stated, words):
    found = comparing.differences(SAID, stated)

    assert len(found) == len(words)
    assert all(word in sentence for word, sentence in zip(words, found, strict=True))
