"""Given names that another language spells otherwise: Uladzimir is Vladimir, Akhmet is Ahmad.

No rule of sound leads from one to the other, and a person keeps both in different papers. Names
made from a father's given name follow it: Uladzimiravich is Vladimirovich.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from monitor.matching.folding import fold_of, skeleton_of

_SAME = """
    vladimir uladzimir volodymyr wladimir wolodymyr
    nikolai mikalai mykola mikola nicolai nikolaj
    sergei siarhei serhii serhiy serhij syarhei serguei siergiej sergej
    alexander aleksandr aliaksandr oleksandr alyaksandr alexandre oleksander
    alexei aleksei aliaksei oleksii oleksiy aleksiej alexej
    andrei andriy
    dmitri dmitry dmytro dzmitry dimitri
    mikhail mykhailo michail mihaul mihail
    evgeny yevgeny yevhen yauhen yaugen eugene jewgeni evgeni jewgenij jevgenij jewgienij
    vyacheslav viatcheslav wjatscheslaw wiaczeslaw vjaceslav
    yuri iurii jurij juri jurje
    georgi heorhi heorhiy gueorgui giorgi
    grigory hryhoriy hryhor ryhor
    vasily vasil vasyl
    viktor viktar
    igor ihar ihor
    oleg aleh oleh
    pavel pavlo paval
    pyotr petr petro piatro
    leonid leanid
    stepan stsiapan stiapan
    konstantin kanstantsin kostiantyn
    anatoly anatol
    valery valer
    vitaly vital
    gennady henadz hennadii guennadi
    boris barys borys
    elena yelena olena alena helena helen
    ekaterina kateryna katsiaryna katerina
    natalia natallia
    lidia lidziya
    tatiana tetiana tatsiana
    olga volha olha
    svetlana sviatlana svitlana
    anna hanna
    mahmud mahmoud mehmood mohamud maxamuud makhmud
    rajab recep receb redzhep
    muhammad mohamed mehmet magomed mahamat mukhammad mokhammad maxamed mihemed muhammet
    ahmad ahmet akhmad akhmed akhmet achmed achmad ehmed
    hussein huseyin guseyn khusein khuseyn hisen husen
    hasan khasan gasan xasan hesen
    aisha ayesha aishah aicha
    yahya yehya yihye yehiyeh
    ali cali
    omar umar cumar
    osman cismaan
    abdi cabdi
    abdullah cabdullah cabdullaahi
    abdirahman cabdiraxmaan
    joseph josef jozef
    mustafa mistefa mostafa
    khalil halil xelil
    khalid halit halid xalid
    jamal cemal jemal gamal dzhamal xhemal
    jamil cemil jemil gamil dzhamil xhemil
    jalal celal jelal galal dzhalal xhelal
    majid mecid mejid magid medzhid
    najib necip necib naguib
    said sait seid
    masoud mesud mesut
    ibrahim ebrahim ibrohim ibragim birahim
    rahman rahmon rakhmon rehman
    sayyid seyyed sayyed seyed syed sayed
"""

_PATRONYMIC = re.compile(r"(.{3,}?)[aeiouyj]*[vuw](?:[iy]t?ch|y?na)")
_ENDING = re.compile(r"[aeiouyj]+$")


def given_class(plain: str, fold: str | None = None) -> str | None:
    """The name that stands for all of its kind, in Latin letters; None for an unknown one. `fold`:
    of the name, where it is known."""
    own = _CLASSES.get(fold_of(plain) if fold is None else fold)
    if own:
        return own
    father = patronymic_stem(plain)
    stem = _STEMS.get(fold_of(father)) if father else None
    return f"child of {stem}" if stem else None


def patronymic_stem(plain: str) -> str | None:
    """The father's name in a name made from it."""
    if not plain.endswith(("ch", "na")):
        return None
    match = _PATRONYMIC.fullmatch(plain)
    return match.group(1) if match else None


def skeletons_of_classes() -> Iterator[tuple[str, str]]:
    """The skeletons that words of each class have, with the class. A word that has one of them may
    be of another class, or of none."""
    for fold, name in _CLASSES.items():
        yield skeleton_of(fold), name
    for fold, name in _STEMS.items():
        for ending in ("vs", "vn", "s", "n"):
            for glide in ("", "j"):
                yield skeleton_of(fold + glide + ending), f"child of {name}"


def _classes() -> Mapping[str, str]:
    lines = [line.split() for line in _SAME.strip().splitlines()]
    return MappingProxyType({fold_of(name): names[0] for names in lines for name in names})


def _stems() -> Mapping[str, str]:
    lines = [line.split() for line in _SAME.strip().splitlines()]
    return MappingProxyType(
        {fold_of(_ENDING.sub("", name)): names[0] for names in lines for name in names}
    )


_CLASSES = _classes()
_STEMS = _stems()
