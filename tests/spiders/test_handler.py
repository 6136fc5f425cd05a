"""What is packed is unpacked where that is plain; all else is left to Scrapy."""

import gzip

import pytest
from scrapy.http import HtmlResponse, Response

from spiders.handler import unpacked

PAGE = "<html><p>Réponse.</p></html>".encode()
PACKED = gzip.compress(PAGE)


def answer(body: bytes, *, encoding: str = "gzip") -> Response:
    headers = {"Content-Encoding": encoding, "Content-Type": "text/html; charset=utf-8"}
    return HtmlResponse("http://127.0.0.1/", headers=headers, body=body)


def test_one_whole_stream_is_unpacked() -> None:
    plain = unpacked(answer(PACKED), most=len(PAGE))

    assert plain.body == PAGE
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Content-Type"] == b"text/html; charset=utf-8"


@pytest.mark.parametrize(
    "packed",
    [
        answer(PACKED[:-9]),
        answer(PACKED + PACKED),
        answer(b"not gzip"),
        answer(b""),
        answer(PACKED, encoding="br"),
        answer(PACKED, encoding="gzip, gzip"),
    ],
)
def test_what_is_broken_or_in_parts_is_left_as_it_came(packed: Response) -> None:
    assert unpacked(packed, most=10_000) is packed


def test_what_would_be_too_large_is_left_as_it_came() -> None:
    packed = answer(gzip.compress(bytes(10_000)))

    assert unpacked(packed, most=9_999) is packed
