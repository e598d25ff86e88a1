# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a rule or an event."""


class Unsupported(ValueError):
    """A rule that we do not match; the words are Vietnamese and fit into the sentence of a rule set aside."""


class BadEvent(ValueError):
    """A line that is no event; the words are Vietnamese and say what to do."""
