# SPDX-License-Identifier: EUPL-1.2
"""Is this paper genuine: by its PDF signature, or by the proof printed on it that an act stands in the ledger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.config import env
from tinhso.faces.portal.proofs import facts_of
from tinhso.faces.ui.rate_limits import per_minute
from tinhso.faces.ui.signin import public
from tinhso.kernel.documents.verification import Report, verify_pdf
from tinhso.kernel.events import proofs
from tinhso.kernel.events.errors import ProofInvalid
from tinhso.kernel.events.keys import trusted_public_keys

LARGEST_BYTES = 20 * 1_048_576
MOST = 20
"""Papers of one address in a minute: a hostile one keeps a thread of the web busy for seconds."""


@public
@per_minute(MOST)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a PDF and say in three words what its signatures are worth; the file is not kept."""
    upload = request.FILES.get("tep")
    errors: dict[str, str] = {}
    report: Report | None = None
    if request.method == "POST":
        if upload is None or upload.size is None:
            errors["tep"] = _("Chọn tệp PDF cần xác minh.")
        elif upload.size > LARGEST_BYTES:
            errors["tep"] = _("Tệp lớn hơn 20 MB nên không đọc được.")
        else:
            report = verify_pdf(upload.read(), now=timezone.now())
    name = upload.name if upload is not None else ""
    context = {"errors": errors, "report": report, "filename": name, "limit_bytes": LARGEST_BYTES}
    return render(request, "portal/verify.html", context, status=422 if errors else 200)


@public
@require_safe
def verify_proof(request: HttpRequest) -> HttpResponse:
    """Check the text of a QR code against the keys of the ledger kept here."""
    text = "".join(request.GET.get("p", "").split())
    context = {"text": text, "proof": None, "errors": {}, "values": {"p": text}}
    if not text:
        return render(request, "portal/verify_proof.html", context)
    text = text.partition("p=")[2] if "p=" in text else text
    try:
        proof = proofs.check(text, trusted_public_keys(env.KEY_FOLDER))
    except ProofInvalid as error:
        # The verdict is the content of this page, so it is shown here and not on the page of errors.
        return render(request, "portal/verify_proof.html", {**context, "verdict": error.sentence}, status=400)
    return render(request, "portal/verify_proof.html", {**context, "proof": proof, "facts": facts_of(proof)})
