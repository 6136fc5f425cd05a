"""Generic words of organisations and places, and their translations within a class.

*Heads* say what something is (brigade, zone) and stand last in English and first in Arabic and
Persian; *descriptions* (green, popular) are merely translated.

"Hezbollah Brigades" is كتائب حزب الله, and "Badr Organization" سازمان بدر; but never across
classes: the Quds Force is not the Quds Brigades. Words stand without article.
"""

from collections.abc import Mapping
from types import MappingProxyType

from monitor.matching.folding import read

_HEADS = {
    "brigade": """
        brigade brigades brigada brigadas brigaden battalion battalions bataillon bataillone
        batallon regiment regiments kataib kataeb katibat katiba katibah kitaeb liwa liwaa alwiya
        alwiyat tugay tugayi tugaylari brigata brigate brigades gordan gordanha
        бригада бригады бригад батальон батальоны батальонов катаиб лива ливаа
        كتائب كتيبة كتايب لواء لوا لوای ألوية الوية گردان گردانهای گردانها تیپ تیپ‌های
        גדודי גדוד חטיבת""",
    "force": """
        force forces corps unit units einheit einheiten truppe truppen streitkräfte kräfte korps
        fuerza fuerzas cuerpo forza forze strijdmacht strijdkrachten eenheid eenheden kuvvet
        kuvveti kuvvetleri gücü birliği quwat quwwat qowat quwa faylaq failaq feilaq niru niruye
        niruyeh nirouye sepah sepahe sipah
        сил силы корпус корпуса корпусе
        قوة قوات قوه فيلق فیلق نیروی نیرو نیروهای نیروها سپاه
        כוח כוחות""",
    "organisation": """
        organization organisation organizations organisations organización organizacion
        organizzazione organisatie organizacja örgütü orgutu teşkilatı munazzama munazamat
        munazzamat monazzameh munadhamat munadhdhama sazman sazmane sazeman tanzim tandhim
        организация организации организацию организацией
        منظمة منظمه سازمان تنظيم تشکیلات
        ארגון""",
    "movement": """
        movement mouvement bewegung movimiento movimento beweging hareketi hareket harakat harakah
        haraka haraket jonbesh junbish nehzat nahzat
        движение движения движению движением харакат
        حركة حرکت حركت جنبش نهضت
        תנועת""",
    "zone": """
        zone zona zonen area bölge bölgesi mantaqa mantiqa mintaqa mintaqat mantaqat mantagheh
        зона зоны зоне зону
        منطقة منطقه
        אזור""",
    "state": """
        state dawla dawlah daula staat estado stato état etat devleti государство государства
        دولة""",
    "front": """
        front frente fronte cephesi jabhat jabha jebhat jibhat jebheh
        фронт фронта джебхат джабхат
        جبهة جبهه
        חזית""",
    "army": """
        army armee armée ejército ejercito esercito leger ordusu jaish jaysh jeish artesh
        армия армии армию джейш джаиш
        جيش جیش ارتش
        צבא""",
    "group": """
        group groupe gruppe grupo gruppo groep grup grubu majmuat
        группа группы группу группе группой группировка группировки группировку
        مجموعة جماعة گروه
        קבוצת""",
}


_DESCRIPTIONS = {
    "green": """
        green grün grüne grünen verde verte groene yeşil зеленая зеленой зеленую خضراء سبز ירוק""",
    "international": "international internationale internacional دولية دولیه دولی بین‌المللی",
    "islamic": """
        islamic islami islamiya islamiyah islamiyya islamique islamische islamischer islamischen
        islámico islamico islamica islamitische исламская исламской исламское исламского
        إسلامية إسلامي""",
    "popular": "popular populaire shaabi shabi shaʿbi شعبي شعبية مردمی",
    "in": "in en au im dans nel في در",
    "mobilization": "mobilization mobilisation movilización hashd حشد بسیج",
}

_WORDS_OF_INITIALS = {
    "daesh": """
        daesh daish daiish daesch daech داعش داعشی ДАИШ ДАЕШ דאעש""",
}
"""Names made of initials, read as words: too short to be known by their sound."""
WORDS_OF_INITIALS = frozenset(_WORDS_OF_INITIALS)

HEADS = frozenset(_HEADS)
DESCRIPTIONS = frozenset(_DESCRIPTIONS) - {"in"}


def generic_classes() -> Mapping[str, str]:
    """The class of every generic word, by its bare spelling."""
    return MappingProxyType(
        {
            read(word).plain: name
            for name, words in (_HEADS | _DESCRIPTIONS | _WORDS_OF_INITIALS).items()
            for word in words.split()
        }
    )
