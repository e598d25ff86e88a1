# SPDX-License-Identifier: EUPL-1.2
"""Machine checks of the house. None needs a row in the database; together they take a few seconds.

A list named KNOWN in a test holds the cases that were judged and accepted, each with its reason. Such a list may only
shrink: an entry that is no longer needed makes its test fail.
"""
