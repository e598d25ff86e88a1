# SPDX-License-Identifier: EUPL-1.2
"""TAXII 2.1 server (OASIS Standard, 10 June 2021): threat intelligence for partners, one API root.

Every address below /taxii2/ asks for HTTP Basic; a collection that a partner may not see does not exist for it.
"""
