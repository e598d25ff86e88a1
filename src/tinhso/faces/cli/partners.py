# SPDX-License-Identifier: EUPL-1.2
"""`tinhso partners …`: register who signs what it sends us and takes signed JSON from us."""

from pathlib import Path

import click
from django.utils import timezone

from tinhso.faces.cli.output import console
from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.actions import register_partner

OPERATOR = Actor("system:operator")
TITLES = {
    "ministry": "Hệ thống một cửa tập trung của bộ",
    "post": "Doanh nghiệp bưu chính",
    "feedback": "Hệ thống phản ánh, kiến nghị quốc gia",
    "reporting": "Hệ thống thông tin báo cáo quốc gia",
    "agency": "Hệ thống quản lý văn bản của cơ quan khác",
}


@click.group()
def partners() -> None:
    """Đối tác liên thông: bộ, bưu chính, phản ánh, báo cáo, văn bản (ministry, post, feedback, reports, documents)."""


@partners.command()
@click.argument("name", type=click.Choice(sorted(TITLES)))
@click.option("--endpoint", required=True, help="Địa chỉ đối tác nhận bản tin, không có /messages (its address).")
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Khóa công khai Ed25519 (PEM) đối tác dùng để ký (its public key).",
)
def connect(name: str, endpoint: str, key_file: Path | None) -> None:
    """Đăng ký đối tác; chạy lại khi đổi địa chỉ hoặc khóa, bản tin đang chờ đi theo (register a partner)."""
    if not endpoint.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise click.ClickException("Địa chỉ phải là https://…; http chỉ dùng trên chính máy này.")
    key = VerifyingKey.from_pem(key_file.read_bytes()).raw.hex() if key_file else ""
    made = register_partner(
        name,
        title=TITLES[name],
        channel="json",
        endpoint=endpoint.rstrip("/"),
        now=timezone.now(),
        by=OPERATOR,
        public_key=key,
    )
    console.print(f"Đã đăng ký {made.title} ở {made.endpoint}", markup=False)
