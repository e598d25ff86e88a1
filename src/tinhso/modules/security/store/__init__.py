# SPDX-License-Identifier: EUPL-1.2
"""The store of events: one table in a column store that speaks ClickHouse's SQL over HTTP (ADR 0058).

`service` is the one that comes along (an embedded engine in a process of its own); a ClickHouse server is only
another address.
"""
