# SPDX-License-Identifier: EUPL-1.2
"""The part of SMPP 3.4 the house needs: send a text to a phone, hear what became of it.

Written here and not taken from a library: the known one (smpplib 2.2.4, January 2025, LGPL) would bring a second
package, and the part needed is small and has to be strict about what comes back. Source: SMPP v3.4, Issue 1.2 (1999).
"""
