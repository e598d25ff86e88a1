# SPDX-License-Identifier: EUPL-1.2
"""`tinhso worker`: background jobs; they are rows in PostgreSQL, so any number of workers may run."""

import click
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from tinhso.kernel.events import tasks

GRACE_SECONDS = 15  # below the supervisor's patience: a job that takes longer is taken up again later


@click.command()
@click.option("--concurrency", default=4, show_default=True, help="Số tác vụ chạy cùng lúc (jobs at once).")
@click.option("--once", is_flag=True, help="Làm hết việc đang chờ rồi kết thúc (end when nothing waits).")
def worker(concurrency: int, once: bool) -> None:
    """Chạy tác vụ nền đến khi nhận tín hiệu dừng.

    Run background jobs until told to stop.
    """
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            concurrency=concurrency,
            wait=not once,
            shutdown_graceful_timeout=GRACE_SECONDS,
            update_heartbeat_interval=tasks.HEARTBEAT_SECONDS,
            stalled_worker_timeout=tasks.DEAD_SECONDS,
            delete_jobs="never",
        )
