"""Start portal, quiet face and worker beside one another, and stop them together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
STARTED_WITHIN = 30


@dataclass(frozen=True)
class Service:
    """One process, and the address where it answers (none for the worker)."""

    name: str
    command: list[str]
    env: dict[str, str]
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/"


def free_port(wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise OSError(f"No free port from {wanted} on.")


def services(first_port: int) -> list[Service]:
    portal = free_port(first_port)
    quiet = free_port(portal + 1)
    base = {
        "ARGUS_BASE_URL": f"http://{HOST}:{portal}",
        "ARGUS_QUIET_URL": f"http://{HOST}:{quiet}",
    }
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "argus.wsgi:application"]
    web += ["--host", HOST, "--no-access-log", "--log-level", "warning", "--workers", "1"]
    web += ["--blocking-threads", "2"]
    manage = [sys.executable, str(ROOT / "manage.py")]
    return [
        Service("portal", [*web, "--port", str(portal)], base, portal),
        Service("quiet face", [*web, "--port", str(quiet)], base | {"ARGUS_FACE": "quiet"}, quiet),
        Service("worker", [*manage, "sweep", "--loop"], base),
    ]


class Together:
    """The running processes. Ends all of them when one ends or the person presses Ctrl-C."""

    def __init__(self, wanted: list[Service]) -> None:
        self.wanted = wanted
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        for each in self.wanted:
            env = os.environ | each.env
            self.running.append(subprocess.Popen(each.command, cwd=ROOT, env=env))  # noqa: S603

    def ready(self) -> bool:
        """True when every address answers; False when a process ended or time ran out."""
        until = time.monotonic() + STARTED_WITHIN
        waiting = [each.port for each in self.wanted if each.port]
        while waiting and time.monotonic() < until:
            if any(process.poll() is not None for process in self.running):
                return False
            waiting = [port for port in waiting if not _listens(port)]
            time.sleep(0.1)
        return not waiting

    def wait(self) -> None:
        """Until Ctrl-C, or until one of them ends by itself."""
        try:
            while all(process.poll() is None for process in self.running):
                time.sleep(0.5)
        except KeyboardInterrupt:
            return

    def stop(self) -> None:
        for process in self._alive():
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()

    def _alive(self) -> Iterator[subprocess.Popen[bytes]]:
        return (process for process in self.running if process.poll() is None)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0
