"""Small lists in the forms of those that are published, with parties that nobody has listed."""

from pathlib import Path

from monitor.rosters import read_roster
from monitor.rosters.entries import Choice, Roster

EVERY_DAY = Choice()
ORDINARY = frozenset({"force", "green"})


def row(*cells: str) -> str:
    """A row as OFAC writes it: text in quotes, `-0- ` for nothing."""
    return ",".join(cell if cell.isdecimal() else f'"{cell}"' for cell in cells)


NOTHING = "-0- "


def sdn_row(number: int, name: str, kind: str = NOTHING, remarks: str = NOTHING) -> str:
    programs = "SDGT] [IRAQ2"
    return row(str(number), name, kind, programs, *[NOTHING] * 7, remarks)


SDN_CSV = "\r\n".join(
    [
        sdn_row(
            101,
            "VARNOOD, Doctor Imaginary",
            "individual",
            "DOB 04 Apr 1957; POB Nowhere; a.k.a. 'THE BAKER'; Passport X1 (Nowhere).",
        ),
        sdn_row(102, "BRIGADES OF THE MADE UP"),
        sdn_row(103, "MV NEVERSAIL", "vessel"),
        sdn_row(104, "FORCE"),
        "\x1a",
    ]
)
ALT_CSV = "\r\n".join(
    [
        row("101", "1", "aka", "WARNUD, D. I.", NOTHING),
        row("102", "2", "aka", "BMU", NOTHING),
        row("102", "3", "fka", "MADE UP FRONT", NOTHING),
        "\x1a",
    ]
)

SDN_XML = """\
<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://ofac.example/XML">
  <publshInformation><Publish_Date>01/02/2026</Publish_Date></publshInformation>
  <sdnEntry>
    <uid>101</uid><firstName>Doctor Imaginary</firstName><lastName>VARNOOD</lastName>
    <sdnType>Individual</sdnType>
    <programList><program>SDGT</program><program>IRAQ2</program></programList>
    <akaList>
      <aka><uid>1</uid><type>a.k.a.</type><category>strong</category>
        <lastName>WARNUD</lastName><firstName>D. I.</firstName></aka>
      <aka><uid>2</uid><type>a.k.a.</type><category>weak</category>
        <lastName>THE BAKER</lastName></aka>
    </akaList>
    <dateOfBirthList><dateOfBirthItem><uid>9</uid><dateOfBirth>04 Apr 1957</dateOfBirth>
    </dateOfBirthItem></dateOfBirthList>
  </sdnEntry>
  <sdnEntry><uid>103</uid><lastName>MV NEVERSAIL</lastName><sdnType>Vessel</sdnType></sdnEntry>
</sdnList>
"""

UN_XML = """\
<?xml version="1.0" encoding="utf-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-01">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <DATAID>7001</DATAID><FIRST_NAME>IMAGINARY</FIRST_NAME><SECOND_NAME>AL-VARNOOD</SECOND_NAME>
      <REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><LISTED_ON>2019-03-01</LISTED_ON>
      <NAME_ORIGINAL_SCRIPT>خيالي الفرنود</NAME_ORIGINAL_SCRIPT>
      <INDIVIDUAL_ALIAS>
        <QUALITY>Good</QUALITY><ALIAS_NAME>Khayali Varnud</ALIAS_NAME>
      </INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS>
        <QUALITY>Low</QUALITY><ALIAS_NAME>Abu One; Abu Two</ALIAS_NAME>
      </INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY>
      <DATAID>7002</DATAID><FIRST_NAME>MADE UP FRONT</FIRST_NAME>
      <REFERENCE_NUMBER>XXe.002</REFERENCE_NUMBER>
      <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>MUF</ALIAS_NAME></ENTITY_ALIAS>
    </ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
"""

OPENSANCTIONS_CSV = """\
id,schema,name,aliases,birth_date,countries,dataset,first_seen
NK-x1,Person,Imaginary Varnood,"Varnood, I.;Имагинарий Варнуд",1957-04-04,xx,Some List,
"NK-x2","Vessel","MV Neversail","","","xx","Some List","2020"
"NK-x3","CryptoWallet","0xabc","","","","Some List","2020"
"""


def read(
    folder: Path,
    name: str,
    text: str | bytes,
    *,
    choice: Choice = EVERY_DAY,
    alt: str | None = None,
) -> Roster:
    """What a file of this name and text says."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    if alt is not None:
        (folder / "alt.csv").write_text(alt)
    return read_roster(path, choice, is_ordinary=ORDINARY.__contains__)


def entries(roster: Roster) -> list[dict[str, object]]:
    return [one.entry for one in roster.listed]
