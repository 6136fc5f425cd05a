"""Whether the process that holds a lease is dead."""

import os
import subprocess
import sys

import psutil
import pytest

from monitor.storage.holders import in_words, is_dead, name_of_this_process


def name_of(pid: int) -> str:
    place, _pid, _started, nonce = name_of_this_process().split("|")
    started = psutil.Process(pid).create_time() - psutil.boot_time()
    return f"{place}|{pid}|{started:.2f}|{nonce}"


def test_this_process_lives_under_any_of_its_names() -> None:
    assert not is_dead(name_of_this_process())
    assert not is_dead(name_of(os.getpid()))
    assert name_of_this_process() != name_of_this_process()


def test_a_process_that_is_no_more_is_dead_and_so_is_one_whose_id_came_round() -> None:
    place, pid, started, nonce = name_of_this_process().split("|")

    assert is_dead(f"{place}|{2**22 + 1}|{started}|{nonce}")
    assert is_dead(f"{place}|{pid}|{float(started) - 60:.2f}|{nonce}")


def test_of_a_process_elsewhere_nothing_is_known() -> None:
    _place, _pid, started, nonce = name_of_this_process().split("|")

    assert not is_dead(f"elsewhere/boot/pid|{2**22 + 1}|{started}|{nonce}")
    assert not is_dead("not a name")


def test_a_killed_process_is_dead_before_anybody_waited_for_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        name = name_of(child.pid)
        assert not is_dead(name)

        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

        assert is_dead(name)


def test_a_process_that_proc_hides_from_us_is_not_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    def hidden(pid: int) -> psutil.Process:
        raise psutil.NoSuchProcess(pid)

    name = name_of_this_process()
    monkeypatch.setattr(psutil, "Process", hidden)

    assert not is_dead(name)


def test_people_read_which_process_it_is_and_where() -> None:
    assert in_words("newsroom/boot-id/pid:[1]|4711|12.34|abcd") == "process 4711 on newsroom"
