# SPDX-License-Identifier: EUPL-1.2
"""Rows without a query to compose.

Every act reads and writes the same handful of rows; composing that SQL anew each time costs the process more than
answering it costs the database. What is here says the statement once and fills in the values. Lists, searches and
pages stay with the ORM; so does everything that is not on the way of every act.
"""
