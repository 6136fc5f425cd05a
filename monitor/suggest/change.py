"""One change of a watch's entry, as the file says it and as the matcher takes it. Pure."""

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Literal

from monitor.model import Context, Form, Watch

Kind = Literal["alias", "unless", "not_near", "near", "threshold"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is added to the entry of a watch, or put in the place of what is there."""

    watch_id: str
    kind: Kind
    words: tuple[str, ...] = ()  # an alias, phrases, or words of a context
    within: int | None = None  # of a context
    threshold: float = 0.0

    @property
    def id(self) -> str:
        """The same for the same change, whenever it is proposed."""
        said = "\n".join([self.watch_id, self.kind, self.said])
        return blake2b(said.encode(), digest_size=3).hexdigest()

    @property
    def said(self) -> str:
        """As the file will say it, in a line."""
        words = ", ".join(self.words)
        match self.kind:
            case "alias":
                return f"aliases: [{words}]"
            case "unless":
                return f"unless: [{words}]"
            case "threshold":
                return f"threshold: {self.threshold:g}"
        within = f", within: {self.within}" if self.within else ""
        return f"{self.kind}: {{any: [{words}]{within}}}"

    @property
    def value(self) -> Any:
        """What a key of the entry gets, or of lists the items that it gets."""
        match self.kind:
            case "alias" | "unless":
                return list(self.words)
            case "threshold":
                return self.threshold
        within = {"within": self.within} if self.within else {}
        return {"any": list(self.words), **within}

    def applied(self, watch: Watch) -> Watch:
        """The watch with the change."""
        match self.kind:
            case "alias":
                return replace(watch, forms=(*watch.forms, *(Form(w, "alias") for w in self.words)))
            case "unless":
                return replace(watch, unless=(*watch.unless, *self.words))
            case "not_near":
                return replace(watch, not_near=Context(self.words, self.within))
            case "near":
                return replace(watch, near=Context(self.words, self.within))
        return replace(watch, threshold=self.threshold)
