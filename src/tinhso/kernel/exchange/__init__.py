# SPDX-License-Identifier: EUPL-1.2
"""Messages to the outside (liên thông): every one has a key, attempts and a receipt; dead ones can be read and resent.

At least once on the wire, once in effect: the key goes with the message, so a receiver can tell a repeat.
"""
