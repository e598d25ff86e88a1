# SPDX-License-Identifier: EUPL-1.2
"""The part of SMPP 3.4 the house needs: send a text to a phone, hear what became of it.

Written here and not taken from a library: the one that is kept (smpplib) is made for long-lived threads, lets
answers pass whose number does not fit and would bring a second package. Source: SMPP v3.4, Issue 1.2 (1999).
"""
