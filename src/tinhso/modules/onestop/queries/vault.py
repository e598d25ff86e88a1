# SPDX-License-Identifier: EUPL-1.2
"""What lies in a person's store, gathered from the dossiers of that person alone; who opened what is shared."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from tinhso.kernel.documents.models import Document, Signature
from tinhso.kernel.documents.types import DocumentKind
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.identity.models import Consent
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.errors import NotYourItem, ShareClosed
from tinhso.modules.onestop.models import Component, Dossier, Revocation, VaultShare
from tinhso.modules.onestop.queries.digital_copies import copies_of_dossiers, since
from tinhso.modules.onestop.scanning.types import CopyKind
from tinhso.modules.onestop.types import ComponentSource
from tinhso.modules.onestop.vault import rules
from tinhso.modules.onestop.vault.types import CONSENT, Bar, Facts, Grade, Item, Kind

RECALLED_STATES = frozenset({"result_corrected", "correction_signing"})
"""States in which a result is being taken back to be put right."""
REFUSALS = frozenset({"refused", "intake_refused"})


def items_of(viewer: Viewer, now: datetime) -> list[Item]:
    """Return everything in one's own store, newest first; an officer or a passer-by has none."""
    if viewer.person_id is None:
        return []
    mine = Dossier.objects.filter(applicant_id=viewer.person_id)
    related = ("case", "version__procedure", "resolving_unit", "receiving_unit")
    dossiers = {one.case_id: one for one in mine.select_related(*related)}
    found = [*_results(dossiers, now), *_copies(dossiers, now), *_components(dossiers, now)]
    return sorted(found, key=lambda item: (item.at, item.document_id), reverse=True)


def item_for(viewer: Viewer, document_id: uuid.UUID, now: datetime) -> Item:
    """Return one item of one's own store; raises NotYourItem for anything else, whether it exists or not."""
    for item in items_of(viewer, now):
        if item.document_id == document_id:
            return item
    raise NotYourItem("Không có giấy tờ này trong kho dữ liệu của bạn.")


def search(items: Iterable[Item], *, text: str = "", kind: str = "", grade: str = "") -> list[Item]:
    """Return the items that hold every word without diacritics; an unknown kind or grade is ignored."""
    words = search_key(text).split()
    return [
        item
        for item in items
        if all(word in search_key(f"{item.title} {item.number} {item.procedure} {item.by}") for word in words)
        and (kind not in set(Kind) or item.kind == kind)
        and (grade not in set(Grade) or item.grade == grade)
    ]


def offers(items: Iterable[Item], paper: str) -> list[Item]:
    """Return the items that may stand for a paper."""
    return [item for item in items if item.is_reusable and rules.fits(item.title, paper)]


def may_offer(viewer: Viewer) -> bool:
    """Whether the person agreed that items are used again."""
    if viewer.person_id is None:
        return False
    given = Consent.objects.filter(person_id=viewer.person_id, purpose=CONSENT, withdrawn_at=None)
    return given.exists()


def _results(dossiers: dict[uuid.UUID, Dossier], now: datetime) -> list[Item]:
    """Return results: the one that stands, and signed ones that came before it."""
    kept = Document.objects.filter(case_id__in=dossiers, kind=DocumentKind.RESULT)
    documents = {one.id: one for one in kept}
    signers = _signers(documents)
    revoked = set(Revocation.objects.filter(document_id__in=documents).values_list("document_id", flat=True))
    found = []
    for document in documents.values():
        assert document.case_id is not None
        dossier = dossiers[document.case_id]
        stands = dossier.result_id == document.id
        is_draft = stands and dossier.case.state == "correction_signing"
        if dossier.finished_at is None or is_draft or not (stands or document.id in signers):
            continue
        bar = _bar_of_result(dossier, stands=stands, revoked=document.id in revoked)
        issued = dossier.finished_at if stands else document.created_at
        ends = rules.expires_on(dossier.version.procedure_id, timezone.localtime(issued).date(), definitions.validity())
        facts = Facts(Kind.RESULT, document.id in signers, False, True, bar, ends)
        found.append(_item(document.id, document.title, dossier, facts, signers, issued, now))
    return found


def _bar_of_result(dossier: Dossier, *, stands: bool, revoked: bool) -> Bar | None:
    if revoked:
        return Bar.REVOKED
    if not stands:
        return Bar.CORRECTED
    return Bar.RECALLED if dossier.case.state in RECALLED_STATES else None


def _copies(dossiers: dict[uuid.UUID, Dossier], now: datetime) -> list[Item]:
    """Return what was digitised from a paper result or certified from an original; a replaced one keeps its line."""
    kept = copies_of_dossiers(dossiers)
    signers = _signers(one.scan.document_id for one in kept)
    revoked = set(Revocation.objects.filter(dossier_id__in=dossiers).values_list("document_id", flat=True))
    found = []
    for one in kept:
        dossier, ends, bar = dossiers[one.dossier_id], None, None
        if one.kind == CopyKind.RESULT:
            bar = _bar_of_result(dossier, stands=one.result_id == dossier.result_id, revoked=one.result_id in revoked)
            bar = Bar.REPLACED if bar is None and one.replaced_at else bar
            issued = one.scan.issued_on or timezone.localtime(since(one)).date()
            ends = rules.expires_on(dossier.version.procedure_id, issued, definitions.validity())
        kind = Kind.RESULT if one.kind == CopyKind.RESULT else Kind.COMPONENT
        facts = Facts(kind, True, True, True, bar, ends)
        item = _item(one.scan.document_id, one.scan.name, dossier, facts, signers, since(one), now)
        number = f"{one.number}/{one.year}" if one.kind == CopyKind.CERTIFIED else ""
        from_paper = one.kind == CopyKind.RESULT
        found.append(replace(item, by=one.unit.name, from_paper=from_paper, copy_number=number))
    return found


def _components(dossiers: dict[uuid.UUID, Dossier], now: datetime) -> list[Item]:
    """Return the papers handed in; a copy taken from the store is no item of its own."""
    kept = Component.objects.filter(dossier_id__in=dossiers, document__isnull=False, origin=None)
    components = {one.document_id: one for one in kept.order_by("id")}
    signers = _signers(components)
    found = []
    for document_id, one in components.items():
        dossier = dossiers[one.dossier_id]
        bar = Bar.REPLACED if one.superseded_at else Bar.REFUSED if dossier.case.outcome in REFUSALS else None
        scanned = one.source == ComponentSource.SCAN
        accepted = dossier.case.outcome == "granted"
        facts = Facts(Kind.COMPONENT, document_id in signers, scanned, accepted, bar, None)
        assert document_id is not None
        found.append(_item(document_id, one.name, dossier, facts, signers, one.added_at, now))
    return found


def _item(
    document_id: uuid.UUID,
    title: str,
    dossier: Dossier,
    facts: Facts,
    signers: dict[uuid.UUID, tuple[str, ...]],
    at: datetime,
    now: datetime,
) -> Item:
    grade, why = rules.grade_of(facts, timezone.localtime(now).date())
    unit = dossier.resolving_unit if facts.kind is Kind.RESULT else dossier.receiving_unit
    return Item(
        document_id=document_id,
        dossier_id=dossier.case_id,
        number=dossier.code or dossier.provisional,
        procedure=dossier.version.procedure.short_name,
        title=title,
        kind=facts.kind,
        by=unit.name if facts.kind is Kind.RESULT or facts.is_scanned else "",
        at=at,
        signers=signers.get(document_id, ()),
        expires_on=facts.expires_on,
        grade=grade,
        why=why,
    )


def _signers(document_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, tuple[str, ...]]:
    rows = Signature.objects.filter(version__document_id__in=list(document_ids)).order_by("signed_at")
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    for document_id, name in rows.values_list("version__document_id", "signer_name"):
        if name not in found.get(document_id, ()):
            found[document_id] = (*found.get(document_id, ()), name)
    return found


@dataclass(frozen=True)
class Shared:
    """One share with how it stands and when it was opened, newest opening first."""

    share: VaultShare
    is_open: bool
    openings: tuple[datetime, ...]


def shares_of(viewer: Viewer, now: datetime) -> list[Shared]:
    """Return what the person shares or shared, newest first."""
    if viewer.person_id is None:
        return []
    acts = ledger.acts_of_subject(f"person:{viewer.person_id}", verbs=["vault:share:opened"], limit=500)
    openings: dict[str, list[datetime]] = {}
    for act in acts:
        openings.setdefault(str(act.data["share"]), []).append(act.at)
    kept = VaultShare.objects.filter(person_id=viewer.person_id).select_related("document").order_by("-created_at")
    return [
        Shared(one, one.revoked_at is None and one.ends_at > now, tuple(openings.get(str(one.id), ()))) for one in kept
    ]


def share_by_token(token: str, now: datetime) -> VaultShare:
    """Return the open share behind a link; raises ShareClosed, which never says whether there was one."""
    share = share_by_digest(digest_of(token), now)
    if share is None:
        raise ShareClosed("Liên kết này không còn mở hoặc không đúng. Hãy hỏi người đã gửi liên kết cho bạn.")
    return share


def digest_of(token: str) -> str:
    """Return what is kept of the secret of a link: SHA-256, hex."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def share_by_digest(digest: str, now: datetime) -> VaultShare | None:
    """Return the share of a link while it is open."""
    still = Q(token_digest=digest, revoked_at=None, ends_at__gt=now)
    return VaultShare.objects.filter(still).select_related("document", "person").first()
