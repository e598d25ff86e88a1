# SPDX-License-Identifier: EUPL-1.2
"""The six shares of online services: what an act of filing notes, what the page makes of it, the acts behind it."""

import csv
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.actions import PersonFacts, sign_in_person
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.types import AccountKind
from tinhso.kernel.indicators import actions as indicators
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.online_help import help_for
from tinhso.modules.onestop.models import Draft
from tinhso.modules.onestop.queries import declarations
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.types import Satisfaction

PAGE = "portal:six_shares"


def filing_of(dossier) -> dict:
    return Act.objects.get(verb="dossier:submitted", case_id=dossier.case_id).data


def fold() -> None:
    last = Act.objects.order_by("-seq").values_list("seq", flat=True)[0]
    indicators.add_acts(ledger.acts_between(1, last))


def shown(client) -> dict[str, tuple[int, int]]:
    text = client.get(reverse(PAGE), {"dang": "csv"}).content.decode("utf-8-sig")
    return {
        row[0][:1]: (int(row[2]), int(row[4])) for row in list(csv.reader(StringIO(text)))[1:] if row[0][0].isdigit()
    }


def test_answers_that_stand_as_known_are_counted(people, now):
    person = world.citizen()
    draft = Draft.objects.get(id=world.draft(person, now=now))
    known = declarations.known_for(draft.version, person)
    locked = declarations.locked_for(draft.version, person)

    noted = filing_of(actions.submit_draft(draft.id, viewer=world.viewer(person), now=now))

    assert noted["prefilled"] >= len(locked) > 0
    assert noted["prefilled"] == declarations.kept_as_known(known, {**draft.answers, **locked})[0]
    assert noted["answered"] > noted["prefilled"]
    assert noted["personal"] is False


def test_what_was_typed_over_is_not_prefilled(people, now):
    person = world.citizen()
    draft = Draft.objects.get(id=world.draft(person, now=now))
    known = declarations.known_for(draft.version, person)
    name = next(key for key, one in known.items() if one.value == person.full_name)

    kept, given = declarations.kept_as_known(known, {name: "Người khác", "ghi_chu": "", "khac": "x"})

    assert (kept, given) == (0, 2)


def test_the_first_dossier_of_a_year_is_marked_once(people, now):
    person = world.citizen()
    other = world.citizen("083190000456", "Lê Thị Cau")

    marks = [
        filing_of(world.submitted(one, now=at))["first_of_year"]
        for one, at in ((person, now), (person, now), (other, now), (person, now + timedelta(days=366)))
    ]

    assert marks == [True, False, True, True]


def test_a_dossier_out_of_the_own_store_is_personal(people, now):
    person = world.citizen()
    draft = world.draft(person, now=now)
    Draft.objects.filter(id=draft).update(from_store={"tp01": str(uuid.uuid4())})

    assert help_for(Draft.objects.get(id=draft), (1, 2), world.viewer(person), now).personal


@pytest.fixture
def lived(people, now):
    person = world.citizen()
    for username in ("mot", "hai"):
        facts = PersonFacts(person.full_name, person.personal_number) if username == "mot" else None
        account = Account.objects.create_user(username, kind=AccountKind.CITIZEN)
        sign_in_person(account, facts or PersonFacts("Lê Thị Cau", "083190000456"), now=now - timedelta(hours=8))
    dossier = world.completed(person, people, now=now - timedelta(hours=5))
    actions.rate(dossier.case_id, level=Satisfaction.NOT, comment="", viewer=world.viewer(person), now=now)
    fold()
    return dossier


def test_the_page_says_what_stands_above_and_below(client, lived):
    found = shown(client)

    services = found["1"][1]
    assert services > 50
    assert found == {
        "1": (1, services),
        "2": (0, services),
        "3": (1, services),
        "4": (1, 1),
        "5": (1, 2),
        "6": (0, 1),
    }
    page = client.get(reverse(PAGE)).content.decode()
    assert "3015/KH-UBND" in page
    assert "50,00" in page


def test_signing_in_again_opens_no_second_account(client, lived):
    account = Account.objects.get(username="mot")
    sign_in_person(account, PersonFacts("Nguyễn Thị Bưởi", "083190000123"), now=lived.submitted_at)

    assert Act.objects.filter(verb="account:signed_in").count() == 3
    assert Act.objects.filter(verb="account:signed_in", data__first=True).count() == 2


@pytest.mark.parametrize(("key", "part", "title"), [("filed", "", "Nộp hồ sơ"), ("accounts", "mau", "Đăng nhập")])
def test_the_acts_behind_name_nobody(client, lived, key, part, title):
    answer = client.get(reverse("portal:six_shares_acts", args=[key]), {"phan": part})
    text = answer.content.decode()

    assert title in text
    assert "Bưởi" not in text


def test_an_unknown_line_is_not_found(client, db):
    assert client.get(reverse("portal:six_shares_acts", args=["khong-co"])).status_code == 404


def test_nothing_to_divide_by_is_a_dash(client, db):
    page = client.get(reverse(PAGE)).content.decode()

    assert page.count("<strong>–</strong>") == 8
