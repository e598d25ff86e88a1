# SPDX-License-Identifier: EUPL-1.2
"""Program: lives of dossiers through the actions, as fast as one process can; started twice by `lives`.

Reads lines `COUNT` from standard input, prepares that many drafts, writes `ready`, waits for `go`, runs the lives and
writes the seconds they took.
"""

import sys
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from unittest.mock import patch

import django

django.setup()

from tinhso.kernel.identity.models import Person  # noqa: E402
from tinhso.kernel.identity.queries import officers_in, viewer_of_officer  # noqa: E402
from tinhso.kernel.identity.types import Viewer  # noqa: E402
from tinhso.modules.onestop import actions  # noqa: E402
from tinhso.modules.onestop.actions import results  # noqa: E402
from tinhso.modules.onestop.tests import world  # noqa: E402
from tinhso.modules.onestop.types import ReturnMethod  # noqa: E402

BODY = "Xác nhận tình trạng hôn nhân của bà Nguyễn Thị Bưởi: chưa đăng ký kết hôn với ai."


def without_rendering() -> None:
    """Let the result be a constant PDF: only the database work of a life is compared with pgbench."""
    patch.object(results, "render_result", lambda *args, **options: world.PDF).start()


class Lives:
    """A commune with its people and an applicant; each life is one dossier from submission to return."""

    def __init__(self, commune: str) -> None:
        self.commune = commune
        unit = world.unit_of(commune)

        def first(role: str) -> Viewer:
            return viewer_of_officer(officers_in(unit.id, world.TODAY, role)[0], world.TODAY)

        self.reception, self.head, self.leader = first("reception"), first("head"), first("leader")
        self.specialist = first("specialist")
        self.person: Person = world.citizen()

    def draft(self) -> uuid.UUID:
        return world.draft(self.person, commune=self.commune)

    def run(self, draft: uuid.UUID, note: Callable[[str], None] = lambda name: None) -> None:
        """Submit, receive, assign, start, propose, sign, return: seven transactions."""
        now, applicant = world.START, world.viewer(self.person)

        def later(minutes: int) -> datetime:
            return now + timedelta(minutes=minutes)

        case_id = actions.submit_draft(draft, viewer=applicant, now=now).case_id
        note("submit")
        actions.receive(case_id, viewer=self.reception, now=later(5))
        note("receive")
        holder = self.specialist.officer_id
        assert holder
        actions.assign(case_id, holder_id=holder, viewer=self.head, now=later(10))
        note("assign")
        actions.start_work(case_id, viewer=self.specialist, now=later(15))
        note("start")
        actions.propose_result(case_id, body=BODY, viewer=self.specialist, now=later(20))
        note("propose")
        actions.sign_result(case_id, viewer=self.leader, now=later(25), sealer=world.plain_seal)
        note("sign")
        actions.return_result(
            case_id, method=ReturnMethod.COUNTER, viewer=self.reception, receiver_checked=True, now=later(30)
        )
        note("return")


def main() -> None:
    commune, rendering = sys.argv[1:3]
    if rendering == "plain":
        without_rendering()
    lives = Lives(commune)
    lives.run(lives.draft())
    for line in sys.stdin:
        drafts = [lives.draft() for _ in range(int(line))]
        print("ready", flush=True)
        sys.stdin.readline()
        began = time.perf_counter()
        for draft in drafts:
            lives.run(draft)
        print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main()
