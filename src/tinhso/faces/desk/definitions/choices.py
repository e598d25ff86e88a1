# SPDX-License-Identifier: EUPL-1.2
"""What can be chosen in the editor: value and words. Words of the record are data, so they are Vietnamese alone."""

from tinhso.lib.vntext import sort_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.editing import words
from tinhso.modules.onestop.editing.reading import CHANNEL_UNITS, COMPONENT_KINDS, PARTIAL_GROUNDS, TIME_UNITS

Choice = tuple[str, str]


def sectors() -> list[Choice]:
    """Return the sectors of the province in Vietnamese order."""
    return sorted(definitions.routing()["titles"].items(), key=lambda one: sort_key(one[1]))


def of(mapping: dict[str, str]) -> list[Choice]:
    return list(mapping.items())


LEVELS = of(words.LEVELS)
APPLICANTS = of(words.APPLICANTS)
ONLINE = [("", words.UNCONFIRMED), *words.ONLINE.items()]
KINDS = [(key, words.KINDS[key]) for key in COMPONENT_KINDS]
TIMES = [(key, words.UNITS[key]) for key in TIME_UNITS]
CHANNEL_TIMES = [(key, words.UNITS[key]) for key in CHANNEL_UNITS if key != "same_day"]
FEES = of(words.FEES)
ROLES = of(words.ROLES)
GROUNDS = list(PARTIAL_GROUNDS.items())
CHANNELS = of(words.CHANNELS)


def databases() -> list[Choice]:
    """Return the databases that can be asked instead of a paper, each key with its title."""
    return [
        (key, words.database(key) if len(one["keys"]) == 1 else f"{one['title']} ({key})")
        for one in definitions.registers()["registers"].values()
        for key in one["keys"]
    ]
