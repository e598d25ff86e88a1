# SPDX-License-Identifier: EUPL-1.2
"""Filing for another: who may, by which right, what the filer sees, what is left when it is taken back."""

import re
from datetime import date, timedelta

import pytest

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.models import Act
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.identity.actions import PersonFacts, register_person
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop import actions, definitions
from tinhso.modules.onestop.errors import (
    MandateOver,
    NoSuchMandate,
    NotReusable,
    NotYourDossier,
    NotYourMandate,
    RegisterUnavailable,
)
from tinhso.modules.onestop.mandates import rules
from tinhso.modules.onestop.models import Dossier, Draft, Mandate
from tinhso.modules.onestop.papers import render_paper
from tinhso.modules.onestop.queries import dossiers, mandates
from tinhso.modules.onestop.queries.mandates import filer_words
from tinhso.modules.onestop.reactions import told_person
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.offering import telling
from tinhso.modules.onestop.tests.world import MARRIAGE_STATUS, START

CHILD = "083215000321"


@pytest.fixture
def helper(people) -> Person:
    facts = PersonFacts("Trần Văn Giúp", "083085000555", date(1985, 3, 1), "nam", commune_code=world.COMMUNE)
    return register_person(facts, source="eid", now=START, by=world.SETUP)


def ask(helper: Person, person: Person, *, now=START, name: str = "", number: str = "") -> Mandate | None:
    key = actions.ask_mandate(
        MARRIAGE_STATUS,
        number=number or person.personal_number or "",
        name=name or person.full_name,
        viewer=world.viewer(helper),
        now=now,
    )
    return Mandate.objects.filter(id=key).first()


def code_of(mandate: Mandate) -> str:
    found = re.search(r"Mã đồng ý: (\d{6})", Message.objects.get(key=f"mandate:{mandate.id}:email").body)
    assert found is not None
    return found[1]


def granted(helper: Person, person: Person) -> Mandate:
    mandate = ask(helper, person)
    assert mandate is not None
    return actions.grant_by_code(mandate.id, code_of(mandate), viewer=world.viewer(helper), now=START)


def filled(mandate: Mandate, helper: Person) -> Draft:
    me = world.viewer(helper)
    draft = actions.start_for(mandate.id, commune_code=world.COMMUNE, viewer=me, now=START)
    actions.save_page(draft.id, viewer=me, page="kq", values=world.ANSWERS, done=True, now=START)
    for one in definitions.components_of(draft.version.definition):
        if one["required"]:
            actions.attach_to_draft(
                draft.id, viewer=me, key=one["key"], document_id=world.upload(mandate.person), now=START
            )
    return draft


def test_the_table_and_the_rules_say_the_same():
    norm = definitions.mandates()["code"]

    assert (norm["minutes"], norm["digits"], norm["tries"]) == (rules.CODE_MINUTES, rules.CODE_DIGITS, rules.MOST_TRIES)
    assert definitions.mandates()["minor"]["mark"] == "B"


@pytest.mark.parametrize(
    ("born", "is_minor"),
    [("2008-11-03", True), ("2008-11-02", False), ("2026-11-02", True), ("2027-01-01", False), ("hai nghìn", False)],
)
def test_a_minor_is_under_eighteen(born, is_minor):
    """91/2015/QH13, Điều 21 khoản 1."""
    assert rules.is_minor(born, 18, date(2026, 11, 2)) is is_minor


@pytest.mark.parametrize(("minutes", "tries", "is_live"), [(0, 0, True), (15, 4, True), (16, 0, False), (0, 5, False)])
def test_a_code_lives_for_minutes_and_few_tries(minutes, tries, is_live):
    assert rules.is_live(START, START + timedelta(minutes=minutes), tries) is is_live


def test_the_code_goes_to_the_person_and_lets_the_helper_file_one_dossier(helper, person):
    mandate = granted(helper, person)
    assert Message.objects.get().recipient == person.email

    filed = actions.submit_draft(filled(mandate, helper).id, viewer=world.viewer(helper), now=START)

    assert (filed.applicant_id, filed.submitter_id, filed.mandate_id) == (person.id, helper.id, mandate.id)
    act = Act.objects.get(verb="dossier:submitted")
    assert (act.actor, act.data["filed_by"]) == (helper.key, "helper")
    assert "Trần Văn Giúp (người hỗ trợ" in filer_words(filed)
    with pytest.raises(MandateOver):
        actions.start_for(mandate.id, commune_code=world.COMMUNE, viewer=world.viewer(helper), now=START)


def test_the_person_sees_who_read_what(helper, person):
    actions.start_for(granted(helper, person).id, commune_code=world.COMMUNE, viewer=world.viewer(helper), now=START)

    read = Act.objects.get(verb="person:data:read", subject=person.key)
    assert (read.actor, read.data["shown"]) == (
        helper.key,
        ["họ tên", "số định danh cá nhân", "ngày sinh", "giới tính"],
    )


def test_a_helper_is_given_no_more_than_the_locked_answers(helper, person):
    draft = actions.start_for(
        granted(helper, person).id, commune_code=world.COMMUNE, viewer=world.viewer(helper), now=START
    )

    assert person.phone not in str(draft.answers)
    assert person.email not in str(draft.answers)
    assert draft.answers["nyc_ho_ten"] == person.full_name


def test_after_filing_the_dossier_is_the_persons_alone(helper, person):
    filed = actions.submit_draft(filled(granted(helper, person), helper).id, viewer=world.viewer(helper), now=START)

    with pytest.raises(NotYourDossier):
        dossiers.dossier_for_applicant(world.viewer(helper), filed.case_id)
    with pytest.raises(NotYourDossier):
        actions.request_withdrawal(filed.case_id, viewer=world.viewer(helper), now=START)
    assert not dossiers.dossiers_of(world.viewer(helper)).exists()
    assert dossiers.dossier_for_applicant(world.viewer(person), filed.case_id) == filed
    assert told_person(filed) == person


def test_the_receipt_says_who_filed(helper, person, people):
    filed = actions.submit_draft(filled(granted(helper, person), helper).id, viewer=world.viewer(helper), now=START)
    received = actions.receive(filed.case_id, viewer=people.reception, now=START + timedelta(minutes=30))

    paper = received.papers.get(form="F01")

    assert b"%PDF" in render_paper(paper, signer="", post="", proof="", now=START)[:10]
    assert filer_words(Dossier.objects.get(case_id=filed.case_id)).startswith("Trần Văn Giúp")


@pytest.mark.parametrize("used_before", [False, True])
def test_taken_back_the_helper_is_out_and_the_draft_stays(helper, person, used_before):
    mandate = granted(helper, person)
    draft = filled(mandate, helper)
    if used_before:
        actions.submit_draft(draft.id, viewer=world.viewer(helper), now=START)

    for _ in range(2):
        actions.revoke_mandate(mandate.id, viewer=world.viewer(person), now=START)

    assert Act.objects.filter(verb="mandate:revoked").count() == 1
    if used_before:
        assert Dossier.objects.get().case.state == "submitted"
        return
    with pytest.raises(NotYourDossier, match="rút lại"):
        actions.submit_draft(draft.id, viewer=world.viewer(helper), now=START)
    assert dossiers.draft_for(world.viewer(person), draft.id) == draft


def test_what_the_person_files_oneself_is_filed_by_the_person(helper, person):
    draft = filled(granted(helper, person), helper)

    filed = actions.submit_draft(draft.id, viewer=world.viewer(person), now=START)

    assert (filed.submitter_id, filed.mandate_id) == (None, None)
    assert Act.objects.get(verb="dossier:submitted").data["filed_by"] == "self"


def test_agreed_in_the_own_account_without_a_code(helper, person):
    mandate = ask(helper, person)
    assert mandate is not None

    for _ in range(2):
        actions.grant_mandate(mandate.id, viewer=world.viewer(person), now=START + timedelta(hours=3))

    assert Act.objects.get(verb="mandate:granted").data["ground"] == "account"
    with pytest.raises(NotYourMandate):
        actions.grant_mandate(mandate.id, viewer=world.viewer(helper), now=START)


@pytest.mark.parametrize("fault", ["name", "number", "wrong code", "late", "tried out", "somebody else", "taken back"])
def test_whatever_does_not_fit_is_refused_in_the_same_words(helper, person, fault, people):
    name = "Tên Khác" if fault == "name" else person.full_name
    number = "083190000999" if fault == "number" else person.personal_number or ""
    key = actions.ask_mandate(MARRIAGE_STATUS, number=number, name=name, viewer=world.viewer(helper), now=START)
    mandate = Mandate.objects.filter(id=key).first()
    assert (mandate is None) is (fault in ("name", "number"))
    code = code_of(mandate) if mandate else "000000"
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    me, now = world.viewer(helper), START
    if fault == "late":
        now = START + timedelta(minutes=16)
    if fault == "somebody else":
        me = world.viewer(person)
    if fault == "taken back":
        actions.revoke_mandate(key, viewer=world.viewer(person), now=now)
    for _ in range(5 if fault == "tried out" else 0):
        with pytest.raises(NoSuchMandate):
            actions.grant_by_code(key, wrong, viewer=me, now=now)

    with pytest.raises(NoSuchMandate, match="Mã không đúng hoặc đã hết hạn"):
        actions.grant_by_code(key, wrong if fault == "wrong code" else code, viewer=me, now=now)

    assert not Mandate.objects.filter(granted_at__isnull=False).exists()


def test_wrong_codes_are_counted_also_though_refused(helper, person):
    mandate = ask(helper, person)
    assert mandate is not None
    wrong = f"{(int(code_of(mandate)) + 1) % 1_000_000:06d}"

    with pytest.raises(NoSuchMandate):
        actions.grant_by_code(mandate.id, wrong, viewer=world.viewer(helper), now=START)

    assert Act.objects.get(verb="mandate:code:wrong").data["tries"] == 1


def test_asking_has_its_limits(helper, person):
    assert [ask(helper, person) is not None for _ in range(4)] == [True, True, True, False]
    with pytest.raises(Refused, match="chính bạn"):
        ask(helper, helper)
    for _ in range(2):
        granted_none = ask(helper, person, now=START + timedelta(days=2))
        assert granted_none is not None


def test_a_helper_takes_nothing_from_a_store(helper, person):
    draft = actions.start_for(
        granted(helper, person).id, commune_code=world.COMMUNE, viewer=world.viewer(helper), now=START
    )

    with pytest.raises(NotReusable, match="riêng từng người"):
        actions.reuse_in_draft(
            draft.id, viewer=world.viewer(helper), key="tp01", document_id=world.upload(helper), now=START
        )


def test_an_officer_has_no_one_to_help_here(people, person):
    with pytest.raises(NotYourMandate):
        actions.ask_mandate(
            MARRIAGE_STATUS, number="083190000123", name=person.full_name, viewer=people.reception, now=START
        )


# Parents -------------------------------------------------------------------------------------------------------------


def family(person: Person, **changes):
    values = {"full_name": "Nguyễn Thị Út", "birth_date": "2015-06-01", "mother_number": person.personal_number}
    return telling(**(values | changes))


def as_parent(person: Person, ask, name: str = "nguyen thi ut") -> Mandate:
    return actions.begin_as_parent(
        MARRIAGE_STATUS, number=CHILD, name=name, viewer=world.viewer(person), now=START, ask=ask
    )


def test_a_parent_named_by_the_register_files_for_the_child_and_sees_the_dossier(person):
    mandate = as_parent(person, family(person))
    child = Person.objects.get(personal_number=CHILD)
    draft = actions.start_for(mandate.id, commune_code=world.COMMUNE, viewer=world.viewer(person), now=START)

    assert (mandate.kind, mandate.ground, draft.person_id) == ("guardian", "register", child.id)
    assert draft.answers["nyc_ho_ten"] == "Nguyễn Thị Út"
    verbs = Act.objects.filter(subject__in=[person.key, child.key]).order_by("seq").values_list("verb", flat=True)
    assert list(verbs)[-5:] == [
        "mandate:parent:asked",
        "person:registered",
        "person:data:read",
        "mandate:granted",
        "person:data:read",
    ]


def test_a_child_the_house_knows_sees_also_a_look_up_that_led_nowhere(person):
    facts = PersonFacts("Nguyễn Thị Út", CHILD, date(2015, 6, 1))
    child = register_person(facts, source="eid", now=START, by=world.SETUP)

    with pytest.raises(Refused, match="quầy Một cửa"):
        as_parent(person, family(person, mother_number="083190000999"))

    assert Act.objects.get(verb="person:data:read", subject=child.key).actor == person.key


def test_a_guardian_follows_the_dossier_and_is_told(person):
    mandate = as_parent(person, family(person))
    draft = actions.start_for(mandate.id, commune_code=world.COMMUNE, viewer=world.viewer(person), now=START)
    Draft.objects.filter(id=draft.id).update(answers={**world.ANSWERS, "nyc_ngay_sinh": "2015-06-01"})
    filed = world.submitted(person, code=MARRIAGE_STATUS)
    filed.applicant, filed.submitter, filed.mandate = mandate.person, person, mandate

    assert told_person(filed) == person
    filed.save()
    assert dossiers.dossier_for_applicant(world.viewer(person), filed.case_id) == filed
    actions.revoke_mandate(mandate.id, viewer=world.viewer(mandate.person), now=START)
    with pytest.raises(NotYourDossier):
        dossiers.dossier_for_applicant(world.viewer(person), filed.case_id)


@pytest.mark.parametrize(
    "changes",
    [
        {"mother_number": "083190000999"},
        {"birth_date": "2008-11-02"},
        {"birth_date": "không rõ"},
        {"full_name": "Trẻ Khác"},
        {"birth_date": ""},
    ],
)
def test_who_is_not_named_files_at_the_counter(person, changes):
    with pytest.raises(Refused, match="quầy Một cửa"):
        as_parent(person, family(person, **changes))

    assert not Person.objects.filter(personal_number=CHILD).exists()
    assert not Mandate.objects.exists()
    assert Act.objects.filter(verb="mandate:parent:asked").count() == 1


def test_a_silent_register_grants_nothing(person):
    def silent(inquiry):
        raise RegisterUnavailable("Cơ sở dữ liệu chưa trả lời.", code="down")

    with pytest.raises(RegisterUnavailable):
        as_parent(person, silent)
    assert not Mandate.objects.exists()


def test_the_register_is_not_tried_out(person):
    other = family(person, mother_number="083190000999")
    for _ in range(5):
        with pytest.raises(Refused, match="quầy Một cửa"):
            as_parent(person, other)

    with pytest.raises(Refused, match="quá nhiều lần"):
        as_parent(person, other)
    assert len(other.asked) == 5


def test_lists_of_both_sides(helper, person):
    mandate = granted(helper, person)
    filled(mandate, helper)

    (row,) = mandates.held_by(world.viewer(helper))
    assert row["draft"] is not None
    assert mandates.given_by(world.viewer(person)) == [mandate]
    assert mandates.given_by(world.viewer(helper)) == []
