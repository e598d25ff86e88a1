# SPDX-License-Identifier: EUPL-1.2
"""The citizen with an offer is the one the stand-in e-ID lets in."""

from tinhso.modules.onestop.models import Offer
from tinhso.modules.onestop.tests import world
from tinhso.play.offers import ELDER, offer_in_demo
from tinhso_counterparts.idp.citizens import load_citizens


def test_the_elder_is_a_citizen_of_the_e_id():
    known = load_citizens()[ELDER.personal_number]

    assert (known.name, known.birthdate, known.phone_number, known.email, known.commune_code) == (
        ELDER.full_name,
        str(ELDER.birth_date),
        ELDER.phone,
        ELDER.email,
        ELDER.commune_code,
    )


def test_somebody_of_the_demonstration_sees_an_offer(db):
    world.build_province()

    assert (offer_in_demo(now=world.START), offer_in_demo(now=world.START)) == (1, 0)
    assert Offer.objects.get().service == "tro_cap_huu_tri"
