# SPDX-License-Identifier: EUPL-1.2
"""Who does what received messages ask for: one handler per partner, brought by a module."""

from tinhso.kernel.exchange.types import Handler

HANDLERS: dict[str, Handler] = {}


def register(partner_key: str, handler: Handler) -> None:
    """Let a module handle the messages of a partner; modules call it when the application is ready.

    Raises ValueError when another module does already.
    """
    if HANDLERS.setdefault(partner_key, handler) is not handler:
        raise ValueError(f"messages of {partner_key!r} have a handler already")
