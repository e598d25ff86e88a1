# SPDX-License-Identifier: EUPL-1.2
"""What a dossier ends with (kết quả giải quyết thủ tục hành chính): one of the kinds its procedure's record names.

A record may name several: a certificate, and the notice that something is to be put right. Their order says nothing
about which of them is meant, so whoever drafts the result says it.
"""

from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.linked.bundles import LEAD
from tinhso.modules.onestop.models import Dossier

MISSING = "Thủ tục này có nhiều loại kết quả. Hãy chọn loại kết quả đang trình ký."
UNKNOWN = "Loại kết quả này không có trong dữ liệu của thủ tục. Hãy tải lại trang và chọn lại."


def kinds_of(dossier: Dossier) -> list[str]:
    """Return what may be chosen, in the order of the record; of a bundle only what its leading body issues."""
    bundle = definitions.bundles().get(dossier.version.procedure_id)
    if bundle is not None:
        return [str(one["result"]) for one in bundle["components"] if one["body"] == LEAD]
    definition = dossier.version.definition
    named = [str(one["name"]) for one in definition.get("results") or ()]
    return list(dict.fromkeys(named)) or [str(definition["short_name"])]


def check_kind(dossier: Dossier, said: str) -> str:
    """Return the kind that is meant. said: as chosen; empty where there is nothing to choose. Raises Refused."""
    kinds = kinds_of(dossier)
    if not said and len(kinds) > 1:
        raise Refused(MISSING, code="result")
    if said and said not in kinds:
        raise Refused(UNKNOWN, code="result")
    return said or kinds[0]


def kind_before(dossier: Dossier) -> str:
    """Return of which kind the result at hand is; empty where there is none, or it is called otherwise (a scan)."""
    title = dossier.result.title if dossier.result else ""
    return title if title in kinds_of(dossier) else ""
