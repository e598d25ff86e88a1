# SPDX-License-Identifier: EUPL-1.2
"""What forbids to serve the public: secrets and accounts of the demo, missing addresses."""

import ipaddress
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from tinhso.config import demo, env

SHORTEST_KEY = 50  # what `manage.py check --deploy` asks for
SHORTEST_SHARED_SECRET = 32
DemoAccounts = Callable[[], Iterable[str]]


def problems(demo_accounts: DemoAccounts | None = None) -> list[str]:
    """Return one sentence for each reason not to start; none in demo mode.

    demo_accounts: returns the names of demo accounts that can sign in; asked only in production mode.
    """
    if env.MODE != "production":
        return []
    found = [*_secrets(), *_addresses(), *_switches(), *_keys(env.KEY_FOLDER)]
    names = sorted(demo_accounts()) if demo_accounts else []
    if names:
        found.append(f"Còn tài khoản trình diễn: {', '.join(names)}. Hãy xóa hoặc khóa chúng trước khi vận hành.")
    return found


def _secrets() -> list[str]:
    found = []
    demo_key = env.VAR / "secret_key"
    if not env.SECRET_KEY:
        found.append("Thiếu TINHSO_SECRET_KEY. Hãy đặt một chuỗi ngẫu nhiên từ 50 ký tự.")
    elif len(env.SECRET_KEY) < SHORTEST_KEY:
        found.append("TINHSO_SECRET_KEY quá ngắn. Hãy đặt một chuỗi ngẫu nhiên từ 50 ký tự.")
    elif demo_key.exists() and demo_key.read_text(encoding="ascii").strip() == env.SECRET_KEY:
        found.append("TINHSO_SECRET_KEY là khóa của chế độ demo. Hãy tạo khóa mới.")
    if not env.OIDC_CLIENT_SECRET:
        found.append("Thiếu TINHSO_OIDC_CLIENT_SECRET do hệ thống định danh điện tử cấp.")
    if not env.PKI_ENROL_PASSWORD:
        found.append("Thiếu TINHSO_PKI_ENROL_PASSWORD do cơ quan chứng thực cấp.")
    return [*found, *_payment_secret(), *_registers_secret(), *_sms_password(), *_csc_secret()]


def _payment_secret() -> list[str]:
    """Return what is wrong with the secret shared with the payment gateway: who knows it can say a fee was paid."""
    if not (env.PAY_URL or env.PAY_SECRET):
        return []
    if len(env.PAY_SECRET) < SHORTEST_SHARED_SECRET:
        return ["TINHSO_PAY_SECRET thiếu hoặc ngắn hơn 32 ký tự. Hãy đặt khóa ký chung do cổng thanh toán cấp."]
    if demo.pay_merchant(env.VAR).get("secret") == env.PAY_SECRET:
        return ["TINHSO_PAY_SECRET là khóa của cổng thanh toán giả lập. Hãy đặt khóa do cổng thanh toán thật cấp."]
    return []


def _registers_secret() -> list[str]:
    """Return what is wrong with our secret at the national databases: who knows it can ask about anybody."""
    if not env.REGISTERS_URL:
        return []
    if not env.REGISTERS_SECRET:
        return ["Thiếu TINHSO_REGISTERS_SECRET do cơ quan quản lý cơ sở dữ liệu quốc gia cấp."]
    if demo.registers_secret(env.VAR, env.REGISTERS_CLIENT) == env.REGISTERS_SECRET:
        return ["TINHSO_REGISTERS_SECRET là khóa của đối tác giả lập. Hãy đặt khóa do cơ quan quản lý thật cấp."]
    return []


def _sms_password() -> list[str]:
    """Return what is wrong with the account at the SMS centre; nothing when no centre is set."""
    if not env.SMS_URL:
        return []
    if not env.SMS_PASSWORD:
        return ["Thiếu TINHSO_SMS_PASSWORD do tổng đài tin nhắn cấp."]
    if demo.sms_password(env.VAR, env.SMS_USER) == env.SMS_PASSWORD:
        return ["TINHSO_SMS_PASSWORD là mật khẩu của tổng đài giả lập. Hãy đặt mật khẩu do tổng đài thật cấp."]
    return []


def _csc_secret() -> list[str]:
    """Return what is wrong with our secret at the signing service: who knows it can ask signers to sign."""
    if not env.CSC_URL:
        return []
    if not env.CSC_SECRET:
        return ["Thiếu TINHSO_CSC_SECRET do nhà cung cấp dịch vụ ký số từ xa cấp."]
    if demo.csc_secret(env.VAR, env.CSC_CLIENT) == env.CSC_SECRET:
        return ["TINHSO_CSC_SECRET là bí mật của dịch vụ giả lập. Hãy đặt bí mật do nhà cung cấp thật cấp."]
    return []


def _addresses() -> list[str]:
    found = []
    base = urlsplit(env.BASE_URL)
    if base.scheme != "https" or not base.hostname or _is_loopback(base.hostname):
        found.append("TINHSO_BASE_URL phải là địa chỉ công khai bắt đầu bằng https://.")
    if "*" in env.HOSTS:
        found.append("TINHSO_HOSTS không được chứa dấu *. Hãy liệt kê đúng các tên máy.")
    elif base.hostname and base.hostname not in env.HOSTS:
        found.append(f"TINHSO_HOSTS thiếu {base.hostname}, tên máy trong TINHSO_BASE_URL.")
    for name, url in _services():
        parts = urlsplit(url)
        if parts.scheme != "https" or _is_loopback(parts.hostname or ""):
            found.append(f"{name} còn trỏ tới đối tác giả lập ({url}). Hãy đặt địa chỉ https:// thật.")
    sms = urlsplit(env.SMS_URL)
    if env.SMS_URL and (sms.scheme not in ("smpp", "smpps") or _is_loopback(sms.hostname or "")):
        found.append(
            f"TINHSO_SMS_URL còn trỏ tới đối tác giả lập ({env.SMS_URL}). Hãy đặt tổng đài thật hoặc bỏ trống."
        )
    if _is_loopback(urlsplit(env.TSA_URL).hostname or ""):
        found.append(f"TINHSO_TSA_URL còn trỏ tới đối tác giả lập ({env.TSA_URL}). Hãy đặt nơi cấp dấu thời gian thật.")
    if (env.TRUST_FOLDER / "demo-root.pem").exists():
        found.append(f"{env.TRUST_FOLDER} còn chứng thư gốc của đối tác giả lập (demo-root.pem). Hãy xóa tệp đó.")
    if env.MAIL_FROM.endswith(".example"):
        found.append("TINHSO_MAIL_FROM còn là địa chỉ mẫu. Hãy đặt địa chỉ thư của cơ quan.")
    return found


def _services() -> list[tuple[str, str]]:
    """Return the services outside that must be real; national portal and payment gateway only when one is set."""
    chosen = [("TINHSO_NATIONAL_URL", env.NATIONAL_URL), ("TINHSO_PAY_URL", env.PAY_URL)]
    chosen += [("TINHSO_REGISTERS_URL", env.REGISTERS_URL), ("TINHSO_CSC_URL", env.CSC_URL)]
    needed = [("TINHSO_OIDC_ISSUER", env.OIDC_ISSUER), ("TINHSO_PKI_URL", env.PKI_URL)]
    return [*needed, *((name, url) for name, url in chosen if url)]


def _switches() -> list[str]:
    found = []
    if env.DEBUG:
        found.append("TINHSO_DEBUG đang bật, làm lộ dữ liệu trên trang lỗi. Hãy bỏ biến này.")
    if env.COUNTERPARTS:
        found.append("TINHSO_COUNTERPARTS đang bật: đối tác giả lập không được chạy khi vận hành.")
    if env.COLLECT and env.COLLECT_HTTP and not _is_loopback(env.COLLECT_HOST) and not env.COLLECT_CERTIFICATE:
        found.append("TINHSO_COLLECT_HTTP mở ra ngoài máy mà không có TINHSO_COLLECT_CERTIFICATE: mã truy cập sẽ lộ.")
    return found


def _keys(folder: Path) -> list[str]:
    """Return a sentence for each signing key that others than its owner can read."""
    found = folder.rglob("*") if folder.exists() else []
    files = [path for path in found if path.is_file() and not path.name.endswith(".pub.pem")]
    open_files = [path for path in files if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    return [f"Khóa {path} đọc được bởi người khác. Hãy chạy: chmod 600 {path}" for path in sorted(open_files)]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
