"""Small words that names are made of, and words that no name goes past; bare."""

from collections.abc import Iterator
from importlib.resources import files

from monitor.matching.romanise import bare


def lines_of(name: str) -> Iterator[str]:
    """The lines of a list that ships with the matcher."""
    text = files("monitor.matching").joinpath("data", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _words(text: str) -> frozenset[str]:
    return frozenset(map(bare, text.split()))


PARTICLES = _words(
    """al el ul wal wa l e i bin ibn ben bint de da of the del della di do dos des du la le van von
    der den бин ибн аль بن ابن آل ال های ها ی ای אל בן"""
)
"""Words that a name may hold anywhere, and that no name needs."""

ARTICLES = _words("al el ul as ash an ar az ad at es en er")
"""The Arabic article in Latin letters, with the sun letters that it takes on."""

ARTICLES_BEFORE_A_HYPHEN = ARTICLES | _words(
    """il ul wal wel ur ud us un ut uz ush esh ech ez ed et eth adh edh ath iz id ir e i ye א ה"""
)
"""Particles only when a hyphen follows: as-Sadr is an article, "as Sadr" is not."""

SUN_ARTICLES = _words("as ash an ar az ad at es esh en er ez ed et us ush un ur uz ud ut")
"""The article where it has taken on the first letter of its word."""

JOINED_TO_THE_NEXT = _words(
    """abd abdul abdel abdol abdal abu abou abo gebre gebra haile wolde welde tekle
    ben bin bel bou bu عبد عبدال ابو ابا ابی جبر بن بو עבד אבו בן"""
)
JOINED_TO_THE_LAST = _words(
    """allah llah ullah ollah lah alla oullah din deen dine uddin eddin addin dinne nejad nezhad
    nijad zadeh zade zada الله الدین دین نژاد زاده"""
)
"""Parts that make one word with their neighbour: Abd al-Malik, Hizb Allah, Ahmadi Nejad."""

OFTEN_JOINED = JOINED_TO_THE_NEXT | _words(
    """ahl hezb hizb muhammad mohammad mohammed mohamed ali amir gholam qolam seyed sayyed sayyid"""
)
"""First parts that some traditions of spelling write as one word with the next: Mohammadjavad."""

FIRM_WORDS = _words(
    """co ltd limited llc inc incorporated company corporation corp gmbh sa ag plc jsc ltda cia sarl
    srl spa bv nv oao ooo zao pjsc pvt pte bhd sdn group international general trading"""
)
"""What firms are called after."""

IMPERSONAL_WORDS = FIRM_WORDS | _words(
    """and y und et bank foundation society association union party committee council ministry
    agency institute university school center centre office network fund charity relief development
    security services investment investments industries industry communications shipping lines
    airlines holding holdings trust federation league"""
)
"""Words that no person has in the name, beside those of `generic`."""

COMMON_NAMES = FIRM_WORDS | _words(
    """muhammad mohammad mohammed mohamed muhammed mohamad mehmet ahmad ahmed ali abu abou abi bu
    abd abdul abdullah abdallah sheikh shaikh shaykh sheik sayyid sayed seyed sayyed syed haj hajj
    hajji hassan hasan hussein hussain hossein john david michael maria jose juan said
    saeed khan
    محمد احمد علی ابو ابی ابا عبد عبدالله شیخ سید حاج حسن حسین"""
)
"""Parts of so many names that they tell little, and what firms are called after."""

HONORIFICS = _words(
    """sheikh shaikh shaykh sheik cheikh scheich sayyid sayed seyed seyyed syed haj hajj haji hajji
    mullah mulla molla maulana mawlana mawlawi maulvi mufti qari hojatoleslam hojjatoleslam
    ayatollah imam شیخ سید حاج ملا مولانا آیت‌الله"""
)
"""Before a person's name; the news has it one day, and leaves it out the other."""

GIVEN_NAMES = COMMON_NAMES | _words(
    """james robert william thomas charles george paul peter daniel mark joseph richard andrew
    mario carlos luis juan jose antonio manuel francisco miguel pedro jorge rafael fernando alberto
    eduardo ricardo roberto enrique alejandro javier sergio oscar victor raul jesus angel pablo
    jean pierre marie louis jacques andre michel philippe alain joao paulo maria ana marco
    hans peter karl wolfgang franz ibrahim mustafa omar umar khalid saleh salih yusuf mehmet ismail
    kamal jamal abdul aziz karim rahim amin nasser samir tariq"""
)
"""Given names so usual that they are in the lists of ordinary words."""

EVERYDAY_NAMES = COMMON_NAMES | _words(
    """salih saleh khalid khaled omar umar ibrahim mustafa yusuf hamid hameed hamad karim rahim aziz
    abdulaziz saiid saad majeed majid hadi mahmoud mahmud mahmood abbas amin ameen reza jafar mahdi
    mehdi musa mousa isa yahya nasser rashid walid samir shahid wali rahman"""
)
"""Given names that by themselves, two of them together, are borne by thousands."""

HARD_WORDS = _words(
    """و أو في من إلى عن مع هذا هذه ذلك تلك قال قالت لكن ثم بين بعد قبل الذي التي لم لن لا إلا
    ألا قد كل
    بعض حتى إذا كما أن إن كان كانت هو هي نحن أنا أنت ما هل غير منذ عند ضد
    او که در از به با را این آن گفت است بود شد کرد هم نیز تا اما ولی یا اگر شما ما آنها هر هیچ چه
    چون باید می نمی خود همه برای پس دو یک"""
)
"""Words of Arabic and Persian that are no part of a name, and end one."""

TITLES = _words(
    """mr mrs ms dr gen general maj major col colonel lt lieutenant brig brigadier prime minister
    president ayatollah imam sheikh sayyid commander haj hajj pm premier leader cleric senator
    herr señor général شهید سردار حاج سید آیت لواء اللواء الشهید الحاج السید سپهبد ژنرال"""
)
"""Words before a surname that are no part of the name."""
