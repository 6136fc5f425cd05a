"""What others wrote, as a page of ours may hold it."""

from html import escape


def text(words: str) -> str:
    """Words that are nothing but words, also within the quotes of an attribute."""
    return escape(words, quote=True)


def link(words: str, url: str) -> str:
    """A link, where it is an address that a browser should follow; else the words alone."""
    if not url.startswith(("http://", "https://")):
        return text(words)
    return f"<a href='{text(url)}' rel='noreferrer'>{text(words or url)}</a>"
