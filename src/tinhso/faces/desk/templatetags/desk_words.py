# SPDX-License-Identifier: EUPL-1.2
"""How the desk's pages call things of the one-stop."""

from django import template

from tinhso.modules.onestop.definitions import sector_title
from tinhso.modules.onestop.editing.words import step

register = template.Library()
register.filter("sector_title", sector_title)
register.filter("step_words", step)


@register.simple_tag
def box_choice(label: str) -> list[tuple[str, str]]:
    """The one choice of a single box, sent as "1" when it is ticked."""
    return [("1", label)]
