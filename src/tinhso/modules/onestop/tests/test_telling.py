# SPDX-License-Identifier: EUPL-1.2
"""Who is told by which way: the rule as a table, one message per act and channel, choices as acts."""

from datetime import timedelta
from itertools import product

import pytest

from tinhso.config import env
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.exchange.smpp.texts import count_parts
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop import actions, notices, reactions
from tinhso.modules.onestop.errors import NoSuchWay
from tinhso.modules.onestop.telling.rules import channels_for, may_choose
from tinhso.modules.onestop.telling.texts import must_be_told, short_texts
from tinhso.modules.onestop.telling.types import Kind, Way
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START


@pytest.mark.parametrize(
    ("way", "always", "has_email", "has_mobile", "channels"),
    [
        ("", False, True, True, "email"),
        ("", False, False, True, "sms"),
        ("", True, True, True, "email"),
        ("", True, False, True, "sms"),
        ("", True, False, False, ""),
        ("email", False, True, True, "email"),
        ("email", False, False, True, ""),
        ("sms", False, True, True, "sms"),
        ("sms", False, True, False, ""),
        ("sms", True, True, True, "email sms"),
        ("both", False, True, True, "email sms"),
        ("both", True, True, False, "email"),
        ("none", False, True, True, ""),
        ("none", True, True, True, "email"),
        ("none", True, False, True, ""),
    ],
)
def test_which_ways_a_notice_goes(way, always, has_email, has_mobile, channels):
    found = channels_for(Way(way), always=always, has_email=has_email, has_mobile=has_mobile)

    assert " ".join(found) == channels


def test_what_must_be_told_reaches_everyone_with_an_address():
    ways = [way for way in Way if way is Way.UNSAID or may_choose(way, always=True)]

    assert all(
        channels_for(way, always=True, has_email=email, has_mobile=mobile)[:1] == ("email",)
        for way, email, mobile in product(ways, [True], [True, False])
    )


def test_every_act_that_is_told_has_a_short_text_of_few_parts():
    values = {
        "province": "Thành phố Hồ Chí Minh",
        "code": "000.00.34.H07-261120-123456",
        "promised": "theo quy định của thủ tục",
        "until": "16:30 ngày 20/11/2026",
        "fix_by": "20/11/2026",
        "amount": "1.234.567.000",
    }

    lengths = {verb: count_parts(one.text.format(**values)) for verb, one in short_texts().items()}

    assert set(lengths) == set(notices.TEXTS)
    assert max(lengths.values()) <= 3
    assert all(one.version >= 1 and not one.text.isascii() for one in short_texts().values())


def choose(person: Person, **ways: str) -> int:
    choices = {Kind(kind): Way(way) for kind, way in ways.items()}
    return actions.choose_notices(choices, viewer=world.viewer(person), now=START)


def tell(dossier, verb: str = "dossier:submitted") -> list[Message]:
    act = Act.objects.get(verb=verb, case_id=dossier.case_id)
    for _ in range(2):
        reactions.tell_applicant(acts_between(act.seq, act.seq)[0], START)
    return list(Message.objects.filter(case_id=dossier.case_id).order_by("channel"))


def test_an_act_is_one_message_per_channel_whatever_is_repeated(people, person):
    choose(person, progress="both")

    email, sms = tell(world.submitted(person))

    assert (email.channel, email.recipient) == ("email", "buoi@example.vn")
    assert (sms.channel, sms.recipient) == ("sms", "+84912345678")
    assert "Đã nhận hồ sơ" in sms.body
    assert sms.subject.endswith("(mẫu 1)")


def test_a_short_message_names_nobody_and_leads_nowhere(people, person):
    choose(person, progress="sms")

    (sms,) = tell(world.submitted(person))

    assert person.full_name not in sms.body
    assert "http" not in sms.body


def test_who_has_no_address_is_told_on_the_phone(people, person):
    Person.objects.filter(id=person.id).update(email="")

    assert [one.channel for one in tell(world.submitted(person))] == ["sms"]


@pytest.mark.parametrize(("way", "channels"), [("none", []), ("sms", ["sms"]), ("email", ["email"])])
def test_a_choice_is_kept_to(people, person, way, channels):
    choose(person, progress=way)

    assert [one.channel for one in tell(world.submitted(person))] == channels


def test_without_a_centre_nobody_is_sent_a_short_message(people, person, monkeypatch):
    monkeypatch.setattr(env, "SMS_URL", "")
    choose(person, progress="both")

    assert [one.channel for one in tell(world.submitted(person))] == ["email"]


def test_opting_in_and_out_are_acts_and_the_same_again_is_none(people, person):
    assert [choose(person, progress="both"), choose(person, progress="both"), choose(person, progress="none")] == [
        1,
        0,
        1,
    ]

    told = Act.objects.filter(verb="person:notices:chosen", subject=person.key).order_by("seq")
    assert [(one.data["way"], one.data["before"]) for one in told] == [("both", ""), ("none", "both")]


@pytest.mark.parametrize("kind", [kind for kind in Kind if must_be_told(kind)])
@pytest.mark.parametrize("way", [Way.NONE, Way.SMS])
def test_what_must_be_told_cannot_be_switched_off(people, person, kind, way):
    with pytest.raises(NoSuchWay):
        choose(person, progress="none", **{kind.value: way.value})

    assert not Act.objects.filter(verb="person:notices:chosen").exists()


def test_an_officer_has_no_choice_to_make(people):
    with pytest.raises(NoSuchWay):
        actions.choose_notices({Kind.PROGRESS: Way.NONE}, viewer=people.head, now=START + timedelta(hours=1))
