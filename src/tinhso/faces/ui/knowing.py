# SPDX-License-Identifier: EUPL-1.2
"""One way to ask of every page of figures: as known now, or as known when its last day was over (ADR 0047)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tinhso.faces.ui.words import day_words
from tinhso.kernel.indicators import origins
from tinhso.kernel.indicators.queries import sealed_for
from tinhso.kernel.indicators.scopes import OWN, Scope
from tinhso.lib.vntext import format_int

PROVINCE = "tinh"
"""How the address asks for the figures of one ledger where another province's was adopted."""
KNOWN, NOW, THEN = "biet", "nay", "hom_do"
"""How the address asks for what is known now or what was known then."""
SUFFIX = "-nhu-da-biet"
"""What the name of a file of figures as known then ends with."""


def asks_then(data: Mapping[str, str]) -> bool:
    return data.get(KNOWN) == THEN


def known_on(data: Mapping[str, str], until: date) -> date | None:
    """Return the day at whose end figures are to be known; None for what is known now."""
    return until if asks_then(data) else None


def as_known(data: Mapping[str, str], scope: Scope) -> Scope:
    """Return the scope as known at the end of its last day when the address asks for that."""
    return replace(scope, known_on=known_on(data, scope.until))


def asked_again(scope: Scope) -> dict[str, str]:
    """Return what links to the same question carry; nothing for what all ledgers know now."""
    known = {} if scope.known_on is None else {KNOWN: THEN}
    return known | ({PROVINCE: scope.origin} if scope.origin else {})


def file_name(name: str, scope: Scope) -> str:
    """Return the name of a file of figures, which says when it holds what was known then, or one ledger's part."""
    known = name if scope.known_on is None else f"{name}{SUFFIX}"
    return f"{known}-so-{scope.origin}" if scope.origin else known


def of_province(data: Mapping[str, str], scope: Scope) -> Scope:
    """Return the scope of the one ledger the address asks for; of all together without an adopted one (ADR 0049)."""
    asked = data.get(PROVINCE, "")
    if not asked:
        return scope
    known = {one.key for one in origins.origins()}
    return replace(scope, origin=asked) if asked in known or (known and asked == OWN) else scope


def provinces(scope: Scope) -> dict[str, Any]:
    """Return what `ui/of_province.html` needs: the ledgers to choose from, none where none was adopted."""
    adopted = origins.origins()
    choices = [("", _("Cả tỉnh hiện nay: mọi sổ cộng lại")), (OWN, _("Sổ của chính hệ thống này"))]
    choices += [(one.key, _("%(province)s cũ: sổ đã tiếp nhận") % {"province": one.province}) for one in adopted]
    return {"provinces": choices if adopted else [], "province": scope.origin}


def knowledge(scope: Scope) -> dict[str, Any]:
    """Return what `ui/known.html` and the control need: the ways to ask, which one it is, the seal that proves it."""
    return {
        "scope": scope,
        "ways": [(NOW, _("Mọi sự kiện đã biết đến nay")), (THEN, _("Đúng những gì đã biết đến hết ngày đó"))],
        "way": NOW if scope.known_on is None else THEN,
        "seal": sealed_for(scope),
    }


def known_words(scope: Scope) -> str:
    """Return in one line what a paper with figures rests on."""
    seal = sealed_for(scope)
    if scope.known_on is None:
        return _("mọi sự kiện đã biết đến nay")
    words = {"day": day_words(scope.known_on)}
    if seal is None:
        return _("như đã biết khi hết ngày %(day)s; lúc đó sổ chưa niêm phong sự kiện nào") % words
    words |= {"number": format_int(seal.number), "last": format_int(seal.last)}
    return _("như đã biết khi hết ngày %(day)s (niêm phong số %(number)s, đến sự kiện số %(last)s)") % words
