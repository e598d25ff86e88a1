# SPDX-License-Identifier: EUPL-1.2
"""`tinhso play`: let the province live for some days, through the actions that users call."""

import multiprocessing
import time
from dataclasses import replace
from datetime import timedelta
from multiprocessing.managers import ListProxy
from multiprocessing.pool import Pool

import click
import django
from django.db import connections
from django.utils import timezone

from tinhso.config import env
from tinhso.faces.cli.output import console, json_option, print_json, step_bar
from tinhso.kernel.events.actions import ensure_months
from tinhso.kernel.events.queries import sealed_up_to
from tinhso.modules.onestop.actions import issue_paper
from tinhso.modules.onestop.queries.papers import due
from tinhso.play.province import Score, Script, Share, midnight, play_share, settle


@click.command()
@click.option("--days", default=30, type=click.IntRange(1, 400), help="Số ngày, kết thúc vào hôm nay.")
@click.option("--per-day", default=36.0, help="Số hồ sơ của một ngày làm việc trung bình.")
@click.option("--seed", default=2026, help="Cùng hạt giống, cùng diễn biến (random seed).")
@click.option("--processes", default=2, type=click.IntRange(1, 16), help="Số tiến trình chạy song song.")
@click.option("--papers/--no-papers", default=True, help="Làm luôn giấy tờ ký số; không thì để tác vụ nền làm.")
@json_option
def play(days: int, per_day: float, seed: int, processes: int, papers: bool, as_json: bool) -> None:
    """Cho tỉnh sống vài ngày: công dân nộp, cán bộ xử lý, lãnh đạo ký, qua đúng các thao tác của người dùng.

    Play a living province; deterministic by seed.
    """
    if env.MODE != "demo":
        raise click.ClickException("Chỉ chế độ trình diễn mới cho tỉnh sống giả lập.")
    began = time.monotonic()
    today = timezone.localdate()
    script = Script(today - timedelta(days=days - 1), days, per_day, seed, today)
    ensure_months(midnight(script.first_day), midnight(today))
    connections.close_all()
    with multiprocessing.get_context("spawn").Pool(processes, initializer=django.setup) as players:
        scores = _play_all(players, script, processes, hidden=as_json)
        before = sealed_up_to()
        settle(now=timezone.now())
        made = _papers(players, hidden=as_json) if papers else 0
    settle(now=timezone.now())
    _show(scores, sealed_up_to() - before, made, time.monotonic() - began, as_json)


def _play_all(players: Pool, script: Script, processes: int, *, hidden: bool) -> list[Score]:
    with (
        step_bar(f"Tỉnh sống {script.days} ngày", total=script.days, hidden=hidden) as report,
        multiprocessing.get_context("spawn").Manager() as manager,
    ):
        done = manager.list([0] * processes)
        shares = [replace(script, share=Share(index, processes)) for index in range(processes)]
        running = players.starmap_async(_play_one, [(share, done) for share in shares])
        while not running.ready():
            running.wait(0.5)
            report(min(done))
        return list(running.get())


def _play_one(script: Script, done: "ListProxy[int]") -> Score:
    def note(days: int, _: str) -> None:
        done[script.share.index] = days

    return play_share(script, note)


def _papers(players: Pool, *, hidden: bool) -> int:
    """Make every paper that waits, each player the next one; return how many were made."""
    waiting, made = due(timezone.now()), 0
    with step_bar("Làm giấy tờ ký số", total=len(waiting), hidden=hidden) as report:
        for place, issued in enumerate(players.imap_unordered(_issue, waiting, chunksize=4), start=1):
            made += issued
            report(place)
    return made


def _issue(paper_id: int) -> bool:
    return issue_paper(paper_id, now=timezone.now())


def _show(scores: list[Score], passed: int, made: int, seconds: float, as_json: bool) -> None:
    started, ended = sum(one.started for one in scores), sum(one.ended for one in scores)
    refusals = {sentence: count for one in scores for sentence, count in one.refusals.items()}
    if as_json:
        print_json(
            {
                "started": started,
                "ended": ended,
                "acts": passed,
                "papers": made,
                "seconds": round(seconds, 1),
                "refusals": refusals,
            }
        )
    else:
        console.print(f"{started} hồ sơ, {ended} đã kết thúc, {passed} sự kiện, {made} giấy tờ; {seconds:.0f} giây.")
        for sentence, count in refusals.items():
            console.print(f"  {count} lần bị từ chối: {sentence}", markup=False)
