# SPDX-License-Identifier: EUPL-1.2
"""`tinhso security …`: run the collector, the store and the detector of events; list the sources, import files."""

import asyncio
import signal
import time
import uuid
from pathlib import Path

import click
from django.db import Error, connection
from django.utils import timezone
from rich.table import Table

from tinhso.config import env
from tinhso.faces.cli.importing import import_files
from tinhso.faces.cli.output import console, json_option, print_json
from tinhso.modules.security import configurations
from tinhso.modules.security.collect.server import serve
from tinhso.modules.security.collect.types import Entry, Setup
from tinhso.modules.security.detector import Detector, Plan
from tinhso.modules.security.queries import sources as queries
from tinhso.modules.security.store import connecting


@click.group()
def security() -> None:
    """Thu thập sự kiện an toàn thông tin mạng (the collector of security events)."""


security.add_command(import_files)


@security.command()
def collect() -> None:
    """Chạy bộ thu thập với các cổng TINHSO_COLLECT_* đến khi nhận tín hiệu dừng (run the collector)."""
    try:
        asyncio.run(serve(setup(), time.time_ns, _say, entries))
    except OSError as error:
        raise click.ClickException(f"Không mở được cổng hoặc tệp: {error.strerror}.") from error


@security.command()
def store() -> None:
    """Chạy kho sự kiện kèm theo đến khi nhận tín hiệu dừng (run the store of events)."""
    from tinhso.modules.security.store.service import serve as serve_store  # noqa: PLC0415 - loads a large engine

    try:
        asyncio.run(serve_store(env.EVENTS_FOLDER, "127.0.0.1", env.EVENTS_PORT, connecting.key()))
    except OSError as error:
        raise click.ClickException(f"Không mở được cổng {env.EVENTS_PORT}: {error.strerror}.") from error


@security.command()
def detect() -> None:
    """Đánh giá sự kiện trong vùng đệm theo luật, lưu kho, phát cảnh báo (run the detector)."""
    plan = Plan(
        folder=env.COLLECT_FOLDER,
        store=connecting.store(),
        zone=timezone.get_default_timezone(),
        rules=tuple(Path(one) for one in env.SIGMA_RULES),
    )
    detector = Detector(plan, timezone.now, _say)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: detector.stop())
    detector.run()


@security.command()
@json_option
def sources(as_json: bool) -> None:
    """Liệt kê nguồn sự kiện, nguồn im lặng trước (list the sources, silent ones first)."""
    found = queries.all_sources()
    if as_json:
        print_json([queries.told_of(one) for one in found])
        return
    table = Table("Máy", "Loại", "Đơn vị", "Nghe lần cuối", "Sự kiện", "Im lặng từ")
    for one in found:
        heard, silent = (_moment(one.last_heard_at), _moment(one.silent_since))
        table.add_row(one.host, one.kind, one.unit.name, heard, str(one.received), silent)
    console.print(table)


@security.command()
@click.argument("source_id", type=click.UUID)
@click.argument("program", type=click.Choice(sorted(configurations.PROGRAMS)))
def config(source_id: uuid.UUID, program: str) -> None:
    """In cấu hình cho một chương trình gửi của nguồn (print the configuration of a sender)."""
    source = queries.source(source_id)
    if source is None:
        raise click.ClickException("Không có nguồn này. Hãy xem danh sách bằng lệnh tinhso security sources.")
    click.echo(configurations.text_of(program, source.host, str(source.id), queries.collector_place()))


def setup() -> Setup:
    """Return the set-up of this installation's collector, from its settings."""
    return Setup(
        folder=env.COLLECT_FOLDER,
        host=env.COLLECT_HOST,
        udp_port=env.COLLECT_UDP,
        tcp_port=env.COLLECT_TCP,
        tls_port=env.COLLECT_TLS,
        http_port=env.COLLECT_HTTP,
        certificate=_path(env.COLLECT_CERTIFICATE),
        key=_path(env.COLLECT_KEY),
        client_ca=_path(env.COLLECT_CLIENT_CA),
        files=tuple(Path(one) for one in env.COLLECT_FILES),
        line_bytes=min(env.COLLECT_LINE_KB, 1024) * 1024,
        limit_bytes=env.COLLECT_SPOOL_GB * 1024**3,
    )


def entries() -> list[Entry] | None:
    """Return the register of tokens; None while the database does not answer, then the one read before counts."""
    try:
        return [Entry(source, digest) for source, digest in queries.tokens()]
    except Error:
        return None
    finally:
        connection.close()


def _path(said: str) -> Path | None:
    return Path(said) if said else None


def _say(sentence: str) -> None:
    click.echo(sentence)


def _moment(at: object) -> str:
    return timezone.localtime(at).strftime("%d/%m/%Y %H:%M:%S") if at else "–"  # type: ignore[arg-type]
