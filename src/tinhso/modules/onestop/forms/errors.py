# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with the description of a form: a fault of the data, never of the applicant."""


class FormDataError(ValueError):
    """A form that cannot be read; names the file and the place in it."""

    def __init__(self, form: str, place: str, fault: str) -> None:
        super().__init__(f"forms/{form}.yaml, {place}: {fault}")
        self.form = form
        self.place = place
        self.fault = fault


class NoSuchPage(LookupError):
    """A page key that the form does not have, or that only officers fill."""


class Unreadable(ValueError):
    """Something typed that cannot be read as an answer; `sentence` says in Vietnamese what to type instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
