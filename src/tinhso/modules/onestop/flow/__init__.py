# SPDX-License-Identifier: EUPL-1.2
"""The running internal process (quy trình nội bộ): which step of its version a dossier stands at, since when, how long.

Nothing is stored: steps stand in the version, holdings and acts say who had the turn, the calendar says what of it was
working time (ADR 0034). Acts: `dossier:step:passed`, `dossier:review:*` — see `types`.
"""
