# SPDX-License-Identifier: EUPL-1.2
"""Time-ordered identifiers."""

import uuid

from tinhso.lib.uuid7 import uuid7


def test_an_identifier_is_of_version_seven_and_the_variant_of_rfc_9562():
    made = uuid7()

    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_later_identifiers_do_not_come_before_earlier_milliseconds():
    made = [uuid7() for _ in range(200)]
    stamps = [identifier.int >> 80 for identifier in made]

    assert stamps == sorted(stamps)
    assert len(set(made)) == 200
