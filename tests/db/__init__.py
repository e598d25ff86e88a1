# SPDX-License-Identifier: EUPL-1.2
"""Tests of rows by fixed SQL, each beside what the ORM does."""
