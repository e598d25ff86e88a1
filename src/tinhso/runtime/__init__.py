# SPDX-License-Identifier: EUPL-1.2
"""The processes of one installation: embedded PostgreSQL, supervisor, backup."""
