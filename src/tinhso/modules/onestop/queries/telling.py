# SPDX-License-Identifier: EUPL-1.2
"""What a person chose about notices, for the page and for whoever sends one."""

import uuid
from dataclasses import dataclass

from tinhso.config import env
from tinhso.kernel.identity.models import Person
from tinhso.lib.phone import is_mobile
from tinhso.modules.onestop.models import NoticeChoice
from tinhso.modules.onestop.telling.rules import channels_for
from tinhso.modules.onestop.telling.texts import must_be_told
from tinhso.modules.onestop.telling.types import Kind, Way


@dataclass(frozen=True)
class Telling:
    """One kind for one person: what was chosen, whether it may be switched off, by what it goes now."""

    kind: Kind
    way: Way
    always: bool
    channels: tuple[str, ...]


def channels_of(person: Person, kind: Kind) -> tuple[str, ...]:
    """Return the channels a notice of this kind goes by to a person."""
    chosen = NoticeChoice.objects.filter(person=person, kind=kind).first()
    return _channels(person, kind, Way(chosen.way) if chosen else Way.UNSAID)


def tellings_of(person_id: uuid.UUID) -> list[Telling]:
    """Return every kind of notice with the person's choice, in the order of the page."""
    person = Person.objects.get(id=person_id)
    chosen = dict(NoticeChoice.objects.filter(person=person).values_list("kind", "way"))
    found = [(kind, Way(chosen.get(kind.value, ""))) for kind in Kind]
    return [Telling(kind, way, must_be_told(kind), _channels(person, kind, way)) for kind, way in found]


def _channels(person: Person, kind: Kind, way: Way) -> tuple[str, ...]:
    has_mobile = bool(env.SMS_URL) and is_mobile(person.phone)
    return channels_for(way, always=must_be_told(kind), has_email=bool(person.email), has_mobile=has_mobile)
