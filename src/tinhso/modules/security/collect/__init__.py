# SPDX-License-Identifier: EUPL-1.2
"""Receive bytes over the network or from files and keep them: acknowledged means on disk (ADR 0054). No Django here."""
