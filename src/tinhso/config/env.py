# SPDX-License-Identifier: EUPL-1.2
"""The typed reader of the environment: every variable the product reads is declared here once.

`docs/reference/settings.md` explains each; a test compares the two.
"""

import ipaddress
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import TypeVar

from tinhso.lib.clamd import checked_url
from tinhso.lib.private_files import write_once

T = TypeVar("T")


class SettingError(Exception):
    """A variable is missing or cannot be read; the sentence says which and what to do."""


@dataclass(frozen=True)
class Variable:
    """One declared variable: name, text of the default (None = must be given), what it is for."""

    name: str
    default: str | None
    purpose: str


DECLARED: dict[str, Variable] = {}


def _declare(name: str, default: str | None, purpose: str) -> str | None:
    DECLARED[name] = Variable(name, default, purpose)
    return os.environ.get(name, default)


def text(name: str, default: str | None, purpose: str) -> str:
    value = _declare(name, default, purpose)
    if value is None:
        raise SettingError(f"{name} chưa được đặt: {purpose}")
    return value


def parsed(name: str, default: str | None, purpose: str, parse: Callable[[str], T]) -> T:
    """Return the variable read by `parse`; a value it refuses becomes a SettingError naming the variable."""
    raw = text(name, default, purpose)
    try:
        return parse(raw)
    except ValueError as error:
        raise SettingError(f"{name}={raw!r} không đọc được ({error}): {purpose}") from error


def positive(raw: str) -> int:
    number = int(raw)
    if number < 1:
        raise ValueError("phải từ 1 trở lên")
    return number


def words(raw: str) -> list[str]:
    return [part.strip() for part in raw.split(",") if part.strip()]


def yes(raw: str) -> bool:
    if raw.lower() in {"1", "yes", "true", "on"}:
        return True
    if raw.lower() in {"", "0", "no", "false", "off"}:
        return False
    raise ValueError("cần 1 hoặc 0")


def mode_name(raw: str) -> str:
    if raw not in {"demo", "production"}:
        raise ValueError("cần demo hoặc production")
    return raw


def day_or_none(raw: str) -> date | None:
    return date.fromisoformat(raw.strip()) if raw.strip() else None


def networks(raw: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(part) for part in words(raw)]


def one_of_two(raw: str) -> str:
    if raw not in {"refuse", "wait"}:
        raise ValueError("cần refuse hoặc wait")
    return raw


def span_of_hours(raw: str) -> tuple[time, time] | None:
    """Return begin and end of "21:00-07:00"; None when empty."""
    if not raw.strip():
        return None
    begins, _, ends = raw.partition("-")
    found = time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())
    if found[0] == found[1] or any(one.tzinfo for one in found):
        raise ValueError("cần hai giờ khác nhau, ví dụ 21:00-07:00")
    return found


def secret_from_file(path: Path) -> str:
    """Return the secret kept in `path`, making it on first use (mode 0600); two starters agree on one value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_once(path, secrets.token_urlsafe(48).encode("ascii"))
    return path.read_text(encoding="ascii").strip()


REPOSITORY = Path(__file__).resolve().parents[3]

MODE = parsed("TINHSO_MODE", "demo", "chế độ chạy: demo (trình diễn) hoặc production (vận hành)", mode_name)
VAR = Path(
    text(
        "TINHSO_VAR",
        str(REPOSITORY / "var"),
        "thư mục dữ liệu của bản cài đặt: CSDL nhúng, tệp, khóa, nhật ký",
    )
).resolve()
DATABASE_URL = text("DATABASE_URL", "", "địa chỉ PostgreSQL ≥ 15; bỏ trống thì dùng PostgreSQL nhúng trong TINHSO_VAR")
SECRET_KEY = text("TINHSO_SECRET_KEY", "", "khóa bí mật của Django; chế độ demo tự sinh vào TINHSO_VAR/secret_key")
HOSTS = parsed("TINHSO_HOSTS", "127.0.0.1,localhost,[::1]", "tên máy được phục vụ, cách nhau bằng dấu phẩy", words)
PORT = parsed("TINHSO_PORT", "8000", "cổng HTTP", int)
OPS_PORT = parsed("TINHSO_OPS_PORT", "0", "cổng riêng của trang vận hành; 0 thì dùng chung cổng HTTP", int)
OPS_NETWORKS = parsed(
    "TINHSO_OPS_NETWORKS",
    "",
    "mạng được vào trang vận hành (CIDR, cách nhau bằng dấu phẩy); bỏ trống thì không giới hạn",
    networks,
)
DOOR = text("TINHSO_DOOR", "", "do chương trình tự đặt cho tiến trình phục vụ cổng vận hành; không đặt bằng tay")
IDLE_MINUTES = parsed(
    "TINHSO_IDLE_MINUTES", "120", "phiên của cán bộ kết thúc sau ngần này phút không dùng; 0 thì không", int
)
SIGN_INS_PER_SECOND = parsed(
    "TINHSO_SIGN_INS_PER_SECOND", "20", "người dân được vào đăng nhập mỗi giây khi đông; 0 thì không có phòng chờ", int
)
LANES = parsed("TINHSO_LANES", "2", "số tiến trình nền cùng làm một loại việc nặng (giấy tờ, nhận dạng chữ)", positive)
BASE_URL = text("TINHSO_BASE_URL", f"http://127.0.0.1:{PORT}", "địa chỉ công khai, in trong thư và mã QR").rstrip("/")
TRUSTED_PROXIES = parsed(
    "TINHSO_TRUSTED_PROXIES", "127.0.0.1,::1", "máy chủ trung gian được tin tiêu đề X-Forwarded-* (CIDR)", networks
)
DEBUG = parsed("TINHSO_DEBUG", "0", "trang lỗi của lập trình viên; không bao giờ bật khi vận hành", yes)
PROVINCE = text("TINHSO_PROVINCE", "83", "mã tỉnh (Tổng cục Thống kê) của bản cài đặt")
PROVINCE_NAME = text("TINHSO_PROVINCE_NAME", "Bến Tre", "tên tỉnh hiện trên đầu trang")
DTI_WEIGHTS = text("TINHSO_DTI_WEIGHTS", "", "tệp YAML trọng số của bộ chỉ số chuyển đổi số; trống: chưa có")
BRAND_COLOUR = text("TINHSO_BRAND_COLOUR", "#0b5d66", "màu chủ đạo của tỉnh")
OIDC_ISSUER = text("TINHSO_OIDC_ISSUER", "http://127.0.0.1:8101", "địa chỉ hệ thống định danh điện tử (OpenID Connect)")
OIDC_CLIENT_ID = text("TINHSO_OIDC_CLIENT_ID", "tinhso", "mã ứng dụng đăng ký với hệ thống định danh")
OIDC_CLIENT_SECRET = text("TINHSO_OIDC_CLIENT_SECRET", "", "bí mật của ứng dụng; demo đọc từ kho của đối tác giả lập")
SMTP_HOST = text("TINHSO_SMTP_HOST", "127.0.0.1", "máy chủ gửi thư")
SMTP_PORT = parsed("TINHSO_SMTP_PORT", "8125", "cổng của máy chủ gửi thư", int)
SMTP_USER = text("TINHSO_SMTP_USER", "", "tài khoản gửi thư, bỏ trống nếu không cần")
SMTP_PASSWORD = text("TINHSO_SMTP_PASSWORD", "", "mật khẩu gửi thư")
SMTP_TLS = parsed("TINHSO_SMTP_TLS", "0", "1 nếu máy chủ thư yêu cầu STARTTLS", yes)
MAIL_FROM = text("TINHSO_MAIL_FROM", "khong-tra-loi@motcua.example", "địa chỉ người gửi")
NATIONAL_URL = text(
    "TINHSO_NATIONAL_URL",
    "http://127.0.0.1:8104" if MODE == "demo" else "",
    "dịch vụ JSON của Cổng Dịch vụ công quốc gia; bỏ trống nếu chưa kết nối",
).rstrip("/")
NATIONAL_USER = text("TINHSO_NATIONAL_USER", "tinhso", "tài khoản của tỉnh trên Cổng Dịch vụ công quốc gia")
NATIONAL_PASSWORD = text("TINHSO_NATIONAL_PASSWORD", "", "mật khẩu của tài khoản đó; demo đọc từ kho giả lập")
NATIONAL_PROTOCOL = text(
    "TINHSO_NATIONAL_PROTOCOL", "sync", "cách nói với Cổng: sync (dịch vụ JSON) hoặc coordination (API phối hợp 2026)"
)
NATIONAL_KEY = text(
    "TINHSO_NATIONAL_KEY",
    str(VAR / "counterparts" / "national" / "portal.pub.pem") if MODE == "demo" else "",
    "khóa công khai Ed25519 (PEM) Cổng dùng để ký bản tin gửi tỉnh; bỏ trống nếu không nhận hồ sơ từ Cổng",
)
PKI_URL = text("TINHSO_PKI_URL", "http://127.0.0.1:8103", "cơ quan chứng thực: cấp chứng thư (EST)")
PKI_ENROL_PASSWORD = text("TINHSO_PKI_ENROL_PASSWORD", "", "mật khẩu xin cấp chứng thư; demo đọc từ kho giả lập")
TSA_URL = text("TINHSO_TSA_URL", "http://127.0.0.1:8103/tsa", "dịch vụ cấp dấu thời gian RFC 3161")
PAY_URL = text(
    "TINHSO_PAY_URL",
    "http://127.0.0.1:8106" if MODE == "demo" else "",
    "địa chỉ cổng thanh toán phí, lệ phí; bỏ trống nếu chưa kết nối",
).rstrip("/")
PAY_SECRET = text("TINHSO_PAY_SECRET", "", "khóa ký chung với cổng thanh toán; demo đọc từ kho của đối tác giả lập")
PAY_BANK_BIN = text("TINHSO_PAY_BANK_BIN", "", "mã ngân hàng (BIN, 6 số) của tài khoản thụ hưởng, in trong mã VietQR")
PAY_ACCOUNT = text("TINHSO_PAY_ACCOUNT", "", "số tài khoản thụ hưởng, in trong mã VietQR")
REGISTERS_URL = text(
    "TINHSO_REGISTERS_URL",
    "http://127.0.0.1:8107" if MODE == "demo" else "",
    "địa chỉ tra cứu các cơ sở dữ liệu quốc gia; bỏ trống nếu chưa kết nối",
).rstrip("/")
REGISTERS_CLIENT = text("TINHSO_REGISTERS_CLIENT", "tinhso", "mã khách của tỉnh tại các cơ sở dữ liệu quốc gia")
REGISTERS_SECRET = text("TINHSO_REGISTERS_SECRET", "", "khóa của mã khách đó; demo đọc từ kho của đối tác giả lập")
SMS_URL = text(
    "TINHSO_SMS_URL",
    "smpp://127.0.0.1:8108" if MODE == "demo" else "",
    "tổng đài tin nhắn SMPP 3.4 (smpp:// hoặc smpps://); bỏ trống thì không gửi tin nhắn",
).rstrip("/")
SMS_USER = text("TINHSO_SMS_USER", "tinhso", "tài khoản (system_id) tại tổng đài tin nhắn")
SMS_PASSWORD = text("TINHSO_SMS_PASSWORD", "", "mật khẩu của tài khoản đó, tối đa 8 ký tự; demo đọc từ kho giả lập")
SMS_SENDER = text("TINHSO_SMS_SENDER", "MOTCUA", "tên định danh người gửi tin nhắn, tối đa 11 ký tự không dấu")
PLATFORM_CODE = text("TINHSO_PLATFORM_CODE", "", "mã định danh nền tảng số được cấp; bỏ trống khi chưa có")
PLATFORM_VERIFIED_BY = text("TINHSO_PLATFORM_VERIFIED_BY", "", "đơn vị kiểm chứng độc lập; bỏ trống khi chưa có")
HELP_PHONE = text("TINHSO_HELP_PHONE", "", "số điện thoại hướng dẫn người dân; bỏ trống thì không hiện")
HELP_CHAT = text("TINHSO_HELP_CHAT", "", "địa chỉ trò chuyện hướng dẫn (https://…); bỏ trống thì không hiện")
LEVEL_DECISION = text("TINHSO_LEVEL_DECISION", "", "số quyết định phê duyệt cấp độ an toàn của hệ thống")
MONITORED_BY = text("TINHSO_MONITORED_BY", "", "đơn vị giám sát an toàn thông tin của hệ thống")
ASSESSED_BY = text("TINHSO_ASSESSED_BY", "", "đơn vị kiểm tra, đánh giá an toàn thông tin, khác đơn vị giám sát")
ASSESSED_ON = parsed("TINHSO_ASSESSED_ON", "", "ngày kiểm tra, đánh giá gần nhất (YYYY-MM-DD)", day_or_none)
RESTORED_ON = parsed("TINHSO_RESTORED_ON", "", "ngày diễn tập khôi phục gần nhất (YYYY-MM-DD)", day_or_none)
SMS_QUIET = parsed(
    "TINHSO_SMS_QUIET",
    "21:00-07:00",
    "giờ yên tĩnh không gửi tin nhắn, giờ Việt Nam; bỏ trống nếu không có",
    span_of_hours,
)
TRUST_FOLDER = Path(text("TINHSO_TRUST_FOLDER", str(VAR / "trust"), "thư mục chứng thư gốc được tin cậy (PEM)"))
KEY_FOLDER = Path(text("TINHSO_KEY_FOLDER", str(VAR / "keys"), "thư mục khóa ký (bộ cung cấp khóa dạng tệp)"))
CSC_URL = text(
    "TINHSO_CSC_URL", "", "dịch vụ ký số từ xa (CSC API 2.0, đến hết /csc/v2); bỏ trống thì chỉ ký bằng tệp khóa"
).rstrip("/")
CSC_CLIENT = text("TINHSO_CSC_CLIENT", "tinhso", "mã khách của tỉnh tại dịch vụ ký số từ xa")
CSC_SECRET = text("TINHSO_CSC_SECRET", "", "bí mật của mã khách đó; demo đọc từ kho của đối tác giả lập")
CSC_SIGNERS = Path(
    text("TINHSO_CSC_SIGNERS", str(VAR / "csc_signers.yaml"), "bảng người ký từ xa: khóa người ký và mã khóa ở dịch vụ")
)
CSC_WAIT_SECONDS = parsed("TINHSO_CSC_WAIT_SECONDS", "45", "chờ người ký xác nhận trên thiết bị bao nhiêu giây", int)
COUNTERPARTS = parsed(
    "TINHSO_COUNTERPARTS", "1" if MODE == "demo" else "0", "chạy kèm các đối tác giả lập (chỉ demo)", yes
)
UPLOAD_LIMIT_MB = parsed("TINHSO_UPLOAD_LIMIT_MB", "20", "cỡ tối đa của một tệp tải lên, tính bằng MB", int)
CLAMD_URL = parsed(
    "TINHSO_CLAMD_URL",
    "",
    "trình quét mã độc clamd (tcp://máy:3310 hoặc unix:///đường/dẫn); bỏ trống thì chỉ kiểm tra cấu trúc tệp",
    checked_url,
)
CLAMD_DOWN = parsed(
    "TINHSO_CLAMD_DOWN",
    "refuse",
    "khi trình quét không trả lời: refuse (chưa nhận tệp) hoặc wait (giữ, quét sau)",
    one_of_two,
)
GEO = text(
    "TINHSO_GEO", "", "thư mục ranh giới huyện, xã (GeoJSON) để vẽ bản đồ; bỏ trống thì bản đồ vẽ bằng điểm của các xã"
)
COLLECT = parsed(
    "TINHSO_COLLECT",
    "1" if MODE == "demo" else "0",
    "chạy kèm bộ thu thập sự kiện an toàn thông tin mạng",
    yes,
)
COLLECT_FOLDER = Path(
    text("TINHSO_COLLECT_FOLDER", str(VAR / "spool"), "vùng đệm trên đĩa của bộ thu thập sự kiện")
).resolve()
COLLECT_HOST = text("TINHSO_COLLECT_HOST", "127.0.0.1", "địa chỉ mạng bộ thu thập lắng nghe; 0.0.0.0 là mọi địa chỉ")
COLLECT_UDP = parsed("TINHSO_COLLECT_UDP", f"{PORT + 514}" if MODE == "demo" else "0", "cổng syslog UDP; 0: đóng", int)
COLLECT_TCP = parsed("TINHSO_COLLECT_TCP", f"{PORT + 514}" if MODE == "demo" else "0", "cổng syslog TCP; 0: đóng", int)
COLLECT_TLS = parsed("TINHSO_COLLECT_TLS", "0", "cổng syslog qua TLS (RFC 5425); 0: đóng", int)
COLLECT_HTTP = parsed(
    "TINHSO_COLLECT_HTTP", f"{PORT + 515}" if MODE == "demo" else "0", "cổng HTTP nhận dòng JSON; 0: đóng", int
)
COLLECT_CERTIFICATE = text("TINHSO_COLLECT_CERTIFICATE", "", "chứng thư (PEM) của bộ thu thập cho TLS và HTTPS")
COLLECT_KEY = text("TINHSO_COLLECT_KEY", "", "khóa riêng (PEM) của chứng thư đó")
COLLECT_CLIENT_CA = text("TINHSO_COLLECT_CLIENT_CA", "", "nơi ký chứng thư của máy gửi (PEM); bỏ trống thì không đòi")
COLLECT_FILES = parsed("TINHSO_COLLECT_FILES", "", "các tệp nhật ký đọc theo, cách nhau bằng dấu phẩy", words)
COLLECT_LINE_KB = parsed(
    "TINHSO_COLLECT_LINE_KB", "256", "một sự kiện dài nhất bao nhiêu KB (không quá 1024)", positive
)
COLLECT_SPOOL_GB = parsed("TINHSO_COLLECT_SPOOL_GB", "10", "vùng đệm lớn nhất bao nhiêu GB", positive)
EVENTS_URL = text(
    "TINHSO_EVENTS_URL", "", "kho sự kiện ClickHouse (http://người:khóa@máy:8123/); bỏ trống thì dùng kho chạy kèm"
)
EVENTS_PORT = parsed("TINHSO_EVENTS_PORT", f"{PORT + 516}", "cổng (chỉ 127.0.0.1) của kho sự kiện chạy kèm", int)
EVENTS_FOLDER = Path(text("TINHSO_EVENTS_FOLDER", str(VAR / "events"), "thư mục của kho sự kiện chạy kèm")).resolve()
EVENTS_DAYS = parsed("TINHSO_EVENTS_DAYS", "365", "giữ sự kiện bao nhiêu ngày kể từ ngày nhận", positive)
WATCH_MAIL = parsed(
    "TINHSO_WATCH_MAIL", "", "thư điện tử của người được báo khi giám sát có lỗi, cách nhau bằng dấu phẩy", words
)
WATCH_PHONES = parsed(
    "TINHSO_WATCH_PHONES", "", "số điện thoại được nhắn khi giám sát có lỗi (+84…), cách nhau bằng dấu phẩy", words
)
WATCH_DELAY_SECONDS = parsed(
    "TINHSO_WATCH_DELAY_SECONDS", "300", "báo khi sự kiện được đánh giá chậm quá bao nhiêu giây", positive
)
WATCH_SPOOL_PERCENT = parsed(
    "TINHSO_WATCH_SPOOL_PERCENT", "80", "báo khi vùng đệm hoặc đĩa của nó đã dùng bao nhiêu phần trăm", positive
)
WATCH_SILENT = parsed("TINHSO_WATCH_SILENT", "10", "báo khi có từ bao nhiêu nguồn sự kiện im lặng", positive)
SIGMA_RULES = parsed(
    "TINHSO_SIGMA_RULES", "", "tệp, thư mục luật Sigma dùng thêm (.yml, .tar.gz), cách nhau bằng dấu phẩy", words
)
WARNING_LISTS = text(
    "TINHSO_WARNING_LISTS",
    "",
    "thư mục danh sách cảnh báo nhầm (JSON của MISP warninglists); bỏ trống thì dùng bộ có sẵn",
)
S3_URL = text("TINHSO_S3_URL", "", "kho tệp S3 (https://khóa:bímật@máy/thùng); bỏ trống thì lưu trên đĩa")
WEB_WORKERS = parsed("TINHSO_WEB_WORKERS", "2", "số tiến trình web", int)
