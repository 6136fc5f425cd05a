"""Which characters do these bytes mean?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extraction.charsets import decode


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("é".encode("utf-8-sig"), "", "é"),
        ("é".encode("utf-16"), "", "é"),
        ("é".encode("utf-32"), "", "é"),
        ("<é>".encode("utf-16-le"), "", "<é>"),
        ("<title>a\0é\0</title>".encode(), "", "<title>a\0é\0</title>"),
        ("é".encode("cp1252"), "text/html; charset=iso-8859-1", "é"),
        ("“é”".encode("cp1252"), 'text/html; charset="latin1"', "“é”"),
        ("日本語".encode("iso2022-jp"), "text/html; charset=iso-2022-jp", "日本語"),
        ("日本".encode("shift-jis"), "text/html; charset=shift_jis", "日本"),
        ("é".encode(), "text/html; charset=no-such", "é"),
        (b"abc", "text/html; charset=base64", "abc"),
        ("ا".encode() * 50 + "ا".encode()[:1], "", "ا" * 50 + "\ufffd"),
        ("ا".encode() * 50 + b"\xff" + "ا".encode() * 50, "", "ا" * 50 + "\ufffd" + "ا" * 50),
    ],
)
def test_bytes_are_read_as_what_they_are(body: bytes, content_type: str, expected: str) -> None:
    assert decode(body, content_type=content_type) == expected


@given(st.binary(max_size=200), st.sampled_from(["", "utf-16", "idna", "utf-7", "undefined"]))
def test_no_bytes_make_it_fail(body: bytes, charset: str) -> None:
    assert isinstance(decode(body, content_type=f"text/html; charset={charset}"), str)
