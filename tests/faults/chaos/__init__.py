# SPDX-License-Identifier: EUPL-1.2
"""The province lives while every counterpart is late, wrong, doubled or down; at the end the books must agree.

`python -m tests.faults.chaos --minutes 60 --seed 1` starts an installation of its own in a temporary folder, plays it
in real time, lets everything recover, compares the books with portal and bank, and says what was found. Exit code 1
when a difference stays without an explanation, an acknowledged act is lost or a figure differs.
"""
