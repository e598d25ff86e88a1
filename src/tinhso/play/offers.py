# SPDX-License-Identifier: EUPL-1.2
"""One citizen of the demonstration whom the house has something to offer: a test citizen of the stand-in e-ID."""

from datetime import date, datetime

from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import PersonFacts, register_person
from tinhso.modules.onestop.actions import make_offers

SETUP = Actor("system:setup")

ELDER = PersonFacts(
    full_name="Lê Văn Đức",
    personal_number="083051001829",
    birth_date=date(1951, 2, 20),
    sex="nam",
    phone="+84900000103",
    email="duc.levan@congdan.example",
    commune_code="28810",
    address="Ấp Thạnh Khương, Xã An Khánh, Huyện Châu Thành, Tỉnh Bến Tre",
)
"""As the stand-in e-ID says it; a test compares. Seventy-five on 20 February 2026."""


def offer_in_demo(*, now: datetime) -> int:
    """Let the e-ID's elder be known here and do the daily work for him; return how many offers were made."""
    elder = register_person(ELDER, source="eid", now=now, by=SETUP, synthetic=True)
    return make_offers(now=now, only=elder.id)
