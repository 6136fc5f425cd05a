"""Real pages and feeds, where they lie beside the checkout. Others wrote them: never copied."""

import json
import lzma
import tarfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "pages"
ABSENT = f"no real pages and feeds in {FOLDER}"


@dataclass(frozen=True, slots=True)
class RealPage:
    """A page as it was fetched, and what a person says its article is."""

    url: str
    html: str
    body: str


def real_pages() -> list[RealPage]:
    path = FOLDER / "zyte.jsonl.xz"
    if not path.exists():
        return []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        pages = map(json.loads, lines)
        return [RealPage(page["url"], page["html"], page["articleBody"]) for page in pages]


def real_feeds() -> dict[str, bytes]:
    path = FOLDER / "feeds.tar.xz"
    if not path.exists():
        return {}
    with tarfile.open(path) as archive:
        members = [member for member in archive if member.isfile()]
        return {member.name: _content(archive, member) for member in members}


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    assert file is not None
    return file.read()
