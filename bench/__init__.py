# SPDX-License-Identifier: EUPL-1.2
"""Measurements, each beside a limit measured in the same run; never part of the tests.

`python -m bench` runs everything in about ten minutes, `python -m bench lives` one part; `--write` puts the table
into `docs/measurements.md`. Every part works in a folder and a database of its own, which it removes.
"""
