# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong between us and the store."""


class StoreAway(Exception):
    """The store does not answer, or answers that it cannot now; the same may be asked again."""


class StoreRefused(Exception):
    """The store says that a statement is wrong or took too much; asking again does not help."""
