"""What the demo newspaper prints. All of it is invented, and says so.

Most pieces name something that the shipped watchlist watches, once as "Asaab Ahel Haq". One outlet
sets traps: names of others that contain a watched one, and places that only share its name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.demo.newspaper import FeedKind, Newspaper, Outlet
from monitor.demo.typesetting import Piece

FICTION = {
    "en": "This report is fiction, written for a demonstration.",
    "ar": "هذا الخبر من نسج الخيال، كُتب لغرض العرض التجريبي.",
    "fa": "این خبر ساختگی است و تنها برای نمایش نوشته شده است.",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A text of the demo, before it has an outlet and a date."""

    path: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """An outlet of the demo, with what it prints."""

    host: str
    name: str
    language: str
    feed_kind: FeedKind
    drafts: tuple[Draft, ...]


MERIDIAN = Desk(
    host="127.0.0.21",
    name="Meridian Wire",
    language="en",
    feed_kind="rss",
    drafts=(
        Draft(
            path="/2031/border-market.html",
            title="Border market reopens after talks with Quds Force envoys",
            paragraphs=(
                "The market at the invented crossing of Qal'at al-Rih opened its gates again on "
                "Monday, three weeks after lorries were first turned back.",
                "Two traders said that envoys of the Quds Force had taken part in the talks, and "
                "that a commander of Kata'ib Hezbollah had waited outside in his car.",
                "The governor's office called the talks a meeting about parking. Melons cost a "
                "third less by noon.",
            ),
        ),
        Draft(
            path="/2031/bridge-lights.html",
            title="Engineers switch the bridge lights back on in Baghdad",
            paragraphs=(
                "After a winter in the dark the lamps on the old bridge burn again, the city's "
                "works department said on Tuesday evening.",
                "Drivers crossing into the Green Zone had complained of potholes that they could "
                "hear but not see. Guards at the embassy gate applauded the first lamp.",
                "The department promised to repair the potholes next, in daylight.",
            ),
        ),
    ),
)

TWO_RIVERS = Desk(
    host="127.0.0.22",
    name="Two Rivers Post",
    language="en",
    feed_kind="atom",
    drafts=(
        Draft(
            path="/articles/checkpoints",
            title="Two checkpoints on the date road are to close",
            paragraphs=(
                "Farmers on the date road will pass two checkpoints fewer from next week on, the "
                "district council of the made-up town of Nahr Jadid announced.",
                "The militia Asaab Ahel Haq, which mans both of them, agreed to leave after the "
                "council offered it the use of a football ground.",
                "The council's chairman spoke of an honourable draw.",
            ),
        ),
        Draft(
            path="/articles/memoirs",
            title="A driver's memoirs sell out in two days",
            paragraphs=(
                "The bookshop on the corner had ordered forty copies and sold the last of them "
                "before lunch on the second day.",
                "The author, who says that he once drove Qassem Soleimani from the airport, spends "
                "most of the book on the history of his car's gearbox.",
                "A second printing is under way. The gearbox has a chapter to itself.",
            ),
        ),
    ),
)

DIJLA = Desk(
    host="127.0.0.23",
    name="صحيفة الضفتين",
    language="ar",
    feed_kind="rss",
    drafts=(
        Draft(
            path="/news/101.html",
            title="نوري المالكي يفتتح معرضاً للكتاب في مدينة خيالية",
            paragraphs=(
                "افتُتح صباح الأحد معرض للكتاب في مدينة النهر الجديد بحضور مئات الزوار من القراء.",
                "وقال المنظمون إن نوري المالكي زار المعرض واشترى كتاباً عن زراعة النخيل، ثم التقط "
                "الصور مع الناشرين.",
                "ويستمر المعرض عشرة أيام، وتُقام فيه كل مساء أمسية شعرية.",
            ),
        ),
        Draft(
            path="/news/102.html",
            title="مباراة ودية تجمع موظفي البلدية",
            paragraphs=(
                "انتهت المباراة الودية بين موظفي البلدية وعمال النظافة بالتعادل "
                "بثلاثة أهداف لكل فريق.",
                "وحضر المباراة ممثل عن كتائب حزب الله جلس في الصف الأخير، "
                "وغادر قبل نهاية الشوط الثاني.",
                "وقررت البلدية إعادة المباراة في الشهر المقبل.",
            ),
        ),
    ),
)

KARIZ = Desk(
    host="127.0.0.24",
    name="روزنامهٔ کاریز",
    language="fa",
    feed_kind="atom",
    drafts=(
        Draft(
            path="/1410/12/jade.html",
            title="گشایش جادهٔ کوهستانی پس از یک ماه برف",
            paragraphs=(
                "جادهٔ کوهستانی روستای خیالی بادگیر پس از یک ماه برف سنگین "
                "دوباره به روی خودروها باز شد.",
                "به گفتهٔ اهالی، چند خودروی نیروی قدس نیز در صف رانندگان منتظر ایستاده بودند.",
                "راهداران می‌گویند تا پایان هفته همهٔ پیچ‌های خطرناک نرده‌کشی خواهد شد.",
            ),
        ),
    ),
)

HARROW = Desk(
    host="127.0.0.25",
    name="Harrow Vale Gazette",
    language="en",
    feed_kind="rss",
    drafts=(
        Draft(
            path="/town/green-zone",
            title="Harrow Vale widens its low-emission green zone",
            paragraphs=(
                "From April on, older diesel cars must stay out of four more streets around the "
                "station, the town council decided.",
                "The low-emission green zone will then reach the river. Bakers' vans may enter "
                "until seven in the morning.",
                "Three councillors cycled home after the vote.",
            ),
        ),
        Draft(
            path="/world/harbour",
            title="Harbour council argues over a crane",
            paragraphs=(
                "A yellow crane that nobody ordered has stood on the quay for a week, and the "
                "harbour council cannot agree on who should move it.",
                "A member close to Hezbollah of Lebanon wants it sold; the ship owners want it "
                "oiled.",
                "The crane's own manual is missing.",
            ),
        ),
    ),
)

DESKS = (MERIDIAN, TWO_RIVERS, DIJLA, KARIZ, HARROW)


async def print_edition(
    newspaper: Newspaper, *, now: datetime, desks: Iterable[Desk] = DESKS
) -> list[Outlet]:
    """Open the outlets and publish their pieces, each a few minutes old."""
    outlets = []
    for desk in desks:
        outlet = await newspaper.add_outlet(desk.host, desk.name, desk.language, desk.feed_kind)
        outlet.robots = "User-agent: *\nDisallow: /quiz\n"
        for age, draft in reversed(list(enumerate(desk.drafts, start=1))):
            outlet.publish(_piece(draft, desk.language, at=now - timedelta(minutes=7 * age)))
        outlets.append(outlet)
    return outlets


def _piece(draft: Draft, language: str, *, at: datetime) -> Piece:
    return Piece(
        path=draft.path,
        title=draft.title,
        paragraphs=(*draft.paragraphs, FICTION[language]),
        published_at=at.replace(microsecond=0),
    )
