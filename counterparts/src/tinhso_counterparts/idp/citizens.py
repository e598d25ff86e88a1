# SPDX-License-Identifier: EUPL-1.2
"""Test citizens of Bến Tre: invented people with well-formed personal numbers."""

import csv
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from uuid import UUID, uuid5

PASSCODE = "123456"  # one for all, printed on the login page: these people do not exist
_NAMESPACE = UUID("7b0c1a4e-52a3-4f0f-9a55-0d8c2f9b0a83")

# What each scope lets a client see. The number comes with openid: the national e-ID exists to say who it is.
CLAIMS_BY_SCOPE = {
    "openid": ("sub", "personal_number", "loa"),
    "profile": (
        "name",
        "given_name",
        "middle_name",
        "family_name",
        "birthdate",
        "gender",
        "residence_commune_code",
        "locale",
    ),
    "phone": ("phone_number", "phone_number_verified"),
    "email": ("email", "email_verified"),
    "address": ("address",),
}


@dataclass(frozen=True)
class Citizen:
    """One person of the e-ID.

    personal_number: số định danh cá nhân, 12 digits.
    birthdate: ISO 8601. commune_code: code of the General Statistics Office, list of 2023.
    """

    personal_number: str
    family_name: str
    middle_name: str
    given_name: str
    gender: str
    birthdate: str
    phone_number: str
    email: str
    street: str
    commune_code: str
    commune: str
    district: str
    note: str

    @property
    def name(self) -> str:
        return f"{self.family_name} {self.middle_name} {self.given_name}"

    @property
    def birth_year(self) -> str:
        return self.birthdate[:4]

    @cached_property
    def subject(self) -> str:
        """Stable identifier that does not show the personal number."""
        return str(uuid5(_NAMESPACE, self.personal_number))

    @property
    def residence(self) -> str:
        return f"{self.street}, {self.commune}, {self.district}, Tỉnh Bến Tre"

    def claims(self, scopes: frozenset[str]) -> dict[str, object]:
        """Return the claims that these scopes allow."""
        known = self._all_claims()
        return {name: known[name] for scope, names in CLAIMS_BY_SCOPE.items() if scope in scopes for name in names}

    def _all_claims(self) -> dict[str, object]:
        address = {
            "formatted": self.residence,
            "street_address": self.street,
            "locality": f"{self.commune}, {self.district}",
            "region": "Tỉnh Bến Tre",
            "country": "VN",
        }
        return {
            "sub": self.subject,
            "personal_number": self.personal_number,
            "loa": "2",
            "name": self.name,
            "given_name": self.given_name,
            "middle_name": self.middle_name,
            "family_name": self.family_name,
            "birthdate": self.birthdate,
            "gender": self.gender,
            "residence_commune_code": self.commune_code,
            "locale": "vi-VN",
            "phone_number": self.phone_number,
            "phone_number_verified": True,
            "email": self.email,
            "email_verified": True,
            "address": address,
        }


def load_citizens() -> dict[str, Citizen]:
    """Return the test citizens by personal number, in the order of the file."""
    text = (files(__package__) / "citizens.csv").read_text("utf-8")
    people = (Citizen(**row) for row in csv.DictReader(text.splitlines()))
    return {person.personal_number: person for person in people}
