# SPDX-License-Identifier: EUPL-1.2
"""A name of a subscriber belongs to one reader: a second fold under it would silently replace the first."""

import pytest

from tinhso.kernel.events import subscriptions
from tinhso.kernel.events.errors import LedgerMisuse


def test_two_folds_under_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(subscriptions, "SUBSCRIBERS", {})
    first = subscriptions.fold("sums")(lambda acts: None)

    with pytest.raises(LedgerMisuse):
        subscriptions.fold("sums")(lambda acts: None)

    assert subscriptions.SUBSCRIBERS["sums"].fold is first
