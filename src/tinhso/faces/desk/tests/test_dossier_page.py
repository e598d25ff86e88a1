# SPDX-License-Identifier: EUPL-1.2
"""The page of a dossier: who may open it, what it records, which steps it offers, files as attachments."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from tinhso.kernel.identity.models import Assignment, Officer
from tinhso.kernel.identity.queries import who_has_seen
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START


def page_of(dossier):
    return reverse("desk:dossier", args=[dossier.case_id])


def test_every_view_of_the_applicant_is_recorded_with_its_purpose(people, person, sign_in):
    dossier = world.submitted(person)
    client = sign_in(people.reception)

    client.get(page_of(dossier))
    client.get(page_of(dossier))

    seen = who_has_seen(person.id)
    assert len(seen) == 2
    assert seen[0].reader == people.reception.name
    assert dossier.provisional in seen[0].purpose
    assert "số định danh cá nhân" in seen[0].shown


def test_an_officer_of_another_unit_is_refused_and_reads_nothing(people, person, sign_in):
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE)).reception
    dossier = world.submitted(person)

    response = sign_in(stranger).get(page_of(dossier))

    assert response.status_code == 403
    assert person.full_name not in response.content.decode()
    assert not who_has_seen(person.id)


@pytest.mark.parametrize(
    ("state", "role", "offered"),
    [
        ("submitted", "reception", ["receive", "request_intake_supplement", "refuse_intake", "redirect"]),
        ("submitted", "specialist", []),
        ("submitted", "leader", []),
        ("received", "head", ["assign", "apologise"]),
        ("received", "reception", []),
        (
            "processing",
            "specialist",
            [
                "propose_result",
                "consult",
                "forward_peer",
                "forward_up",
                "verify",
                "request_duty",
                "request_supplement",
                "propose_refusal",
            ],
        ),
        ("processing", "colleague", []),
        ("processing", "head", ["assign", "apologise"]),
        ("awaiting_signature", "leader", ["send_back", "sign_result", "apologise"]),
        ("awaiting_signature", "specialist", []),
        ("completed", "reception", ["return_result"]),
        ("completed", "leader", []),
    ],
)
def test_each_role_is_offered_exactly_its_steps(people, person, sign_in, state, role, offered):
    dossier = getattr(world, state)(person, people) if state != "submitted" else world.submitted(person)

    response = sign_in(getattr(people, role)).get(page_of(dossier))

    assert [one.name for one in response.context["steps"]] == offered


def test_a_page_shows_what_was_declared_and_why_the_date_is_what_it_is(people, person, sign_in):
    dossier = world.processing(person, people)

    html = sign_in(people.specialist).get(page_of(dossier)).content.decode()

    assert dossier.code in html
    assert "Nguyễn Thị Bưởi" in html
    assert "083190000123" in html
    assert "Vì sao là ngày này?" in html
    assert "Đang lập, ký" in html  # the receipt is not made yet


def test_files_are_saved_and_never_shown(people, person, sign_in):
    dossier = world.awaiting_signature(person, people)

    response = sign_in(people.leader).get(reverse("desk:download", args=[dossier.case_id, dossier.result_id]))

    assert response.content.startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_of_another_dossier_is_not_found(people, person, sign_in):
    mine = world.submitted(person)
    other = world.awaiting_signature(
        world.citizen("083190000777", "Trần Thị Dừa"), people, now=START + timedelta(days=1)
    )

    response = sign_in(people.reception).get(reverse("desk:download", args=[mine.case_id, other.result_id]))

    assert response.status_code == 404


def test_nobody_enters_without_the_second_factor(people, person, client):
    account = Officer.objects.get(id=people.reception.officer_id).account
    client.force_login(account)

    assert client.get(reverse("desk:inbox")).url == reverse("mfa_activate_totp")


def test_a_session_from_before_the_second_factor_must_give_it(people, client):
    account = Officer.objects.get(id=people.reception.officer_id).account
    account.set_password("mat-khau-du-dai-2026")
    account.save()
    client.post(reverse("account_login"), {"login": account.username, "password": "mat-khau-du-dai-2026"})
    seed = "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF"
    TOTP.activate(account, seed)  # in another browser, by whom the account belongs to

    for name in ("desk:inbox", "mfa_list_webauthn", "mfa_generate_recovery_codes", "account_change_password"):
        assert client.get(reverse(name)).url.startswith(reverse("mfa_reauthenticate"))

    code = format_hotp_value(hotp_value(seed, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_reauthenticate"), {"code": code})
    assert client.get(reverse("desk:inbox")).status_code == 200


@pytest.mark.parametrize("page", ["books", "unit", "statistics"])
def test_an_officer_whose_posts_have_ended_is_told_so(people, sign_in, page):
    client = sign_in(people.head)
    Assignment.objects.filter(officer_id=people.head.officer_id).delete()

    response = client.get(reverse(f"desk:{page}"))

    assert response.status_code == 403
