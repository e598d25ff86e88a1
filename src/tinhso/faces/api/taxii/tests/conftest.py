# SPDX-License-Identifier: EUPL-1.2
"""A collection, and a partner that reads and writes it."""

import base64
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tinhso.faces.api.taxii.answers import MEDIA_TYPE
from tinhso.modules.security.models import Collection, SharingPartner
from tinhso.modules.security.tests import sharing
from tinhso.modules.security.tests.world import World, build
from tinhso.modules.security.types import Tlp


@dataclass(frozen=True)
class Sharing:
    """who: may open and register; partner reads and writes `collection` with `secret`."""

    who: World
    collection: Collection
    partner: SharingPartner
    secret: str

    def client(self, login: str = "", secret: str = "", accept: str = MEDIA_TYPE) -> Client:
        pair = f"{login or self.partner.login}:{secret or self.secret}"
        words = base64.b64encode(pair.encode()).decode()
        return Client(headers={"Authorization": f"Basic {words}", "Accept": accept})

    @property
    def where(self) -> str:
        return f"/taxii2/tinh/collections/{self.collection.id}/"


def made() -> Sharing:
    who = build()
    collection = sharing.opened(who.operator)
    partner, secret = sharing.partner(who.operator, {collection.id: True}, tlp=Tlp.AMBER)
    return Sharing(who, collection, partner, secret)


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """The server of the tests looks for collected files when it starts."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def shared(db) -> Sharing:
    return made()
