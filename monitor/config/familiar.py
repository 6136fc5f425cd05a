"""Files as they were read last, for who follows edits: of many files only what changed is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from monitor.config.document import Document, parse
from monitor.config.validation import validate
from monitor.config.watchlist_file import Listing, WatchlistPart
from monitor.errors import Problem


@dataclass(slots=True)
class Familiar:
    """Remembers documents by the bytes of their files, and what files of watches list."""

    _documents: dict[str, tuple[bytes, Document]] = field(default_factory=dict)
    _listings: dict[str, tuple[Document, Listing]] = field(default_factory=dict)

    def document(self, file: str, body: bytes) -> Document:
        """The document in a file's bytes; the same one for the same bytes."""
        known = self._documents.get(file)
        if known is None or known[0] != body:
            known = self._documents[file] = body, parse(file, body)
        return known[1]

    def listing(
        self, document: Document, shape: type[WatchlistPart]
    ) -> tuple[Listing | None, list[Problem]]:
        """What a document lists that has this shape, or None; and all that is wrong with it."""
        known = self._listings.get(document.file)
        if known and known[0] is document:
            return known[1], []
        part, problems = validate(document, shape)
        if part is None:
            return None, problems
        listing = part.listing()
        if not problems:
            self._listings[document.file] = document, listing
        return listing, problems

    def forget_others(self, files: Iterable[str]) -> None:
        """Keep what is known of these files only."""
        kept = set(files)
        for known in (self._documents, self._listings):
            for file in known.keys() - kept:
                del known[file]
