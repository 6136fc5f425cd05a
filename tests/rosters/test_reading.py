from pathlib import Path

import pytest

from monitor.errors import ConfigError, UsageError
from monitor.rosters.entries import Choice
from tests.rosters.builders import (
    ALT_CSV,
    OPENSANCTIONS_CSV,
    SDN_CSV,
    SDN_XML,
    UN_XML,
    entries,
    read,
    sdn_row,
)

VARNOOD = {
    "id": "ofac-101",
    "name": "Doctor Imaginary Varnood",
    "aliases": ["D. I. Warnud"],
    "note": "OFAC SDN 101; SDGT, IRAQ2; DOB 04 Apr 1957",
}


def test_persons_and_groups_of_ofacs_tables_are_read_with_their_aliases(tmp_path: Path) -> None:
    roster = read(tmp_path, "sdn.csv", SDN_CSV, alt=ALT_CSV)

    assert roster.name == "ofac-sdn"
    assert entries(roster) == [
        VARNOOD,
        {
            "id": "ofac-102",
            "name": "BRIGADES OF THE MADE UP",
            "aliases": ["MADE UP FRONT"],
            "acronyms": ["BMU"],
            "note": "OFAC SDN 102; SDGT, IRAQ2",
        },
        {
            "id": "ofac-104",
            "name": "FORCE",
            "match": "exact",
            "note": "OFAC SDN 104; SDGT, IRAQ2",
        },
    ]
    assert roster.notes == [
        "1 × weak alias left out; --weak takes them",
        "1 × vessel left out; --types vessel takes them",
        "1 × single ordinary word is taken letter by letter (match: exact)",
    ]


def test_the_same_list_as_xml_says_the_same(tmp_path: Path) -> None:
    assert entries(read(tmp_path, "sdn.xml", SDN_XML)) == [VARNOOD]


@pytest.mark.parametrize(("name", "text"), [("sdn.csv", SDN_CSV), ("sdn.xml", SDN_XML)])
def test_weak_aliases_are_taken_when_wished(name: str, text: str, tmp_path: Path) -> None:
    first = entries(read(tmp_path, name, text, choice=Choice(with_weak=True)))[0]

    assert "The Baker" in str(first["aliases"])


def test_vessels_are_taken_when_wished(tmp_path: Path) -> None:
    ships = read(tmp_path, "sdn.xml", SDN_XML, choice=Choice(kinds=frozenset({"vessel"})))

    assert [entry["name"] for entry in entries(ships)] == ["MV NEVERSAIL"]


def test_a_list_without_its_table_of_aliases_says_so(tmp_path: Path) -> None:
    assert read(tmp_path, "sdn.csv", SDN_CSV).notes[0] == "alt.csv is not beside it: no aliases"


def test_lines_that_are_not_utf_8_are_of_windows_as_ofac_once_wrote_them(tmp_path: Path) -> None:
    text = sdn_row(1, "GARC\u00cdA, Jos\u00e9", "individual").encode("cp1252")

    assert entries(read(tmp_path, "sdn.csv", text))[0]["name"] == "José García"


def test_the_list_of_the_united_nations_is_read(tmp_path: Path) -> None:
    assert entries(read(tmp_path, "un.xml", UN_XML)) == [
        {
            "id": "un-7001",
            "name": "Imaginary Al-Varnood",
            "aliases": ["Khayali Varnud", "خيالي الفرنود"],
            "note": "UN XXi.001; listed 2019-03-01",
        },
        {"id": "un-7002", "name": "MADE UP FRONT", "acronyms": ["MUF"], "note": "UN XXe.002"},
    ]


def test_low_aliases_of_the_united_nations_are_weak(tmp_path: Path) -> None:
    roster = read(tmp_path, "un.xml", UN_XML, choice=Choice(with_weak=True))

    assert entries(roster)[0]["aliases"] == [
        "Khayali Varnud",
        "خيالي الفرنود",
        "Abu One",
        "Abu Two",
    ]


def test_the_targets_of_opensanctions_are_read(tmp_path: Path) -> None:
    roster = read(tmp_path, "targets.simple.csv", OPENSANCTIONS_CSV)

    assert entries(roster) == [
        {
            "id": "os-NK-x1",
            "name": "Imaginary Varnood",
            "aliases": ["I. Varnood", "Имагинарий Варнуд"],
            "note": "OpenSanctions NK-x1; Some List; born 1957-04-04",
        }
    ]
    assert len(roster.notes) == 2


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("empty.csv", b"  \n", "is empty"),
        ("list.zip", b"PK\x03\x04xyz", "unpack it first"),
        ("list.xls", b"\xd0\xcf\x11\xe0xyz", "save it as CSV"),
        ("list.csv", "name\nA1\n".encode("utf-16"), "save it as UTF-8"),
        ("page.xml", b"<!DOCTYPE html><html><p>moved</p>", "is a web page"),
        ("advanced.xml", b'<?xml version="1.0"?><Sanctions/>', "take sdn.xml instead"),
        ("rss.xml", b"<rss><channel/></rss>", "XML of another kind (<rss>)"),
        ("alt.csv", ALT_CSV.encode(), "give sdn.csv"),
        ("prices.csv", b"day,price\n1,2\n", "none of the lists"),
        ("un.xml", b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>", "nothing to import"),
        ("gone.csv", b"name\n", "nothing to import"),
    ],
)
def test_a_file_that_is_no_list_is_told_with_what_to_do(
    name: str, body: bytes, told: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, name, body)

    assert told in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("sdn.csv", (sdn_row(1, "A1") + "\n" + sdn_row(2, "B2")[:-9]).encode(), "2: a quote is"),
        ("sdn.csv", (sdn_row(1, "A1") + "\n2,B2\n").encode(), "2: a row of sdn.csv has 12"),
        ("un.xml", UN_XML[:500].encode(), "the file ends in the middle"),
        ("un.xml", UN_XML.replace("</DATAID>", "<", 1).encode(), "5: not XML that can be read"),
        ("un.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><CONSOLIDATED_LIST/>", "a document type"),
        ("watches.csv", b"name,aliasses\nA1,B2\n", '1: an unknown column "aliasses"; did you'),
        ("watches.csv", b"name,owner\nA1,x,y\n", "2: 3 cells, and the first line names 2"),
        ("watches.csv", b"name,severity\nA1,loud\n", '2: watch "a1": severity: "loud" is none'),
        ("watches.csv", b"name,sources\nA1,iraq\n", '2: sources: "iraq" is not JSON'),
        ("watches.csv", b"name\nCaf\xe9\n", "2: not UTF-8"),
        ("watches.csv", b"id,name\na,A1\na,B2\n", '3: the id "a" stands on line 2 already'),
        ("watches.jsonl", b'{"name": "A1"}\n{"name": \n', "2: not JSON"),
    ],
)
def test_what_is_wrong_in_a_list_is_told_with_its_line(
    name: str, body: bytes, told: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, name, body)

    assert told in str(caught.value)
