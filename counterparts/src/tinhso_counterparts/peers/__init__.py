# SPDX-License-Identifier: EUPL-1.2
"""Stand-ins that take signed messages and send signed messages: a ministry's system (`ministry`), the
post (`post`), national feedback (`feedback`) and reporting (`reporting`), another agency's documents (`agency`).

What they take and what they tell is theirs to say by a program; how they fail is the mode. No protocol is published.
"""
