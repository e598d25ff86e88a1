# SPDX-License-Identifier: EUPL-1.2
"""The personal store: what is in it, what may be used again, whose it is, what a link lets a stranger see."""

from datetime import date, timedelta

import pytest

from tinhso.kernel.documents.queries import document, newest_version
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.identity.actions import give_consent
from tinhso.modules.onestop import actions, definitions
from tinhso.modules.onestop.errors import (
    DossierIncomplete,
    GroundMissing,
    NotReusable,
    NotYourDossier,
    NotYourItem,
    ShareClosed,
)
from tinhso.modules.onestop.models import Component, Draft, Revocation, VaultShare
from tinhso.modules.onestop.queries import vault
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.vault import rules
from tinhso.modules.onestop.vault.types import CONSENT, Bar, Facts, Grade, Kind

MARRIAGE = "1.000894"
LATER = world.START + timedelta(days=2)
REASON = "Phát hiện hồ sơ kê khai gian dối sau khi cấp."
PURPOSE = "Gửi ngân hàng để vay vốn mua nhà."


def facts(kind=Kind.RESULT, *, signed=True, scanned=False, accepted=True, bar=None, ends=None):
    return Facts(kind, signed, scanned, accepted, bar, ends)


@pytest.mark.parametrize(
    ("known", "grade"),
    [
        (facts(), Grade.LOCKED),
        (facts(signed=False), Grade.CONFIRM),
        (facts(Kind.COMPONENT, signed=False), Grade.CONFIRM),
        (facts(Kind.COMPONENT, signed=False, accepted=False, scanned=True), Grade.CONFIRM),
        (facts(Kind.COMPONENT, signed=False, accepted=False), Grade.SUGGEST),
        (facts(ends=date(2026, 11, 2)), Grade.LOCKED),
        (facts(ends=date(2026, 11, 1)), Grade.NONE),
        *[(facts(bar=bar), Grade.NONE) for bar in Bar],
    ],
)
def test_grades_of_reuse(known, grade):
    """Source: 45/2020/NĐ-CP, Điều 16; TTHC-64."""
    found, why = rules.grade_of(known, world.TODAY)

    assert found is grade
    assert bool(why) == (grade is Grade.NONE)


@pytest.mark.parametrize(
    ("procedure", "issued", "ends"),
    [
        # 123/2015/NĐ-CP, Điều 23: six months from the day of issue
        (world.MARRIAGE_STATUS, date(2026, 11, 2), date(2027, 5, 2)),
        (world.MARRIAGE_STATUS, date(2026, 8, 31), date(2027, 2, 28)),
        (MARRIAGE, date(2026, 11, 2), None),
    ],
)
def test_the_end_of_a_result(procedure, issued, ends):
    assert rules.expires_on(procedure, issued, definitions.validity()) == ends


@pytest.mark.parametrize(
    ("item", "paper", "same"),
    [
        ("Giấy xác nhận tình trạng hôn nhân", "giấy xác nhận tình trạng hôn nhân", True),
        ("Giấy xác nhận tình trạng hôn nhân", "Bản chính Giấy xác nhận tình trạng hôn nhân của hai bên", True),
        ("Giấy khai sinh", "Giấy khai sinh của trẻ", True),
        ("Giấy tờ", "Giấy tờ chứng minh cư trú", False),
        ("Giấy khai sinh", "Giấy chứng sinh", False),
        ("", "Giấy khai sinh", False),
    ],
)
def test_when_an_item_is_the_paper_asked_for(item, paper, same):
    assert rules.fits(item, paper) is same


def agreed(person):
    give_consent(person.id, purpose=CONSENT, text_version="2026-11", now=world.START, by=world.viewer(person).actor())


@pytest.fixture
def certificate(people, person):
    """A finished certificate of marital status in the store."""
    dossier = world.completed(person, people)
    agreed(person)
    return next(one for one in vault.items_of(world.viewer(person), LATER) if one.dossier_id == dossier.case_id)


def paper_key(code=MARRIAGE, name="tình trạng hôn nhân"):
    found = definitions.components_of(version_in_force(code, world.TODAY).definition)
    return next(one["key"] for one in found if name in one["name"])


def marriage_draft(person):
    made = actions.start_draft(MARRIAGE, viewer=world.viewer(person), commune_code=world.COMMUNE, answers={}, now=LATER)
    return made.id


def reuse(draft, person, item, *, key=None, now=LATER):
    return actions.reuse_in_draft(
        draft, viewer=world.viewer(person), key=key or paper_key(), document_id=item.document_id, now=now
    )


def test_a_result_tells_where_it_comes_from(certificate, people):
    assert certificate.kind is Kind.RESULT
    assert (certificate.by, certificate.grade) == (people.unit.name, Grade.CONFIRM)  # signing is left out in this world
    assert certificate.expires_on == date(2027, 5, 2)


def test_papers_handed_in_are_items_and_are_found_without_diacritics(people, person):
    version = version_in_force(world.MARRIAGE_STATUS, world.TODAY)
    key = definitions.components_of(version.definition)[0]
    draft = world.draft(person)
    actions.attach_to_draft(
        draft, viewer=world.viewer(person), key=key["key"], document_id=world.upload(person), now=world.START
    )
    actions.submit_draft(draft, viewer=world.viewer(person), now=world.START)

    [item] = vault.items_of(world.viewer(person), LATER)

    assert (item.kind, item.grade, item.by) == (Kind.COMPONENT, Grade.SUGGEST, "")
    assert vault.search([item], text=" ".join(key["name"].split()[:2]).upper()) == [item]
    assert vault.search([item], text="khong co") == []
    assert vault.search([item], kind="result") == []
    assert vault.search([item], grade="suggest", kind="whatever") == [item]


def test_a_stranger_lists_and_takes_nothing(certificate, people):
    other = world.citizen("083190000999", "Trần Văn Dừa")
    agreed(other)
    draft = marriage_draft(other)

    assert vault.items_of(world.viewer(other), LATER) == []
    assert vault.items_of(people.reception, LATER) == []
    with pytest.raises(NotYourItem):
        vault.item_for(world.viewer(other), certificate.document_id, LATER)
    with pytest.raises(NotYourItem):
        reuse(draft, other, certificate)
    with pytest.raises(NotYourItem):
        actions.share_item(
            certificate.document_id, purpose=PURPOSE, ends_on=date(2026, 12, 1), viewer=world.viewer(other), now=LATER
        )
    assert not VaultShare.objects.exists()


def test_nobody_fills_somebody_elses_draft(certificate, person):
    other = world.citizen("083190000999", "Trần Văn Dừa")
    with pytest.raises(NotYourDossier):
        reuse(marriage_draft(other), person, certificate)


def test_an_item_takes_the_place_of_an_upload_as_a_copy(certificate, person):
    draft = reuse(marriage_draft(person), person, certificate)

    copy = draft.documents[paper_key()]
    assert draft.from_store == {paper_key(): str(certificate.document_id)}
    assert copy != str(certificate.document_id)
    assert newest_version(copy).blob_id == newest_version(certificate.document_id).blob_id
    assert document(certificate.document_id).case_id == certificate.dossier_id


def test_a_file_or_nothing_in_its_place_forgets_the_store(certificate, person):
    draft = marriage_draft(person)
    reuse(draft, person, certificate)
    viewer = world.viewer(person)

    actions.attach_to_draft(draft, viewer=viewer, key=paper_key(), document_id=world.upload(person), now=LATER)
    assert Draft.objects.get(id=draft).from_store == {}
    reuse(draft, person, certificate)
    actions.detach_from_draft(draft, viewer=viewer, key=paper_key(), now=LATER)
    assert (Draft.objects.get(id=draft).documents, Draft.objects.get(id=draft).from_store) == ({}, {})


def status_draft(person, item):
    """A second certificate's draft in which the first one stands for a component."""
    draft = world.draft(person, now=LATER)
    made = Draft.objects.get(id=draft)
    made.documents, made.from_store = {"tp02": str(world.upload(person))}, {"tp02": str(item.document_id)}
    made.save()
    return draft


def test_filing_records_what_came_from_the_store(certificate, person):
    """Source: 766/QĐ-TTg, data used again."""
    dossier = actions.submit_draft(status_draft(person, certificate), viewer=world.viewer(person), now=LATER)

    [kept] = Component.objects.filter(dossier=dossier, source="store")
    [act] = [one for one in ledger.acts_of_case(dossier.case_id) if one.verb == "dossier:component:reused"]
    assert kept.origin_id == certificate.document_id
    assert (act.data["component"], act.data["origin"]) == (kept.key, str(certificate.document_id))
    assert kept.document_id not in {one.document_id for one in vault.items_of(world.viewer(person), LATER)}


def test_reuse_needs_consent_the_right_paper_and_a_place(certificate, person):
    draft = marriage_draft(person)
    for key in ("tp99", paper_key(name="ủy quyền")):
        with pytest.raises(NotReusable):
            reuse(draft, person, certificate, key=key)
    other = world.citizen("083190000777", "Lê Văn Cam")
    assert not vault.may_offer(world.viewer(other))


def test_without_consent_nothing_is_used_again(people, person):
    world.completed(person, people)
    [item] = [one for one in vault.items_of(world.viewer(person), LATER) if one.kind is Kind.RESULT]

    with pytest.raises(NotReusable, match="chưa đồng ý"):
        reuse(marriage_draft(person), person, item)


def revoke(certificate, viewer, *, ground="gia_mao", reason=REASON, now=LATER):
    return actions.revoke_result(certificate.dossier_id, ground=ground, reason=reason, viewer=viewer, now=now)


def test_a_revoked_result_is_refused_with_its_reason(certificate, people, person):
    """Source: TTHC-64."""
    revoke(certificate, people.leader)

    item = vault.item_for(world.viewer(person), certificate.document_id, LATER)
    assert (item.grade, "thu hồi" in item.why) == (Grade.NONE, True)
    with pytest.raises(NotReusable, match="thu hồi"):
        reuse(marriage_draft(person), person, certificate)


def test_a_result_revoked_after_it_was_chosen_stops_the_filing(certificate, people, person):
    draft = status_draft(person, certificate)
    revoke(certificate, people.leader)

    with pytest.raises(DossierIncomplete, match="thu hồi"):
        actions.submit_draft(draft, viewer=world.viewer(person), now=LATER)


def test_an_expired_result_is_refused(certificate, person):
    with pytest.raises(NotReusable, match="hết giá trị"):
        reuse(marriage_draft(person), person, certificate, now=world.START + timedelta(days=200))


def test_only_the_body_revokes_with_ground_and_words_once(certificate, people, person):
    for viewer in (people.reception, people.specialist, world.viewer(person)):
        with pytest.raises(NotAllowed):
            revoke(certificate, viewer)
    with pytest.raises(NotAllowed):
        revoke(certificate, world.staff(world.unit_of(world.OTHER_COMMUNE)).leader)
    for ground, reason in (("vi_thich", REASON), ("gia_mao", "sai")):
        with pytest.raises(GroundMissing):
            revoke(certificate, people.leader, ground=ground, reason=reason)

    assert revoke(certificate, people.leader).document_id == revoke(certificate, people.leader).document_id

    acts = [one for one in ledger.acts_of_case(certificate.dossier_id) if one.verb == "dossier:result:revoked"]
    assert (Revocation.objects.count(), len(acts)) == (1, 1)
    assert REASON not in str(acts[0].data)


def test_nothing_signed_is_nothing_to_revoke(people, person):
    dossier = world.awaiting_signature(person, people)
    with pytest.raises(Refused):
        actions.revoke_result(dossier.case_id, ground="gia_mao", reason=REASON, viewer=people.leader, now=LATER)


def share(certificate, person, *, ends=date(2026, 12, 1), purpose=PURPOSE, now=LATER):
    return actions.share_item(
        certificate.document_id, purpose=purpose, ends_on=ends, viewer=world.viewer(person), now=now
    )


def test_a_link_opens_the_item_and_its_owner_sees_each_opening(certificate, person):
    made, token = share(certificate, person)

    opened = actions.open_share(token, now=LATER + timedelta(hours=1))
    actions.open_share(token, now=LATER + timedelta(hours=2))

    [shown] = vault.shares_of(world.viewer(person), LATER + timedelta(hours=3))
    assert opened.data.startswith(b"%PDF")
    assert (shown.share.id, shown.is_open, len(shown.openings)) == (made.id, True, 2)
    assert token not in made.token_digest
    acts = ledger.acts_of_subject(f"person:{person.id}", verbs=["vault:item:shared"])
    assert PURPOSE not in str(acts[0].data)


def test_a_closed_link_is_like_one_that_never_was(certificate, people, person):
    made, token = share(certificate, person)
    other = world.citizen("083190000999", "Trần Văn Dừa")
    with pytest.raises(NotYourItem):
        actions.revoke_share(made.id, viewer=world.viewer(other), now=LATER)
    with pytest.raises(NotYourItem):
        actions.revoke_share(made.id, viewer=people.leader, now=LATER)
    sentences = set()
    for late in (timedelta(days=60), timedelta(days=400)):
        with pytest.raises(ShareClosed) as over:
            actions.open_share(token, now=LATER + late)
        sentences.add(over.value.sentence)
    actions.revoke_share(made.id, viewer=world.viewer(person), now=LATER)
    actions.revoke_share(made.id, viewer=world.viewer(person), now=LATER)
    for guess in (token, token[:-1], "", "x" * 500):
        with pytest.raises(ShareClosed) as closed:
            actions.open_share(guess, now=LATER)
        sentences.add(closed.value.sentence)

    assert len(sentences) == 1
    assert not ledger.acts_of_subject(f"person:{person.id}", verbs=["vault:share:opened"])


def test_a_revoked_result_is_shown_to_nobody(certificate, people, person):
    _, token = share(certificate, person)
    revoke(certificate, people.leader)

    with pytest.raises(ShareClosed, match="thu hồi"):
        actions.open_share(token, now=LATER)
    with pytest.raises(NotReusable):
        share(certificate, person)


@pytest.mark.parametrize(
    ("ends", "purpose"),
    [(date(2026, 11, 1), PURPOSE), (date(2028, 1, 1), PURPOSE), (date(2026, 12, 1), "vay")],
)
def test_a_share_has_a_purpose_and_an_end(certificate, person, ends, purpose):
    with pytest.raises(Refused):
        share(certificate, person, ends=ends, purpose=purpose)
