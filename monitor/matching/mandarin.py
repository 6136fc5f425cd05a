"""Chinese names beyond Pinyin: Mao Zedong is Mao Tse-tung in Taiwan and in older papers, Мао Цзэдун
in Russian ones and Mao Ce-tung in Czech ones.

Each system is a table of its initials and finals, and of the syllables that are more than both:
Wade and Giles (1912), Palladius (1888), and the Czech transcription (Švarný 1967). Arabic and
Persian papers write by ear; there the letters are those that English has for the sounds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from monitor.matching.romanise import Script, bare, latin

_SURNAMES = """
wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song
zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia
ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao
kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian yin yi chang qiao lai gong
wen pang bo xi ji ling ning hua lou bao ai nie guan mu chu shu zhan you xin geng rao miao yue
tong ouyang sima zhuge shangguan hong bi pei xiang jing ruan shang shan ke ni chai cen tu rong
bu gan dang bian chi dou tie
"""
SURNAMES = frozenset(_SURNAMES.split())
"""The usual ones; without one of them no name is taken for a Chinese one."""
SYLLABLES_AT_MOST = 2
"""Of a given name."""

Spelled = Sequence[str]
"""The syllables of a given name."""

_INITIALS = """
b p б p
p p п pch
m m м m
f f ф f
d t д t
t t т tch
n n н n
l l л l
g k г k
k k к kch
h h х ch
j ch цз t
q ch ц cch
x hs с s
zh ch чж c
ch ch ч cch
sh sh ш s
r j ж z
z ts цз c
c ts ц cch
s s с s
"""
_FINALS = """
a a а a
o o о o
e e э e
ai ai ай aj
ei ei эй ej
ao ao ао ao
ou ou оу ou
an an ань an
en en энь en
ang ang ан ang
eng eng эн eng
ong ung ун ung
er erh эр er
i i и i
ia ia я ia
ie ieh е ie
iao iao яо iao
iu iu ю iou
ian ien янь ien
in in инь in
iang iang ян iang
ing ing ин ing
iong iung юн iung
u u у u
ua ua уа ua
uo o о uo
uai uai уай uaj
ui ui уй uej
uan uan уань uan
un un унь un
uang uang уан uang
ue ueh юэ ue
"""
_AFTER_J_Q_X = """
u u юй u
uan uan юань uan
un un юнь un
iong iung юн iung
"""
_WHOLE = """
yi i и i
ya ya я ja
yan yen янь jen
yang yang ян jang
yao yao яо jao
ye yeh е jie
yin yin инь jin
ying ying ин jing
yong yung юн jung
you yu ю jou
yu yu юй ju
yuan yuan юань juan
yue yueh юэ jue
yun yun юнь jun
wa wa ва wa
wai wai вай waj
wan wan вань wan
wang wang ван wang
wei wei вэй wej
wen wen вэнь wen
weng weng вэн weng
wo wo во wo
wu wu у wu
zhi chih чжи c
chi chih чи cch
shi shih ши s
ri jih жи z
zi tzu цзы c
ci tzu цы cch
si szu сы s
ge ko гэ ke
ke ko кэ kche
he ho хэ che
gui kuei гуй kuej
kui kuei куй kchuej
hui hui хуэй chuej
guo kuo го kuo
kuo kuo ко kchuo
huo huo хо chuo
shuo shuo шо suo
lv lu люй lu
nv nu нюй nu
"""
"""A line: Pinyin, Wade and Giles, Palladius, Czech, the last three without marks."""

_BY_EAR = (("zh", "ch"), ("z", "ts"), ("c(?!h)", "ts"), ("q", "ch"), ("x", "sh"))
"""What English has for the letters of Pinyin."""


def _table(lines: str) -> Mapping[str, tuple[str, ...]]:
    rows = (line.split() for line in lines.strip().splitlines())
    return MappingProxyType({one: tuple(latin(bare(cell)) for cell in row) for one, *row in rows})


_OF_INITIAL, _OF_FINAL = _table(_INITIALS), _table(_FINALS)
_OF_FINAL_AFTER_J, _OF_SYLLABLE = _table(_AFTER_J_Q_X), _table(_WHOLE)
_SCRIPTS: tuple[Script, ...] = ("latin", "cyrillic", "latin")
_ANY_INITIAL = "|".join(sorted(_OF_INITIAL, key=len, reverse=True))
_ANY_FINAL = "|".join(sorted(_OF_FINAL, key=len, reverse=True))
_ANY_WHOLE = "|".join(sorted(_OF_SYLLABLE, key=len, reverse=True))
_SYLLABLE = re.compile(
    rf"(?:{_ANY_WHOLE}|(?P<initial>{_ANY_INITIAL})?(?P<final>{_ANY_FINAL}))(?![aeiou])"
)


def syllables(word: str) -> tuple[str, ...]:
    """A plain word in Pinyin taken apart; nothing for another word."""
    found = tuple(match.group() for match in _SYLLABLE.finditer(word))
    return found if "".join(found) == word else ()


def elsewhere(surname: str, given: Sequence[str]) -> Iterator[tuple[Script, str, Spelled]]:
    """How the systems have a name, each with the script it is for: its surname, and the syllables
    of its given name. Nothing for a name that is not Chinese."""
    spelled = _given(given) if surname in SURNAMES else None
    if spelled is None:
        return
    yield "latin", surname, spelled
    for system, script in enumerate(_SCRIPTS):
        name = "".join(_written(syllable, system) for syllable in syllables(surname))
        yield script, name, [_written(syllable, system) for syllable in spelled]
    yield "abjad", _by_ear(surname), [*map(_by_ear, spelled)]


def is_name(surname: str, given: Sequence[str]) -> bool:
    """Whether plain words are a Chinese name in Pinyin."""
    return surname in SURNAMES and _given(given) is not None


def transcribed(word: str) -> Iterator[str]:
    """A plain word in Pinyin, a place's for one, as each system has it; nothing for another."""
    spelled = syllables(word)
    if len(spelled) > 1:
        for system in range(len(_SCRIPTS)):
            yield "".join(_written(syllable, system) for syllable in spelled)


def _given(given: Sequence[str]) -> tuple[str, ...] | None:
    """The syllables of a given name, None if it is not Chinese."""
    parts = [syllables(word) for word in given]
    spelled = tuple(chain.from_iterable(parts))
    return spelled if all(parts) and len(spelled) <= SYLLABLES_AT_MOST else None


def _written(syllable: str, system: int) -> str:
    if syllable in _OF_SYLLABLE:
        return _OF_SYLLABLE[syllable][system]
    match = _SYLLABLE.fullmatch(syllable)
    assert match is not None
    initial, final = match["initial"] or "", match["final"]
    is_soft = initial in {"j", "q", "x"} and final in _OF_FINAL_AFTER_J
    ending = (_OF_FINAL_AFTER_J if is_soft else _OF_FINAL)[final][system]
    return (_OF_INITIAL[initial][system] if initial else "") + ending


def _by_ear(word: str) -> str:
    for pinyin, english in _BY_EAR:
        word = re.sub(pinyin, english, word)
    return word
