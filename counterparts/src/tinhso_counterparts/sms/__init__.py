# SPDX-License-Identifier: EUPL-1.2
"""SMS centre: takes short messages over SMPP 3.4, tells what became of them, shows what phones would show.

Source: Short Message Peer to Peer Protocol Specification v3.4, Issue 1.2 (12 October 1999).
"""
