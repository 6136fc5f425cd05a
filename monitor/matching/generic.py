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
        alwiyat brygada brygady brygadę brigád brigaderna brigaden bataljon bataljonen batalion
        batalyon batalionul bataliony tabur taburu tugay tugayi tugaylari brigata brigate
        brigades gordan gordanha
        бригада бригады бригад батальон батальоны батальонов катаиб лива ливаа
        كتائب كتيبة كتايب لواء لوا لوای ألوية الوية گردان گردانهای گردانها تیپ تیپ‌های
        גדודי גדוד חטיבת""",
    "force": """
        force forces corps unit units einheit einheiten truppe truppen streitkräfte kräfte korps
        fuerza fuerzas cuerpo forza forze strijdmacht strijdkrachten eenheid eenheden kuvvet
        kuvveti kuvvetleri gücü birliği quwat quwwat qowat quwa faylaq failaq feilaq niru niruye
        niruyeh nirouye sepah sepahe sipah força forças forcas siły sily jednostka jednostki styrka
        styrkan styrken styrkene styrkor styrkerna enhet enheten enheder pasukan síly sily snage
        truppa truppe unité unités unidad unidades unità hêz hêza hêzên
        сил силы силам силами силах подразделение подразделения корпусу корпус корпуса корпусе
        قوة قوات قوه فورس فورسز فورز فيلق فیلق نیروی نیرو نیروهای نیروها سپاه
        כוח כוחות""",
    "organisation": """
        organization organisation organizations organisations organización organizacion
        organizzazione organisatie organizacja örgütü orgutu teşkilatı munazzama munazamat
        organização organizacao organisasi organizace organizacija organisationen organisasjonen
        munazzamat monazzameh munadhamat munadhdhama sazman sazmane sazeman tanzim tandhim
        организация организации организацию организацией
        منظمة منظمه سازمان تنظيم تشکیلات
        ארגון""",
    "movement": """
        movement mouvement bewegung movimiento movimento beweging hareketi hareket harakat harakah
        rörelsen bevegelsen bevægelsen ruch ruchu hnutí pokret gerakan movimentul tevgera
        haraka haraket jonbesh junbish nehzat nahzat
        движение движения движению движением харакат
        حركة حرکت حركت جنبش نهضت
        תנועת""",
    "zone": """
        zone zona zonen area zóna zóny zone'u sone sonen strefa strefie strefy strefę zonë kawasan
        zonası bölge bölgesi mantaqa mantiqa mintaqa mintaqat mantaqat mantagheh
        зона зоны зоне зону
        منطقة منطقه
        אזור""",
    "state": """
        state staten państwo państwa państwie stát statul drzava država negara dewlet dewleta
        devlet dawla dawlah daula staat estado stato état etat devleti государство государства
        دولة""",
    "front": """
        front fronten frontul barisan fronta enîya frente fronte cephesi jabhat jabha jebhat
        jibhat jebheh
        фронт фронта джебхат джабхат
        جبهة جبهه
        חזית""",
    "army": """
        army armén hæren hären armia armii armię armáda vojska tentara artêş artêşa exército
        exercito
        armee armée ejército ejercito esercito leger ordusu jaish jaysh jeish artesh
        армия армии армию джейш джаиш
        جيش جیش ارتش
        צבא""",
    "group": """
        group gruppen gruppa grupa grupy grupę grupie skupina skupiny kelompok koma komê groupe
        gruppe grupo gruppo groep grup grubu majmuat
        группа группы группу группе группой группировка группировки группировку
        مجموعة جماعة گروه
        קבוצת""",
}


_DESCRIPTIONS = {
    "green": """
        green grün grüne grünen verde verte gröna grønne zielona zielonej zieloną zelená zelené
        zelena hijau kesk groene yeşil зеленая зеленой зеленую зеленые خضراء سبز ירוק""",
    "international": "international internationale internacional دولية دولیه دولی بین‌المللی",
    "islamic": """
        islamic islami islamiya islamiyah islamiyya islamique islamische islamischer islamischen
        islâmico islamiska islamske islamski islamskie islamskiego islamskim islamska
        islámský islámico islamico islamica islamitische исламская исламской исламское исламского
        إسلامية إسلامي""",
    "popular": """
        popular populaire populares popolare populär halk ludowe народный народного народное
        shaabi shabi shaʿbi شعبي شعبية مردمی""",
    "national": """
        national nationale nationales nationaal nacional nacionales nazionale nasional ulusal milli
        национальный национальная национальное национальной национального национальные
        національна національний
        وطني وطنية قومي قومية ملی לאומי""",
    "liberation": """
        liberation libération liberación liberacion libertação liberazione befreiung kurtuluş
        освобождения освобождение визволення
        تحرير آزادیبخش שחרור""",
    "democratic": """
        democratic démocratique démocratiques democrático democrática democratica demokratische
        demokratischen demokratik
        демократические демократических демократический демократическая демократической
        ديمقراطي ديمقراطية دمکراتیک دموکراتیک דמוקרטיים""",
    "revolutionary": """
        revolutionary revolution révolutionnaire révolutionnaires révolution revolucionario
        revolucionaria revolucionarias revolucionarios revolución revolucion revolutionäre
        revolutionären devrimci devrim
        революционный революционная революционной революционные революционных революции
        ثوري ثورية ثورة انقلاب انقلابی""",
    "resistance": """
        resistance résistance resistencia resistência resistenza widerstand direniş
        сопротивление сопротивления مقاومة مقاومت""",
    "support": "support soutien apoyo apoio unterstützung destek поддержки دعم پشتیبانی",
    "rapid": "rapid rapide rápido rápida rapido rapida schnelle schnellen hızlı быстрой سريع سریع",
    "security": """
        security sécurité seguridad segurança sicurezza sicherheit güvenlik безопасности безпеки
        أمن امنیت""",
    "defence": """
        defence defense défense defensa defesa difesa verteidigung savunma обороны оборони دفاع""",
    "martyrs": "martyrs martyr mártires martiri mártyrs märtyrer şehitleri мучеников شهداء شهدای",
    "guard": "guard guards guardia гвардия гвардии حرس پاسداران",
    "in": "in en au im dans nel na в في در",
    "mobilization": """
        mobilization mobilisation movilización mobilitazione mobilização mobilizacja
        mobilizacji seferberlik hashd حشد بسیج""",
}

_WORDS_OF_INITIALS = {
    "daesh": """
        daesh daish daiish daesch daech داعش داعشی ДАИШ ДАЕШ דאעש""",
}
"""Names made of initials, read as words: too short to be known by their sound."""
WORDS_OF_INITIALS = frozenset(_WORDS_OF_INITIALS)

HEADS = frozenset(_HEADS)
IN, MOBILIZATION = "in", "mobilization"
DESCRIPTIONS = frozenset(_DESCRIPTIONS) - {IN}


def generic_classes() -> Mapping[str, str]:
    """The class of every generic word, by its bare spelling."""
    return MappingProxyType(
        {
            read(word).plain: name
            for name, words in (_HEADS | _DESCRIPTIONS | _WORDS_OF_INITIALS).items()
            for word in words.split()
        }
    )
