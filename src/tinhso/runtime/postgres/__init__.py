# SPDX-License-Identifier: EUPL-1.2
"""The embedded PostgreSQL server (máy chủ CSDL nhúng): our own starter for the programs of a wheel.

Data lies under `var/postgres`, the server listens on 127.0.0.1 only and asks for SCRAM. See
`docs/how-to` for moving to a PostgreSQL of the distribution with DATABASE_URL.
"""

from tinhso.runtime.postgres.layout import Address, PostgresError
from tinhso.runtime.postgres.share import Share
from tinhso.runtime.postgres.starter import Status, binary, ensure_running, status, stop

__all__ = ["Address", "PostgresError", "Share", "Status", "binary", "ensure_running", "status", "stop"]
