# SPDX-License-Identifier: EUPL-1.2
"""A share in the embedded server: commands, tests and the supervisor use one, the last one stops it."""

import fcntl
from pathlib import Path
from types import TracebackType

from tinhso.runtime.postgres import starter
from tinhso.runtime.postgres.layout import Address


class Share:
    """Holds a shared lock on the server of `var` while it is used; use as a context manager.

    The kernel frees the lock of a holder that is killed, so a count cannot go wrong.
    """

    def __init__(self, var: Path, *, tied: bool = False) -> None:
        self.var = var
        self.tied = tied
        home = var / "postgres"
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._users = open(home / "users.lock", "a", encoding="ascii")  # noqa: SIM115 - held until release
        fcntl.flock(self._users, fcntl.LOCK_SH)
        self.address = self.ensure()

    def ensure(self) -> Address:
        """Return the address, starting the server again if it died."""
        self.address = starter.ensure_running(self.var, tied=self.tied)
        return self.address

    def release(self) -> None:
        """Stop the server unless somebody else still uses it."""
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            starter.stop(self.var)
        finally:
            self._users.close()

    def __enter__(self) -> "Share":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
