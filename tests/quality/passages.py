"""Our own labelled passages: what a careful reader would mark in each, and what nobody should.

Watched names stand in brackets with their watch: `the [Qods Force|quds] landed`. Written for this
purpose; every event in them is made up.
"""

import re
from dataclasses import dataclass

from monitor.model import Context, Form, Watch, Watchlist

_MARK = re.compile(r"\[([^\]|]+)\|([a-z]+)\]")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage, and the mentions in it: watch, start, end."""

    language: str
    text: str
    mentions: tuple[tuple[str, int, int], ...]


def labelled(language: str, marked: str) -> Labelled:
    """Takes the marks out of a text and keeps where they stood."""
    mentions: list[tuple[str, int, int]] = []
    gone = 0

    def unmark(match: re.Match[str]) -> str:
        nonlocal gone
        start = match.start() - gone
        gone += len(match.group()) - len(match.group(1))
        mentions.append((match.group(2), start, start + len(match.group(1))))
        return match.group(1)

    text = _MARK.sub(unmark, marked)
    return Labelled(language, text, tuple(mentions))


def _watch(watch_id: str, name: str, *aliases: str, acronym: str = "", **details: object) -> Watch:
    forms = [Form(name, "name"), *(Form(alias, "alias") for alias in aliases)]
    forms += [Form(acronym, "acronym")] if acronym else []
    return Watch(watch_id, name, tuple(forms), **details)  # type: ignore[arg-type]


WATCHLIST = Watchlist(
    (
        _watch("quds", "Quds Force"),
        _watch("kataib", "Kata'ib Hezbollah", acronym="KHB"),
        _watch("asaib", "Asaib Ahl al-Haq", "League of the Righteous", acronym="AAH"),
        _watch("suleimani", "Qassem Suleimani"),
        _watch("maliki", "Nouri al-Maliki"),
        _watch("badr", "Badr Organization"),
        _watch("nasrallah", "Hassan Nasrallah"),
        _watch("prigozhin", "Yevgeny Prigozhin"),
        _watch("tang", "Tang Zhenhai"),
        _watch("paek", "Paek Jong Chol"),
        _watch("tachikawa", "Kenzo Tachikawa"),
        _watch("shabaab", "al-Shabaab"),
        _watch("hashd", "Hashd al-Shaabi", "Popular Mobilization Forces", acronym="PMF"),
        _watch(
            "zone",
            "Green Zone",
            "المنطقة الخضراء",
            near=Context(("Baghdad", "Iraq", "بغداد", "Багдад")),
        ),
    )
)

NAMED = tuple(
    labelled(language, marked)
    for language, marked in (
        ("en", "Commanders of the [Qods Force|quds] landed in Basra, a customs officer said."),
        ("en", "Iran's Al-[Quds Force|quds] denied that it had paid [Kataeb Hizbullah|kataib]."),
        ("en", "“[Asa’ib Ahl al-Haqq|asaib] will not disarm,” its spokesman said."),
        ("en", "The [League of the Righteous|asaib] ([AAH|asaib]) closed its office in Kirkuk."),
        ("en", "A statue of [Ghassem Soleimani|suleimani] was unveiled on Thursday."),
        ("en", "[Kassem Suleymani|suleimani]’s brother opened the exhibition."),
        ("en", "Former premier [Nuri Kamil al-Maliki|maliki] voted early in the morning."),
        ("en", "Parliament heard [Noori al Maliki|maliki] for two hours."),
        ("en", "[Badr Organisation|badr] deputies walked out before the vote."),
        ("en", "Lawmakers of the [Badr organization|badr] stayed."),
        ("en", "[Hasan Nasr Allah|nasrallah] is to speak on Friday evening."),
        ("en", "Caterer [Evgeny Prigozhin|prigozhin] sued the newspaper."),
        ("en", "[Al Shabab|shabaab] fighters stopped the bus near Garissa."),
        ("en", "Volunteers of the [Hashd al-Sha'abi|hashd] guarded the pilgrims' road."),
        ("en", "The [Popular Mobilisation Forces|hashd], or [PMF|hashd], got a larger budget."),
        ("en", "Two mortars fell inside Baghdad's [Green Zone|zone] before dawn."),
        ("en", "MILITIA [KATAIB HEZBOLLAH|kataib] NAMES NEW CHIEF"),
        (
            "en",
            "a note by [qassem suleimani|suleimani] was sold at an auction in april.",
        ),
        ("en", "Wanted: [Suleimani, Qassem|suleimani]; born in Rabor."),
        ("en", "[Asaab Ahel\nHaq|asaib] marched through the rain."),
        ("en", "Photos tagged #[QassemSoleimani|suleimani] were taken down."),
        ("en", "[Kata&#39;ib Hezbollah|kataib] issued a denial."),
        ("de", "Der Kommandeur der [Quds-Einheit|quds] reiste nach Damaskus."),
        ("de", "[Jewgeni Prigoschin|prigozhin] wies die Vorwürfe zurück."),
        ("fr", "Le chef de la [Force Al-Qods|quds] est attendu à Beyrouth."),
        ("fr", "[Hassan Nasrallah|nasrallah] a pris la parole hier soir."),
        ("es", "La [Fuerza Quds|quds] no hizo comentarios."),
        ("ar", "قال قائد [فيلق القدس|quds] إن الزيارة كانت قصيرة"),
        ("ar", "أعلنت [كتائب حزب الله|kataib] تعليق عملياتها"),
        ("ar", "والتقى الوفد ب[نوري المالكي|maliki] مساء أمس"),
        ("ar", "كتب [قاسم سليماني|suleimani] رسالة قصيرة"),
        ("ar", "اجتمع نواب [منظمة بدر|badr] في البصرة"),
        ("ar", "وصلت قوات ال[حشد الشعبي|hashd] إلى الحدود"),
        ("ar", "بيان ل[عصائب أهل الحق|asaib] حول الانتخابات"),
        ("ar", "سقط صاروخ قرب [المنطقة الخضراء|zone] وسط بغداد"),
        ("ar", "كلمة [حسن نصر الله|nasrallah] مساء الجمعة"),
        ("fa", "فرمانده [نیروی قدس|quds] به تهران بازگشت"),
        ("fa", "سخنگوی [کتائب حزب‌الله|kataib] این خبر را رد کرد"),
        ("fa", "سالگرد [قاسم سلیمانی|suleimani] در کرمان برگزار شد"),
        ("fa", "نیروهای [حشد‌الشعبی|hashd] در مرز مستقر شدند"),
        ("fa", "دیدار [نوری مالکی|maliki] با سفیر"),
        ("fa", "[سازمان بدر|badr] از کابینه خارج شد"),
        ("fa", "[حسن نصرالله|nasrallah] سخنرانی کرد"),
        ("ru", "Генерал [Касем Сулеймани|suleimani] прибыл в Дамаск."),
        ("ru", "Группировка [Катаиб Хезболла|kataib] отвергла обвинения."),
        ("ru", "Предприниматель [Евгений Пригожин|prigozhin] подал в суд."),
        ("ru", "[Хасан Насралла|nasrallah] выступит в пятницу."),
        ("en", "In Taipei, [Tang Chen-hai|tang] opened the fair."),
        ("en", "[Baek Jeong-cheol|paek] inspected a cannery, state radio said."),
        ("en", "Governor [Tachikawa Kenzo|tachikawa] planted a cedar."),
        ("cs", "Ministr [Tchang Čen-chaj|tang] přiletěl do Brna."),
        ("ar", "افتتح [تانغ تشنهاي|tang] المعرض صباح الأحد"),
        ("ru", "[Тан Чжэньхай|tang] открыл выставку в Харбине."),
        ("ru", "Делегацию возглавил [Пэк Чен Чхоль|paek]."),
        ("ru", "Губернатор [Кэндзо Татикава|tachikawa] посадил кедр."),
        ("ka", "გენერალი [ყასემ სულეიმანი|suleimani] დამასკოში ჩავიდა."),
        ("hy", "Գեներալ [Քասեմ Սուլեյմանի|suleimani] ժամանեց Դամասկոս։"),
        ("ru", "Бывший премьер [Нури аль-Малики|maliki] проголосовал."),
        ("uk", "Підприємець [Євген Пригожин|prigozhin] подав до суду."),
        ("pl", "[Kasem Sulejmani|suleimani] odwiedził szpital w Basrze."),
        ("pl", "[Jewgienij Prigożyn|prigozhin] zaprzeczył."),
        ("de", "[Jewgenij Prigoschin|prigozhin] bestritt jede Beteiligung."),
        ("sv", "[Jevgenij Prigozjin|prigozhin] förnekade uppgifterna."),
        ("tr", "[Kasım Süleymani|suleimani] önceki gün Erbil'e geldi."),
        ("es", "[Hasan Nasralá|nasrallah] habló durante una hora."),
        ("es", "El jefe de [Kataib Hizbulá|kataib] negó la compra."),
        ("en", "“It was [Qassem Su1eimani|suleimani],” read the scanned page."),
        ("en", "He wrote of [Qassem Sulei-\nmani|suleimani] in his diary."),
        ("en", "The account @[QassemSoleimani|suleimani] posted a poem."),
        ("en", "The committee heard [Prigozhin, Yevgeny|prigozhin]; others were ill."),
        ("en", "[Ash-Shabaab|shabaab] closed the road to Merca."),
        ("en", "Members of the [Badr organization|badr] and the [Quds force|quds] met."),
        ("ar", "#[كتائب_حزب_الله|kataib] وسم اليوم"),
        ("ar", "قال [يفغيني بريغوجين|prigozhin] إنه لن يحضر"),
        ("fa", "[قاسمِ سلیمانی|suleimani] در آن سفر بود"),
        ("fa", "[یوگنی پریگوژین|prigozhin] شکایت کرد"),
        ("he", "מפקד [כוח קודס|quds] [קאסם סולימאני|suleimani] ביקר בבצרה"),
        ("he", "[חסן נסראללה|nasrallah] נאם ביום שישי"),
        ("ru", "Речь шла о [Касеме Сулеймани|suleimani] и его брате."),
        ("el", "Ο [Κασέμ Σουλεϊμανί|suleimani] έφτασε στη Δαμασκό."),
    )
)

TRAPS = tuple(
    Labelled(language, text, ())
    for language, text in (
        ("en", "Worshippers marched on Quds Day; the police force watched."),
        ("en", "The Al-Quds Brigades claimed the rocket, as did the Hezbollah of Lebanon."),
        ("en", "The Kataeb Party met. Hezbollah did not attend."),
        ("en", "Kata'ib Sayyid al-Shuhada and Kata'ib al-Imam Ali signed the letter."),
        ("en", "Riyad al-Maliki and Turki al-Maliki met in Amman; Noor Malik interpreted."),
        ("en", "Gholamreza Soleimani and Naim Qassem sent condolences."),
        ("en", "Badr Hari fights in Arnhem; a trade organization sponsors him."),
        ("en", "The green zone on the gauge is safe, the makers in Leeds say."),
        ("en", "Under the plan, Kabul would get a Green Zone like others."),
        ("en", "the task force and the air force met; the kids force their way in"),
        ("en", "Zia ul-Haq ruled for years. The Ahl-e-Haqq are a religion."),
        ("en", "Shabbat, Sabah and the Al-Shabaka network"),
        ("en", "Nasrallah Sfeir was a patriarch; Hassan Rouhani a president."),
        ("en", "Sketch the PMF and CDF of a Poisson variable."),
        ("en", "A popular mobilization of volunteers cleaned the beaches."),
        ("nl", "Aaah, zei hij, wat een league; the righteous were elsewhere"),
        ("de", "Der Boxer Viktor Butt traf die Einheit der Polizei."),
        ("ar", "تجمع المصلون في القدس المحتلة بعد ان وصلت قوة من الشرطة"),
        ("ar", "كتائب القسام وحزب الله في لبنان"),
        ("ar", "وزير الخارجية بدر عبد العاطي في منظمة التعاون"),
        ("ar", "قاسم الأعرجي ومحمد سليماني"),
        ("fa", "تیم ملی در صدر جدول است و سازمان لیگ خبر داد"),
        ("fa", "غلامرضا سلیمانی رئیس سازمان بسیج بود"),
        ("fa", "حتی یک نفر از نیروی انتظامی آنجا نبود"),
        ("en", "Tang Zhenhui, Wang Zhenhai and Paek Song Chol won at table tennis."),
        ("en", "Paek Jong Il sang; Tang Zhen conducted; Kenzo Tachibana did not come."),
        ("ru", "Тан Чжэньхуа и Пэк Сон Чхоль выиграли в настольный теннис."),
        ("ru", "Премьер Малик и генерал Сулейман встретились в Москве."),
        ("en", "Green Zone, the thriller with a map of Baghdad on its poster, is on at nine."),
        ("en", "In Baghdad as in Leeds, a low emission Green Zone would ban diesel cars."),
        ("en", "Al Shabab signed a striker from the Saudi Pro League before the derby."),
        ("en", "The Alliance for Academic Health (AAH) met; the AAH has no chair."),
        ("en", "The Prime Minister Forum (PMF) met in Oslo; the PMF is young."),
        ("ar", "صالح وسلاح ومصالحة بين القبائل"),
        ("ar", "قال المهندس قاسم محمود إن المالك باع الأرض"),
        ("fa", "شلیک ۶ موشک به اساس بدر ماه نورانی"),
        ("fa", "رئیس وزارت قدرت بود"),
        ("he", "הכוח של קודש הוא בתפילה"),
        ("el", "Ο Μαλίκ και ο Σουλεϊμάν συναντήθηκαν."),
    )
)
