"""From the command to the first request: `tocsin run` on a new database, and again on that."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TOCSIN = (sys.executable, "-m", "monitor")
AGAIN = 3
PATIENCE = 120  # seconds


def main() -> None:
    asked = threading.Event()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.set()
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Nobody wants to know."""

    with (
        tempfile.TemporaryDirectory() as folder,
        ThreadingHTTPServer(("127.0.0.1", 0), Site) as site,
    ):
        threading.Thread(target=site.serve_forever, daemon=True).start()
        config = configure(Path(folder), site.server_port)
        for what in ("a new database", *["the same database again"] * AGAIN):
            print(f"{what}: {start(config, asked)}", flush=True)
        site.shutdown()


def configure(folder: Path, port: int) -> Path:
    """The configuration that ships, with one source: the list of names takes its time too."""
    config = folder / "config"
    subprocess.run([*TOCSIN, "init", str(config)], check=True, capture_output=True)
    source = f"{{id: a, url: 'http://127.0.0.1:{port}/feed', every: 2s}}"
    (config / "sources.yaml").write_text(f"sources: [{source}]\n")
    (config / "settings.yaml").write_text("crawl: {allow_networks: [127.0.0.0/8]}\n")
    return config


def start(config: Path, asked: threading.Event) -> str:
    asked.clear()
    environ = {name: value for name, value in os.environ.items() if "SLACK" not in name}
    environ |= {"TOCSIN_DATABASE": f"sqlite:///{config.parent / 'tocsin.db'}"}
    began = time.perf_counter()
    command = [*TOCSIN, "run", "--config", str(config)]
    quiet = subprocess.DEVNULL
    service = subprocess.Popen(command, env=environ, stdout=quiet, stderr=quiet)
    came = asked.wait(PATIENCE)
    took = time.perf_counter() - began
    service.send_signal(signal.SIGKILL)
    _, _, used = os.wait4(service.pid, 0)
    service.returncode = -signal.SIGKILL  # it is waited for already
    cpu = used.ru_utime + used.ru_stime
    return f"{took:.2f} s, {cpu:.2f} s of CPU" if came else f"no request within {PATIENCE} s"
