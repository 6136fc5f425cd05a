"""The quick tier: the text of an article in about two milliseconds.

Resiliparse finds the main content; a filter takes out the lines that are links elsewhere, which it
leaves in: related headlines, menus, sharing buttons. A name in these is not in the article.
"""

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from monitor.extraction.markup import paragraphs


def quick_text(tree: HTMLTree, *, title: str = "") -> str:
    """The paragraphs of the article on a page, joined by one line break; "" if there is none."""
    marked = extract_plain_text(
        tree,
        main_content=True,
        comments=False,
        post_meta=False,
        alt_texts=False,
        list_bullets=False,
    )
    return paragraphs(marked)
