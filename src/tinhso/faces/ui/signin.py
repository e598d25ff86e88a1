# SPDX-License-Identifier: EUPL-1.2
"""How sign-in of the libraries meets people of the kernel: citizens by e-ID, officers by password and second factor."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.identity import actions
from tinhso.kernel.identity.actions import PersonFacts
from tinhso.kernel.identity.types import AccountKind

View = Callable[..., HttpResponse]
SEX_WORDS = {"male": "nam", "female": "nu"}


class OfficerAdapter(DefaultAccountAdapter):
    """Officers are appointed, they do not sign up; after sign-in each goes to its own face."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Write down that an officer signed in; citizens are written down when the e-ID answers."""
        actions.record_sign_in(user, method="password", now=timezone.now())
        return super().post_login(request, user, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        kind = getattr(request.user, "kind", "")
        return reverse("desk:inbox") if kind == AccountKind.OFFICER else reverse("portal:home")


class OfficerBackend(AuthenticationBackend):
    """Passwords are for officers alone; a citizen's account has none and may not be given one."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.kind == AccountKind.OFFICER else None


class CitizenAdapter(DefaultSocialAccountAdapter):
    """The e-ID provider vouches for a person; the account is made at first sign-in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        user = sociallogin.user
        user.username = f"eid:{sociallogin.account.uid}"
        user.kind = AccountKind.CITIZEN
        user.set_unusable_password()
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an answer of the provider that does not name a person; bind the account of one who came before."""
        if sociallogin.state.get("process") == "connect":
            raise NotAllowed("Mỗi tài khoản chỉ gắn với một định danh điện tử; không thể gắn thêm.")
        if sociallogin.is_existing and sociallogin.user.kind != AccountKind.CITIZEN:
            raise NotAllowed("Tài khoản cán bộ đăng nhập bằng mật khẩu và mã xác thực, không bằng định danh điện tử.")
        claims = claims_of(sociallogin)
        if not claims.get("personal_number"):
            raise NotAllowed(
                "Hệ thống định danh chưa cung cấp số định danh cá nhân. Hãy đăng nhập bằng tài khoản mức 2."
            )
        if sociallogin.is_existing:
            bind_person(sociallogin.user, claims)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """Make the account at first sign-in and bind it to its person."""
        user = super().save_user(request, sociallogin, form)
        bind_person(user, claims_of(sociallogin))
        return user


def claims_of(sociallogin: SocialLogin) -> dict[str, Any]:
    extra = sociallogin.account.extra_data
    return {
        **extra.get("id_token", {}),
        **extra.get("userinfo", {}),
        **{k: v for k, v in extra.items() if isinstance(v, str)},
    }


def bind_person(account: Any, claims: dict[str, Any]) -> None:
    """Bind the signed-in account to the person named by the claims."""
    born = claims.get("birthdate")
    address = claims.get("address")
    facts = PersonFacts(
        full_name=claims["name"],
        personal_number=claims["personal_number"],
        birth_date=date.fromisoformat(born) if born else None,
        sex=SEX_WORDS.get(claims.get("gender", ""), ""),
        phone=claims.get("phone_number", ""),
        email=claims.get("email", ""),
        commune_code=claims.get("residence_commune_code", ""),
        address=address.get("formatted", "") if isinstance(address, dict) else (address or ""),
    )
    actions.sign_in_person(account, facts, now=timezone.now())


def citizen_required(view: View) -> View:
    """Let only a signed-in person in; others are sent to the e-ID and come back to the same page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("portal:sign_in"))
        if request.viewer.person_id is None:  # type: ignore[attr-defined]
            raise NotAllowed(
                "Trang này dành cho công dân. Hãy đăng xuất tài khoản cán bộ rồi đăng nhập bằng định danh điện tử."
            )
        return view(request, *args, **kwargs)

    guarded.access = "citizen"  # type: ignore[attr-defined]
    return guarded


def owes_second_factor(request: HttpRequest) -> bool:
    """Whether who signed in here never gave the account's second factor, because there was none at that time.

    Whoever knew the password by then may be signed in; setting the factor up elsewhere must not let them in.
    """
    given = (one.get("method") == "mfa" for one in get_authentication_records(request, request.user))
    return is_mfa_enabled(request.user) and not any(given)


def officer_required(*roles: str) -> Callable[[View], View]:
    """Let in officers with one of the roles (any when empty) whose second factor is set up and was given."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            viewer = request.viewer  # type: ignore[attr-defined]
            if not viewer.is_officer:
                raise NotAllowed("Trang này dành cho cán bộ. Hãy đăng nhập bằng tài khoản cán bộ.")
            if not is_mfa_enabled(request.user):
                return redirect("mfa_activate_totp")
            if owes_second_factor(request):
                return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
            if roles and not viewer.roles() & set(roles):
                raise NotAllowed("Chức vụ của bạn không có việc ở trang này.")
            return view(request, *args, **kwargs)

        guarded.access = "officer:" + ",".join(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Answer for pages of the sign-in library that this house does not offer (sign-up, own e-mail, other providers)."""
    raise Http404(request.path)


def public(view: View) -> View:
    """Mark a route as open to everyone; the architecture test wants every route marked."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


closed.access = "public"  # type: ignore[attr-defined]
