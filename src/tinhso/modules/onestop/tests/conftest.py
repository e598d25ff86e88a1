# SPDX-License-Identifier: EUPL-1.2
"""The small world: built once for a file of tests, or anew for each test that commits."""

from datetime import date

import pytest

from tinhso.kernel.documents.types import SignatureMark, SignatureRole, SignedPdf
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop.actions import scan_reading, scan_signing
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.offering import born
from tinhso.modules.onestop.tests.provinces import installed_province  # noqa: F401 - a fixture
from tinhso.modules.onestop.tests.scanning_world import Reader


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say that tests with people need the database, which is made only when a collected test says so.

    The name goes last: the province is installed first, around the transaction of the test.
    """
    for item in items:
        names = item.fixturenames if isinstance(item, pytest.Function) else []
        if "people" in names and "db" not in names and item.get_closest_marker("django_db") is None:
            names.append("db")


@pytest.fixture
def people(request: pytest.FixtureRequest) -> world.Staff:
    """A commune with someone in each post."""
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        request.getfixturevalue("transactional_db")
        world.build_province()
    else:
        request.getfixturevalue("installed_province")
        request.getfixturevalue("db")
    return world.staff(world.unit_of())


@pytest.fixture
def person(people: world.Staff) -> Person:
    return world.citizen()


@pytest.fixture
def elder(people: world.Staff) -> Person:
    """Someone old enough for the social pension, whose address is known."""
    return born(date(1951, 11, 20), address="Số 1, khu phố 2")


@pytest.fixture
def reader(monkeypatch) -> Reader:
    """Read scans at once, without a child process."""
    quick = Reader()
    monkeypatch.setattr(scan_reading, "straighten_and_read", quick)
    return quick


@pytest.fixture
def plain_signature(monkeypatch):
    """Stand in for signing where a test is about the scan and not about the signature."""

    def sign(pdf, *, key, role, reason, now, at):
        return SignedPdf(pdf + b"% signed\n", SignatureMark(SignatureRole(role), key.key, key.name, "1", "B-LT", now))

    monkeypatch.setattr(scan_signing, "make_signature", sign)
