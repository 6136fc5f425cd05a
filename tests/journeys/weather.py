"""Bad weather over a newspaper: a share of all requests fails, in every way that sites have."""

import random
import time
from dataclasses import dataclass
from typing import Any

from monitor.demo.newspaper import FEED_PATH, Fault, Outlet, redirect
from monitor.demo.typesetting import page

CHALLENGED = Fault(
    status=200,
    headers={"Content-Type": "text/html"},
    body=b"<!doctype html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
)
HANGING = Fault(delay=60)
CUT = Fault(cut="within")
BROKEN = Fault(status=502, body=b"")
REFUSED = Fault(status=403)
INSIDE = redirect("http://10.0.0.7/admin")


KINDS = ("plea", "hanging", "inside", "cut", "challenge", "charset", "refused")


@dataclass(frozen=True, slots=True)
class Plea:
    """A host has asked to be left alone."""

    host: str
    at: float  # time.monotonic()
    seconds: int


class Weather(dict[str, Fault]):
    """The faults of an outlet, drawn anew for every request."""

    def __init__(self, outlet: Outlet, *, seed: int, share: float, longest_plea: int) -> None:
        super().__init__()
        self._outlet = outlet
        self._seed = seed
        self._random = random.Random(seed)
        self._share = share
        self._longest_plea = longest_plea
        self.pleas: list[Plea] = []
        self.drawn: list[str] = []

    def get(self, path: str, default: Any = None) -> Any:
        """What goes wrong with this request."""
        if path in self:  # a fault that was put there by hand
            return self[path]
        if self._random.random() >= self._share:
            return default
        kind = KINDS[(self._seed + len(self.drawn)) % len(KINDS)]  # every kind gets its turn
        self.drawn.append(kind)
        return self._fault(kind, path)

    def _fault(self, kind: str, path: str) -> Fault | None:
        if kind == "plea":
            seconds = self._random.randint(1, self._longest_plea)
            self.pleas.append(Plea(self._outlet.host, time.monotonic(), seconds))
            return Fault(status=429, headers={"Retry-After": str(seconds)}, body=b"")
        if kind == "charset":
            return self._mislabelled(path)
        if kind == "cut" and path == FEED_PATH:
            return BROKEN  # "not modified" has no body to be cut
        return {
            "hanging": HANGING,
            "refused": REFUSED,
            "challenge": CHALLENGED,
            "cut": CUT,
            "inside": INSIDE,
        }[kind]

    def _mislabelled(self, path: str) -> Fault | None:
        """The page as it is, in UTF-8, and a header that says otherwise."""
        for piece in self._outlet.pieces:
            if piece.path == path:
                html = page(
                    piece,
                    outlet=self._outlet.name,
                    address=self._outlet.address,
                    language="en",
                    others=[],
                )
                kind = "text/html; charset=iso-8859-1"
                return Fault(status=200, headers={"Content-Type": kind}, body=html.encode())
        return None


def visits_during_pleas(outlet: Outlet, pleas: list[Plea]) -> list[str]:
    """The requests that came while the host had asked to be left alone. There should be none."""
    return [
        f"{visit.path} {visit.at - plea.at:.2f} s after a plea for {plea.seconds} s"
        for plea in pleas
        for visit in outlet.visits
        if plea.at < visit.at < plea.at + plea.seconds
    ]
