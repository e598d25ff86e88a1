# SPDX-License-Identifier: EUPL-1.2
"""The degree of automation counts every act about a dossier once, whoever took it (224/2026/NĐ-CP, Điều 19)."""

from datetime import timedelta

from tinhso.kernel.events import catalogue
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.indicators.actions import add_acts
from tinhso.kernel.indicators.queries import Scope, figure
from tinhso.modules.onestop.folds_of_automation import ABOUT_DOSSIERS
from tinhso.modules.onestop.tests import world

DAY = Scope(world.TODAY - timedelta(days=30), world.TODAY + timedelta(days=30))


def test_every_verb_of_dossiers_is_counted():
    known = {verb.payload for name, verb in catalogue.VERBS.items() if name.startswith("dossier:")}

    assert known == set(ABOUT_DOSSIERS)


def test_the_figure_is_the_share_of_acts_no_person_took(people, person):
    dossier = world.completed(person, people)
    acts = [one for one in ledger.acts_of_case(dossier.case_id) if one.verb.startswith("dossier:")]
    add_acts(ledger.acts_of_case(dossier.case_id))

    found = figure("onestop.automation", DAY)

    assert (found.numerator, found.denominator) == (
        sum(one.actor.startswith("system:") for one in acts),
        len(acts),
    )
    assert found.denominator > found.numerator


def test_end_to_end_is_filed_on_line_with_an_electronic_result(people, person):
    dossier = world.completed(person, people)
    add_acts(ledger.acts_of_case(dossier.case_id))

    found = figure("onestop.end_to_end", DAY)

    assert (found.numerator, found.denominator) == (int(dossier.channel == "truc_tuyen"), 1)
