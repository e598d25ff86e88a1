# SPDX-License-Identifier: EUPL-1.2
"""What tests of offers share: who gets one, databases that tell or are silent, the steps up to an offer."""

from datetime import date, datetime

from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.actions import PersonFacts, give_consent, register_person
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import RegisterUnavailable
from tinhso.modules.onestop.models import Offer
from tinhso.modules.onestop.registers.types import Answer, Told
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START

PENSION, PENSION_CODE = "tro_cap_huu_tri", "1.014027"
BIRTH, BUNDLE = "1.001193", "3.000722"


def born(day: date, number: str = "083051000123", name: str = "Lê Văn Dừa", **more) -> Person:
    facts = PersonFacts(
        name, number, day, "nam", phone="+84912345679", email="dua@example.vn", commune_code=world.COMMUNE, **more
    )
    return register_person(facts, source="eid", now=START, by=world.SETUP)


def silent(inquiry):
    raise RegisterUnavailable("Cơ sở dữ liệu chưa trả lời.", code="down")


def telling(**values):
    """Return databases that tell these values and remember what they were asked."""

    def ask(inquiry):
        ask.asked.append(inquiry)
        told = {key: value for key, value in values.items() if key in inquiry.fields}
        return Told(Answer.KNOWN if told else Answer.NO_DATA, "TC-1", START, told)

    ask.asked = []
    return ask


def agree(person: Person, purpose: str, now: datetime = START):
    return give_consent(person.id, purpose=purpose, text_version="2026-11", now=now, by=world.viewer(person).actor())


def run(now: datetime = START, ask=silent) -> int:
    return actions.make_offers(now=now, ask=ask)


def the_offer(person: Person) -> Offer:
    return Offer.objects.get(person=person)


def verbs(person: Person) -> list[str]:
    found = Act.objects.filter(subject=person.key, verb__startswith="proactive:").order_by("seq")
    return list(found.values_list("verb", flat=True))


def automatic(person: Person) -> Offer:
    """Let the house file for someone who agreed."""
    agree(person, "proactive-registers")
    agree(person, f"proactive-{PENSION}")
    assert run(ask=telling(pension_status="khong_huong")) == 1
    return the_offer(person)
