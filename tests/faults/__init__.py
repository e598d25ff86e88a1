# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong in a data centre, done on purpose: processes killed, services down, disk full, clocks set back.

`installation` runs a whole installation of its own in a temporary folder; `serve`, `playing`, `prepare` and `audit`
are the programs it runs there, because the database of the test session must outlive everything killed here.
"""
