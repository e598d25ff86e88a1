# SPDX-License-Identifier: EUPL-1.2
"""Writes of modules.security: the register of sources and the ledger of what they sent; intelligence and its sharing.

What other parts of the module call stands here; the pages call the rest by its file.
"""

from tinhso.modules.security.actions.blacklists import Seen, note_sightings, take_blacklist
from tinhso.modules.security.actions.counting import count_spool
from tinhso.modules.security.actions.infected import report_infected
from tinhso.modules.security.actions.national_centre import send_to_national_centre
from tinhso.modules.security.actions.sources import note_silent, register_source, renew_key, withdraw_source

__all__ = [
    "Seen",
    "count_spool",
    "note_sightings",
    "note_silent",
    "register_source",
    "renew_key",
    "report_infected",
    "send_to_national_centre",
    "take_blacklist",
    "withdraw_source",
]
