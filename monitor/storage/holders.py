"""Who holds a lease: a name by which the next process can tell that the holder is dead."""

import os
import socket
import time
from functools import cache
from pathlib import Path
from uuid import uuid4

import psutil

from monitor.model import Uptime

START_TOLERANCE = 2.0
"""Seconds by which two readings of one process's start may differ; no id comes round so soon."""


def name_of_this_process() -> str:
    """`place|process id|start|nonce`: no two holders share it, in one process either."""
    return "|".join((_place(), str(os.getpid()), f"{_started(os.getpid()):.2f}", uuid4().hex[:8]))


def in_words(holder: str) -> str:
    """The process for people: `process 4711 on newsroom`."""
    place, pid, *_ = holder.split("|")
    return f"process {pid} on {place.partition('/')[0]}"


def is_dead(holder: str) -> bool:
    """Whether that process has certainly ended. False where it cannot be told from here."""
    try:
        place, pid, started, _nonce = holder.split("|")
        if place != _place():
            return False
        process = psutil.Process(int(pid))
        # The id may have come round: another process that started at another time.
        is_another = abs(_started(int(pid)) - float(started)) > START_TOLERANCE
        return is_another or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return not _is_hidden(int(pid))
    except (psutil.Error, OSError, ValueError):
        return False


def _is_hidden(pid: int) -> bool:
    """Whether the process is there though /proc does not show it: proc(5), `hidepid`."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def uptime() -> Uptime:
    """For how long this machine runs, the hours included in which it slept where that is told."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return Uptime(_boot(), time.clock_gettime(clock))


@cache
def _boot() -> str:
    """This start of this machine; of this process alone where no machine tells its own."""
    boot = _read(Path("/proc/sys/kernel/random/boot_id"))
    if not boot:
        return f"{os.getpid()}-{uuid4().hex}"
    try:  # a container may be given a clock of its own
        return f"{boot}/{Path('/proc/self/ns/time').readlink()}"
    except OSError:
        return boot


@cache
def _place() -> str:
    """Host, boot and process namespace: only within all three does a process id say anything.

    Machines may share a host name, and containers a machine.
    """
    boot = _read(Path("/proc/sys/kernel/random/boot_id"))
    try:
        namespace = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        namespace = ""
    return f"{socket.gethostname()}/{boot}/{namespace}".replace("|", "-")


def _started(pid: int) -> float:
    """Seconds from boot to the start of the process: setting the clock does not change them."""
    return psutil.Process(pid).create_time() - psutil.boot_time()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""
