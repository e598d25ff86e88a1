# SPDX-License-Identifier: EUPL-1.2
"""Signing in batch: each by itself, a failure says why and stops nobody else; only after a fresh sign-in."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tinhso.faces.desk.views import signing
from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.errors import SigningUnavailable
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START

LIST, SIGN = reverse("desk:signing"), reverse("desk:sign_chosen")


@pytest.fixture
def sealing(monkeypatch):
    """Sign without authorities; a dossier named in `down` finds the authority down."""
    down = set()

    def sign(dossier_id, **said):
        if dossier_id in down:
            raise SigningUnavailable("Cơ quan chứng thực không trả lời. Hãy thử lại sau.")
        return actions.sign_result(dossier_id, sealer=world.plain_seal, **said)

    monkeypatch.setitem(signing.SIGN, "awaiting_signature", sign)
    return down


def two(people):
    first = world.awaiting_signature(world.citizen(), people)
    other = world.citizen("083190000777", "Trần Thị Dừa")
    return first, world.awaiting_signature(other, people, now=START + timedelta(minutes=5))


def ticked(*dossiers):
    return [f"{one.case_id}:{Case.objects.get(id=one.case_id).version}" for one in dossiers]


def states(*dossiers):
    return [Case.objects.get(id=one.case_id).state for one in dossiers]


def test_several_are_signed_one_after_another(people, sign_in, sealing):
    first, second = two(people)
    client = sign_in(people.leader)

    page = client.get(LIST).content.decode()
    done = client.post(SIGN, {"chon": ticked(first, second)}).content.decode()

    assert first.code in page
    assert second.code in page
    assert "Đã ký 2 trên 2 hồ sơ" in done
    assert states(first, second) == ["completed", "completed"]


def test_a_waiting_result_is_shown_with_its_text(people, sign_in):
    world.awaiting_signature(world.citizen(), people)

    page = sign_in(people.leader).get(LIST)

    assert page.status_code == 200
    assert "chưa đăng ký kết hôn với ai" in page.content.decode()


def test_one_that_fails_says_why_and_the_others_go_on(people, sign_in, sealing):
    first, second = two(people)
    sealing.add(first.case_id)

    done = sign_in(people.leader).post(SIGN, {"chon": ticked(first, second)}).content.decode()

    assert "Đã ký 1 trên 2 hồ sơ" in done
    assert "Cơ quan chứng thực không trả lời" in done
    assert states(first, second) == ["awaiting_signature", "completed"]


def test_a_stale_tick_is_not_signed(people, sign_in, sealing):
    first, _ = two(people)

    done = sign_in(people.leader).post(SIGN, {"chon": [f"{first.case_id}:1"]}).content.decode()

    assert "vừa được người khác xử lý" in done
    assert states(first) == ["awaiting_signature"]


def test_a_fragment_is_the_outcome_of_one_row(people, sign_in, sealing):
    first, _ = two(people)

    done = sign_in(people.leader).post(SIGN, {"chon": ticked(first)}, headers={"HX-Request": "true"}).content.decode()

    assert 'data-signed="1"' in done
    assert "<html" not in done


def test_nonsense_is_not_signed(people, sign_in, sealing):
    done = sign_in(people.leader).post(SIGN, {"chon": ["khong-phai:x", "chi-mot-phan"]})

    assert done.status_code == 200
    assert "Đã ký 0 trên 1 hồ sơ" in done.content.decode()


def test_an_old_sign_in_must_be_proved_anew(people, sign_in, sealing):
    first, _ = two(people)
    client = sign_in(people.leader, ago_seconds=3600)

    listed, signed = client.get(LIST), client.post(SIGN, {"chon": ticked(first)})

    assert listed.url.startswith("/tai-khoan/")
    assert signed.url.startswith("/tai-khoan/")
    assert states(first) == ["awaiting_signature"]


def test_a_single_signature_wants_it_too(people, sign_in):
    first, _ = two(people)
    client = sign_in(people.leader, ago_seconds=3600)

    response = client.post(reverse("desk:step", args=[first.case_id, "sign_result"]), {"version": 1})

    assert response.url.startswith("/tai-khoan/")


@pytest.mark.parametrize("role", ["reception", "specialist", "head"])
def test_only_leaders_sign(people, sign_in, role):
    assert sign_in(getattr(people, role)).get(LIST).status_code == 403
