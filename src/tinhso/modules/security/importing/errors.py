# SPDX-License-Identifier: EUPL-1.2
"""Why an import stops, or passes over a file; each sentence is for the operator."""


class FileUnusable(Exception):
    """Nothing, or nothing more, can be read of one file; the others go on."""


class ImportBusy(Exception):
    """Another import works with the same note book."""


class NotesUnusable(Exception):
    """What was sent cannot be noted, so nothing more is sent."""


class DoorUnusable(Exception):
    """The collector refuses, or did not answer within the patience agreed on. What it confirmed stays confirmed.

    is_batch: it is the batch that is refused, so it was surely not kept.
    """

    def __init__(self, sentence: str, *, is_batch: bool = False) -> None:
        super().__init__(sentence)
        self.is_batch = is_batch
