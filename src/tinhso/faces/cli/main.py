# SPDX-License-Identifier: EUPL-1.2
"""The table of commands; a command's module is loaded when it is called, so `stop` never waits for Django."""

import importlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import TracebackType

import click


class Needs(Enum):
    """What must be there before the module of a command can be loaded."""

    NOTHING = "nothing"
    DJANGO = "django"  # settings and models, with the database running


@dataclass(frozen=True)
class Entry:
    """Where a command lives (`module:command`), its line in the list of commands, and what it needs."""

    path: str
    summary: str
    needs: Needs = Needs.NOTHING


HERE = "tinhso.faces.cli"
COMMANDS = {
    "up": Entry(f"{HERE}.up:up", "Chạy toàn bộ hệ thống (run everything)"),
    "stop": Entry(f"{HERE}.stop:stop", "Dừng hệ thống đang chạy (stop what runs)"),
    "reload": Entry(f"{HERE}.reload:reload_web", "Thay từng tiến trình web, không ngừng phục vụ (rolling restart)"),
    "status": Entry(f"{HERE}.status:status", "Cho biết phần nào đang chạy (what runs)"),
    "doctor": Entry(f"{HERE}.doctor:doctor", "Khám bản cài đặt, nói cách khắc phục (examine the installation)"),
    "migrate": Entry(f"{HERE}.migrate:migrate", "Cập nhật cấu trúc CSDL (update the schema)", Needs.DJANGO),
    "worker": Entry(f"{HERE}.worker:worker", "Chạy tác vụ nền (run background jobs)", Needs.DJANGO),
    "setup": Entry(f"{HERE}.setup:setup", "Chuẩn bị bản cài đặt mới (first data)", Needs.DJANGO),
    "play": Entry(f"{HERE}.play:play", "Cho tỉnh sống vài ngày (play a living province)", Needs.DJANGO),
    "ledger": Entry(f"{HERE}.ledger:ledger", "Kiểm tra, niêm phong sổ sự kiện (verify, seal)", Needs.DJANGO),
    "figures": Entry(f"{HERE}.figures:figures", "Đối chiếu số liệu với sổ (replay facts)", Needs.DJANGO),
    "national": Entry(f"{HERE}.national:national", "Cổng Dịch vụ công quốc gia (national portal)", Needs.DJANGO),
    "partners": Entry(f"{HERE}.partners:partners", "Đối tác liên thông: bộ, bưu chính (partners)", Needs.DJANGO),
    "procedures": Entry(f"{HERE}.procedures:procedures", "Danh mục và CSDL quốc gia (procedures)", Needs.DJANGO),
    "reorganise": Entry(f"{HERE}.reorganise:reorganise", "Sắp xếp đơn vị hành chính (mergers)", Needs.DJANGO),
    "reconcile": Entry(f"{HERE}.reconcile:reconcile", "Đối soát phí với sao kê (statement vs payments)", Needs.DJANGO),
    "security": Entry(f"{HERE}.security:security", "Thu thập sự kiện an toàn (event collector)", Needs.DJANGO),
    "check-norms": Entry(f"{HERE}.norms:check_norms", "Soi định mức và bộ thủ tục (lint the law's data)"),
    "backup": Entry(f"{HERE}.backup:backup", "Sao lưu vào một tệp (back up to one file)"),
    "restore": Entry(f"{HERE}.restore:restore", "Khôi phục từ bản sao lưu (restore a backup)"),
    "exercise": Entry(f"{HERE}.exercise:exercise", "Diễn tập khôi phục, ghi lại (restore exercise)", Needs.DJANGO),
}

# Errors that are sentences for the person at the terminal, by name so that none of their modules loads early.
SENTENCES = {
    "tinhso.config.env.SettingError",
    "tinhso.runtime.backup.manifest.BackupError",
    "tinhso.runtime.postgres.layout.PostgresError",
    "tinhso.runtime.run_file.AlreadyRunning",
    "tinhso.runtime.supervisor.StartFailed",
    "tinhso.kernel.events.errors.Conflict",
    "tinhso.kernel.events.errors.ProofInvalid",
    "tinhso.kernel.events.errors.Refused",
    "tinhso.kernel.events.keys.KeyUnusable",
    "tinhso.kernel.events.timestamping.TimestampFailed",
    "tinhso.kernel.exchange.errors.NotAMessage",
    "tinhso.kernel.registry.errors.NotReorganisable",
    "tinhso.kernel.registry.errors.UnknownUnit",
    "tinhso.modules.onestop.errors.GatewayUnavailable",
    "tinhso.modules.security.collect.errors.PathTooLong",
    "tinhso.modules.security.collect.errors.SpoolBusy",
    "psycopg.OperationalError",
    "psycopg.errors.ConnectionTimeout",
    "django.db.utils.OperationalError",
}


class LazyGroup(click.Group):
    """Loads a command's module when the command is called, after what it needs is there."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.needs is Needs.DJANGO:
            open_django: Callable[[click.Context], None] = importlib.import_module(f"{HERE}.ready").open_django
            open_django(ctx)
        module, _, name = entry.path.partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Lệnh (commands)"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Tỉnh Số: nền tảng số của một tỉnh, từ cam kết đến minh chứng.

    The digital platform of a province. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
    """


def show_sentence(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an error made for people as its sentence; anything else is a bug and keeps its traceback."""
    if f"{kind.__module__}.{kind.__qualname__}" in SENTENCES:
        click.secho(str(error).strip(), fg="red", err=True)
    else:
        sys.__excepthook__(kind, error, trace)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
    sys.excepthook = show_sentence
    cli(prog_name="tinhso")
