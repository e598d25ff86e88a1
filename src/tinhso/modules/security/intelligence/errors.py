# SPDX-License-Identifier: EUPL-1.2
"""What cannot be read as intelligence."""


class NotIntelligence(ValueError):
    """A text, file or object that is not what it should be; carries one Vietnamese sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
