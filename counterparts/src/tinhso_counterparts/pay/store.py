# SPDX-License-Identifier: EUPL-1.2
"""Orders and what was paid on them, in one SQLite file."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from tinhso_counterparts.pages import HANOI

_TABLES = """
CREATE TABLE IF NOT EXISTS pay_order (
    id TEXT PRIMARY KEY, page TEXT NOT NULL UNIQUE, reference TEXT NOT NULL, amount_vnd INTEGER NOT NULL,
    return_url TEXT NOT NULL, notice_url TEXT NOT NULL,
    "transaction" TEXT UNIQUE, paid_vnd INTEGER, paid_at TEXT, refunded_vnd INTEGER NOT NULL DEFAULT 0
);
"""
_COLUMNS = 'id, page, reference, amount_vnd, return_url, notice_url, "transaction", paid_vnd, paid_at, refunded_vnd'


class NoSuchOrder(Exception):
    """No order has this key."""


class OtherOrder(Exception):
    """The key was used before for another amount or reference."""


@dataclass(frozen=True)
class Order:
    """One order; transaction, paid_vnd and paid_at are None until somebody paid."""

    id: str
    page: str
    reference: str
    amount_vnd: int
    return_url: str
    notice_url: str
    transaction: str | None
    paid_vnd: int | None
    paid_at: datetime | None
    refunded_vnd: int

    @property
    def is_paid(self) -> bool:
        return self.transaction is not None


class Orders:
    """All orders of the stand-in."""

    def __init__(self, folder: Path) -> None:
        self._rows = sqlite3.connect(folder / "orders.sqlite3", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.executescript(_TABLES)

    def close(self) -> None:
        self._rows.close()

    def create(self, key: str, reference: str, amount_vnd: int, return_url: str, notice_url: str) -> Order:
        """Return the order of a key, made when it is new. Raises OtherOrder."""
        wanted = (key, secrets.token_urlsafe(16), reference, amount_vnd, return_url, notice_url)
        self._rows.execute(
            "INSERT INTO pay_order (id, page, reference, amount_vnd, return_url, notice_url)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            wanted,
        )
        order = self.get(key)
        if (order.reference, order.amount_vnd) != (reference, amount_vnd):
            raise OtherOrder(key)
        return order

    def get(self, key: str) -> Order:
        """Return the order of a key. Raises NoSuchOrder."""
        return self._one("id = ?", key)

    def on_page(self, page: str) -> Order:
        """Return the order shown on a page. Raises NoSuchOrder."""
        return self._one("page = ?", page)

    def of_transaction(self, transaction: str) -> Order:
        """Return the order paid by a transaction. Raises NoSuchOrder."""
        return self._one('"transaction" = ?', transaction)

    def pay(self, key: str, amount_vnd: int, now: datetime) -> Order:
        """Note a payment and return the order; an order that is paid stays as it is."""
        transaction = f"FT{now:%y%m%d}{secrets.token_hex(6).upper()}"
        self._rows.execute(
            'UPDATE pay_order SET "transaction" = ?, paid_vnd = ?, paid_at = ? WHERE id = ? AND "transaction" IS NULL',
            (transaction, amount_vnd, now.isoformat(), key),
        )
        return self.get(key)

    def refund(self, transaction: str, amount_vnd: int) -> Order:
        """Pay money back once. Raises NoSuchOrder."""
        order = self.of_transaction(transaction)
        self._rows.execute("UPDATE pay_order SET refunded_vnd = ? WHERE id = ?", (amount_vnd, order.id))
        return self.get(order.id)

    def paid_on(self, day: date) -> list[Order]:
        """Return what was paid on a day of Vietnam, in the order of payment."""
        begins = datetime(day.year, day.month, day.day, tzinfo=HANOI)
        found = self._rows.execute(f'SELECT {_COLUMNS} FROM pay_order WHERE "transaction" IS NOT NULL')
        orders = [_order(row) for row in found]
        paid = [one for one in orders if one.paid_at and begins <= one.paid_at < begins + timedelta(days=1)]
        return sorted(paid, key=lambda one: (one.paid_at, one.id))

    def _one(self, condition: str, value: str) -> Order:
        row = self._rows.execute(f"SELECT {_COLUMNS} FROM pay_order WHERE {condition}", (value,)).fetchone()
        if row is None:
            raise NoSuchOrder(value)
        return _order(row)


def _order(row: tuple) -> Order:
    paid_at = datetime.fromisoformat(row[8]) if row[8] else None
    return Order(*row[:8], paid_at, row[9])
