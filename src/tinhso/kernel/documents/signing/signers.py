# SPDX-License-Identifier: EUPL-1.2
"""In whose name a paper is signed: an officer from one of their seats, an agency with its seal."""

from tinhso.kernel.documents.types import SignerKind, SigningIdentity
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry.models import Unit


def person_of(viewer: Viewer, seat: Seat) -> SigningIdentity:
    """Return the identity in which an officer signs from a seat."""
    return SigningIdentity(SignerKind.PERSON, str(viewer.officer_id), viewer.name, seat.title, seat.unit_name)


def agency_of(unit: Unit) -> SigningIdentity:
    """Return the identity of an agency's seal."""
    return SigningIdentity(SignerKind.AGENCY, str(unit.id), unit.name)
