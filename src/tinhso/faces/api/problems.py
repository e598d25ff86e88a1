# SPDX-License-Identifier: EUPL-1.2
"""Every refusal and fault of the API in one shape: `application/problem+json` (RFC 9457)."""

from django.core.exceptions import ObjectDoesNotExist
from django.core.exceptions import ValidationError as FieldError
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from tinhso.faces.ui.middleware import status_of
from tinhso.kernel.events.errors import HouseError

MEDIA_TYPE = "application/problem+json"
MISSING = "Không có dữ liệu nào ở địa chỉ này."
UNREADABLE = "Tham số không đọc được: {fields}."
NO_TEXT = "Tham số có ký tự hoặc con số mà cơ sở dữ liệu không nhận. Hãy bỏ đi rồi hỏi lại."
TOO_MANY = "Hỏi quá nhanh. Hãy chờ rồi hỏi lại."
NO_DATABASE = "Cơ sở dữ liệu tạm ngừng trả lời. Hãy thử lại sau ít phút."


def install(api: NinjaAPI) -> None:
    """Teach the API how the errors of the house and of the library look to a machine."""

    @api.exception_handler(HouseError)
    def refused(request: HttpRequest, error: HouseError) -> HttpResponse:
        return problem(api, request, status_of(error), error.code, error.sentence, source=error.source)

    @api.exception_handler(ObjectDoesNotExist)
    @api.exception_handler(FieldError)
    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(api, request, 404, "NotFound", MISSING)

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors}))
        return problem(api, request, 422, "Unreadable", UNREADABLE.format(fields=fields))

    @api.exception_handler(DataError)
    def no_text(request: HttpRequest, error: DataError) -> HttpResponse:
        return problem(api, request, 422, "Unreadable", NO_TEXT)

    @api.exception_handler(Throttled)
    def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
        response = problem(api, request, 429, "TooMany", TOO_MANY)
        response.headers["Retry-After"] = str(int(error.wait or 60))
        return response

    @api.exception_handler(HttpError)
    def plain(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(api, request, error.status_code, "HttpError", str(error))

    @api.exception_handler(OperationalError)
    @api.exception_handler(InterfaceError)
    def no_database(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(api, request, 503, "DatabaseUnavailable", NO_DATABASE)


def problem(
    api: NinjaAPI, request: HttpRequest, status: int, code: str, sentence: str, *, source: str = ""
) -> HttpResponse:
    """Return one problem; `type` is a stable name, no address, because there is no page to open."""
    body = {
        "type": f"urn:tinhso:problem:{code}",
        "title": code,
        "status": status,
        "detail": sentence,
        "instance": request.path,
        "source": source,
    }
    response = api.create_response(request, body, status=status)
    response.headers["Content-Type"] = MEDIA_TYPE
    return response
