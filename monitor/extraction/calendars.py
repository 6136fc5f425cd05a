"""Days as people write them in the languages and calendars of the news."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

# January to December in one language each; variants parted by bars, in the cases that dates use.
_GREGORIAN = (
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug"
    " september|sept|sep october|oct november|nov december|dec",
    "januar|jänner|jan februar|feber|feb märz|mär|mrz april|apr mai juni|jun juli|jul august|aug"
    " september|sept|sep oktober|okt november|nov dezember|dez",
    "janvier|janv février|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre|sept"
    " octobre|oct novembre|nov décembre|déc",
    "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago"
    " septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic",
    "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago"
    " settembre|set ottobre|ott novembre|nov dicembre|dic",
    "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago"
    " setembro|set outubro|out novembro|nov dezembro|dez",
    "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug"
    " september|sep oktober|okt november|nov december|dec",
    "januari|januar februari|februar mars|marts april maj|mai juni juli augusti|august september"
    " oktober november december|desember",
    "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta"
    " syyskuuta lokakuuta marraskuuta joulukuuta",
    "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "janvāris|janvārī februāris|februārī marts|martā aprīlis|aprīlī maijs|maijā jūnijs|jūnijā"
    " jūlijs|jūlijā augusts|augustā septembris|septembrī oktobris|oktobrī novembris|novembrī"
    " decembris|decembrī",
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio"
    " gruodžio",
    "stycznia|sty lutego|lut marca|mar kwietnia|kwi maja|maj czerwca|cze lipca|lip sierpnia|sie"
    " września|wrz października|paź listopada|lis grudnia|gru",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "január|jan február|febr március|márc április|ápr május|máj június|jún július|júl"
    " augusztus|aug szeptember|szept október|okt november|nov december|dec",
    "ianuarie|ian februarie|feb martie|mar aprilie|apr mai iunie|iun iulie|iul august|aug"
    " septembrie|sept octombrie|oct noiembrie|nov decembrie|dec",
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna oktobra"
    " studenog|studenoga prosinca",
    "januar|januara februar|februara mart|marta april|aprila maj|maja jun|juna jul|jula"
    " avgust|avgusta septembar|septembra oktobar|oktobra novembar|novembra decembar|decembra",
    "јануар|јануара фебруар|фебруара март|марта април|априла мај|маја јун|јуна јул|јула"
    " август|августа септембар|септембра октобар|октобра новембар|новембра децембар|децембра",
    "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra"
    " decembra",
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    "января|янв февраля|фев|февр марта|мар апреля|апр мая|май июня|июн июля|июл августа|авг"
    " сентября|сен|сент октября|окт ноября|ноя|нояб декабря|дек",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "студзеня лютага сакавіка красавіка мая|траўня чэрвеня ліпеня жніўня верасня кастрычніка"
    " лістапада снежня",
    "януари|ян февруари|фев март|мар април|апр май юни юли август|авг септември|сеп октомври|окт"
    " ноември|ное декември|дек",
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ocak|oca şubat|şub mart|mar nisan|nis mayıs|may haziran|haz temmuz|tem ağustos|ağu eylül|eyl"
    " ekim|eki kasım|kas aralık|ara",
    "yanvar fevral mart aprel may iyun iyul avqust|avgust sentyabr oktyabr noyabr dekabr",
    "ιανουαρίου|ιαν φεβρουαρίου|φεβ μαρτίου|μαρ απριλίου|απρ μαΐου|μαι ιουνίου|ιουν ιουλίου|ιουλ"
    " αυγούστου|αυγ σεπτεμβρίου|σεπ οκτωβρίου|οκτ νοεμβρίου|νοε δεκεμβρίου|δεκ",
    "ינואר פברואר מרץ|מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "يناير|جانفي فبراير|فيفري مارس أبريل|ابريل|إبريل|أفريل مايو|ماي يونيو|يونية|جوان"
    " يوليو|يوليوز|يولية|جويلية أغسطس|اغسطس|غشت|أوت سبتمبر|شتنبر أكتوبر|اكتوبر نوفمبر|نونبر"
    " ديسمبر|دجنبر",
    "كانون_الثاني شباط آذار|اذار نيسان أيار|ايار حزيران تموز آب ايلول|أيلول تشرين_الأول|تشرين_الاول"
    " تشرين_الثاني كانون_الأول|كانون_الاول",
    "ژانویه فوریه مارس آوریل مه|می ژوئن ژوئیه|جولای اوت|آگوست سپتامبر اکتبر نوامبر دسامبر",
    "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "जनवरी फरवरी|फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर नवंबर|नवम्बर दिसंबर|दिसम्बर",
    "জানুয়ারি|জানুয়ারি ফেব্রুয়ারি|ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট|আগষ্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
    "มกราคม|ม.ค. กุมภาพันธ์|ก.พ. มีนาคม|มี.ค. เมษายน|เม.ย. พฤษภาคม|พ.ค. มิถุนายน|มิ.ย."
    " กรกฎาคม|ก.ค. สิงหาคม|ส.ค. กันยายน|ก.ย. ตุลาคม|ต.ค. พฤศจิกายน|พ.ย. ธันวาคม|ธ.ค.",
    "januari|jan februari|pebruari|feb maret|mac|mar april|apr mei|mei juni|jun juli|julai|jul"
    " agustus|ogos|agu september|sep oktober|okt november|nov desember|disember|des",
    "enero|ene pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    "tháng_1 tháng_2 tháng_3 tháng_4 tháng_5 tháng_6 tháng_7 tháng_8 tháng_9 tháng_10 tháng_11"
    " tháng_12",
)
# The solar calendar of Iran, and its months in Afghanistan.
_SOLAR = (
    "فروردین|حمل اردیبهشت|ثور خرداد|جوزا تیر|سرطان مرداد|اسد شهریور|سنبله مهر|میزان آبان|عقرب"
    " آذر|قوس دی|جدی بهمن|دلو اسفند|حوت"
)
# The one name that stands for two months: the tenth in Croatia, the eleventh in Poland.
_CROATIAN = {"listopada": 10}
_BUDDHIST_YEARS = 543  # ahead of ours, in Thailand
_SOLAR_MONTHS = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30)


def _numbered(*languages: str) -> dict[str, int]:
    return {
        name.replace("_", " "): number
        for language in languages
        for number, names in enumerate(language.split(), start=1)
        for name in names.split("|")
    }


_MONTHS = _numbered(*_GREGORIAN)
_SOLAR_NAMES = _numbered(_SOLAR)
_MONTH = "|".join(sorted(map(re.escape, {**_MONTHS, **_SOLAR_NAMES}), key=len, reverse=True))
_MONTH = rf"(?P<month>{_MONTH})(?![^\W\d_])\.?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_OF = r"(?:\s?(?:st|nd|rd|th|er|ste|de|[.ºª°]|-?го|-е))?[\s\-/,]{0,3}(?:(?:de|of|d[’'])\s?)?"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}{_OF}{_MONTH}[\s\-/,،]{{0,3}}(?:(?:de|del|năm)\s|พ\.ศ\.\s?)?{_YEAR}",
        rf"(?<![^\W\d_]){_MONTH}\s?{_DAY}(?:st|nd|rd|th)?[\s,،.]{{1,3}}{_YEAR}",
        rf"(?<!\d){_YEAR}[\s.,]{{1,3}}(?:m\.?|г\.?|gada)?\s?{_DAY}?[\s.]{{0,2}}{_MONTH}"
        rf"\s?(?P<last>\d{{1,2}})?(?!\d)",
    )
)
_YEAR_FIRST = re.compile(
    r"(?<![\d/.-])(?P<year>\d{4})(?:\s?[年년]\s?|\s?[-./]\s?)(?P<month>\d{1,2})"
    r"(?:\s?[月월]\s?|\s?[-./]\s?)(?P<day>\d{1,2})(?![\d])"
)
_YEAR_LAST = re.compile(
    r"(?<![\d/.-])(?P<one>\d{1,2})\s?(?P<mark>[-./])\s?(?P<other>\d{1,2})\s?(?P=mark)\s?"
    r"(?P<year>\d{4})(?![\d/-])"
)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as it stands in a text: text[start:end]."""

    day: date
    start: int
    end: int


def written_days(text: str, *, language: str = "") -> list[WrittenDay]:
    """The days that a text writes out in full, in their order; each place is read once.

    `language` is the page's tag. One such as 3/5/2026 is passed over where it can be read in two
    ways: in English of nobody knows where.
    """
    language = language.lower()
    own_months = _CROATIAN if language.startswith("hr") else {}
    found: list[WrittenDay] = []
    for one in (*_named(text, own_months), *_numeric(text, _custom(language))):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _custom(language: str) -> bool | None:
    """Does the month come first in numbers? None for English of nobody knows where."""
    if language in ("en-us", "en-ph", "fil", "en_us"):
        return True
    return None if language in ("", "en", "en-ca") else False


def _named(text: str, own_months: Mapping[str, int]) -> Iterator[WrittenDay]:
    for pattern in _WRITTEN:
        for match in pattern.finditer(text):
            number = match["day"] or match.groupdict().get("last")
            name, year = match["month"].lower(), int(match["year"])
            month = own_months.get(name) or _MONTHS.get(name, 0)
            if number and (day := _named_day(name, year, month, int(number))):
                yield WrittenDay(day, *match.span())


def _named_day(name: str, year: int, month: int, number: int) -> date | None:
    if name in _SOLAR_NAMES and year < 1700:
        return solar_day(year, _SOLAR_NAMES[name], number)
    return _valid(year, month, number)


def _numeric(text: str, month_first: bool | None) -> Iterator[WrittenDay]:
    for match in _YEAR_FIRST.finditer(text):
        year, month, number = int(match["year"]), int(match["month"]), int(match["day"])
        day = solar_day(year, month, number) if year < 1700 else _valid(year, month, number)
        if day:
            yield WrittenDay(day, *match.span())
    for match in _YEAR_LAST.finditer(text):
        one, other, year = int(match["one"]), int(match["other"]), int(match["year"])
        first = _month_first(one, other, match["mark"], month_first)
        if first is not None and (day := _valid(year, *((one, other) if first else (other, one)))):
            yield WrittenDay(day, *match.span())


def _month_first(one: int, other: int, mark: str, custom: bool | None) -> bool | None:
    """Is the first number the month? None where it may be or not."""
    if one > 12 or one == other:
        return False
    if other > 12:
        return True
    return False if mark == "." else custom


def _valid(year: int, month: int, number: int) -> date | None:
    year -= _BUDDHIST_YEARS if year > 2400 else 0
    try:
        return date(year, month, number) if 1900 < year < 2100 else None
    except ValueError:
        return None


def solar_day(year: int, month: int, number: int) -> date | None:
    """A day of the solar Hijri calendar; right from 1206 to 1498, as far as its 33-year cycle."""
    if not (1200 <= year < 1500 and 1 <= month <= 12 and 1 <= number <= 31):
        return None
    before = list(accumulate(_SOLAR_MONTHS, initial=0))[month - 1]
    leaps = sum((past * 8 + 29) % 33 < 8 for past in range(1343, year)) if year > 1343 else 0
    leaps -= sum((past * 8 + 29) % 33 < 8 for past in range(year, 1343)) if year < 1343 else 0
    return date(1964, 3, 21) + timedelta(days=365 * (year - 1343) + leaps + before + number - 1)
