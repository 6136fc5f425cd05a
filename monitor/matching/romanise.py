"""Letters of other scripts into Latin ones, so that one watchlist finds a name in all of them.

Not a transliteration standard: each letter becomes the Latin letter whose sound class `folding`
would give it anyway, which is what lets عصائب, Асаиб and Asaib meet. Arabic, Persian and Hebrew
write few vowels; their long ones become a, w and y, and `folding` decides which of those are heard.
"""

import re
import unicodedata
from typing import Literal

APOSTROPHES = "'’‘‛ʼʻʿʾʹ`´′ʹ＇"

ARABIC = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "t", "ج": "j", "چ": "c", "ح": "ḥ", "خ": "k",
    "د": "d", "ذ": "d", "ر": "r", "ز": "z", "ژ": "z", "س": "s", "ش": "s", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "", "غ": "k", "ف": "f", "ق": "k", "ک": "k", "گ": "k", "ل": "l",
    "م": "m", "ن": "n", "ه": "ḥ", "ة": "a", "و": "w", "ی": "y", "ء": "", "ڤ": "v", "ێ": "y",
    "ۆ": "w", "ڕ": "r", "ڵ": "l", "ہ": "ḥ", "ھ": "ḥ", "ے": "y", "ٹ": "t", "ڈ": "d", "ڑ": "r",
}  # fmt: skip
# ḥ is an h that stands alone: سهيل is s-h-l, and not the sh of ش.

HEBREW = {
    "א": "a", "ב": "b", "ג": "k", "ד": "d", "ה": "ḥ", "ו": "w", "ז": "z", "ח": "ḥ", "ט": "t",
    "י": "y", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
    "ע": "", "פ": "p", "ף": "f", "צ": "s", "ץ": "s", "ק": "k", "ר": "r", "ש": "s", "ת": "t",
}  # fmt: skip

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "",
    "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "є": "ye", "ґ": "g", "ј": "y",
    "љ": "l", "њ": "n", "ћ": "ch", "ђ": "dj", "џ": "dj", "ў": "w", "қ": "k", "ғ": "gh", "ң": "n",
    "ө": "o", "ү": "u", "ұ": "u", "һ": "h", "ә": "a",
}  # fmt: skip

GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "i", "φ": "f", "χ": "kh", "ψ": "ps", "ω": "o",
}  # fmt: skip

# The national system of 2002.
GEORGIAN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i",
    "კ": "k", "ლ": "l", "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s",
    "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k", "ღ": "gh", "ყ": "q", "შ": "sh", "ჩ": "ch", "ც": "ts",
    "ძ": "dz", "წ": "ts", "ჭ": "ch", "ხ": "kh", "ჯ": "j", "ჰ": "h",
}  # fmt: skip

# BGN/PCGN 1981; ու is u, which w after o is heard as.
ARMENIAN = {
    "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "y", "թ": "t",
    "ժ": "zh", "ի": "i", "լ": "l", "խ": "kh", "ծ": "ts", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "gh",
    "ճ": "ch", "մ": "m", "յ": "y", "ն": "n", "շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "j",
    "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r", "ց": "ts", "ւ": "w", "փ": "p", "ք": "k",
    "օ": "o", "ֆ": "f",
}  # fmt: skip

GREEK_DIGRAPHS = (("ου", "u"), ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("τζ", "j"))

LATIN_WITHOUT_MARK = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "ß": "ss", "œ": "oe", "þ": "th",
        "ð": "dh", "ħ": "h", "ŋ": "n", "ə": "e",
    }
)  # fmt: skip

ONE_ARABIC_LETTER = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه", "ة": "ه", "ٱ": "ا",
     "ـ": None, "ء": None}
)  # fmt: skip

LOOKALIKES = str.maketrans("авекмнорстухіјѕԁɡαβεηικμνορτυχ", "abekmhopctyxijsdgabehikmvoptux")

_OTHERS = str.maketrans({**CYRILLIC, **GREEK, **GEORGIAN, **ARMENIAN})
_ABJAD = str.maketrans({**ARABIC, **HEBREW})


_APOSTROPHE = re.compile(f"[{re.escape(APOSTROPHES)}]")
_OF_AN_ABJAD = re.compile("[\u0590-\u07bf\ufb1d-\ufefc]")
_CYRILLIC = re.compile("[\u0400-\u052f]")

Script = Literal["latin", "cyrillic", "abjad"]
"""What is written otherwise in each of them; an abjad leaves short vowels out."""


def script_of(text: str) -> Script:
    """The script of a word; what is in neither of the others counts as Latin."""
    if is_abjad(text):
        return "abjad"
    return "cyrillic" if _CYRILLIC.search(text) else "latin"


def is_abjad(text: str) -> bool:
    """Whether the word is in a script that leaves short vowels out: Arabic, Persian, Hebrew."""
    return not text.isascii() and bool(_OF_AN_ABJAD.search(text))


def has_no_capitals(text: str) -> bool:
    """Whether the word is in Georgian letters, which Unicode calls small ones and names are
    written in."""
    return "\u10d0" <= text[:1] <= "\u10ff"


def bare(word: str) -> str:
    """The word without case, marks, apostrophes and invisible signs, one letter per Arabic letter.

    The script stays. Applying it twice changes nothing.
    """
    if word.isascii():
        lower = word.casefold()
        return lower if lower.isalnum() else "".join(filter(str.isalnum, lower))
    # Marks are dropped before case is folded again: İ folds to i and a mark.
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    if not letters.isalnum() or _APOSTROPHE.search(letters):
        letters = "".join(
            letter for letter in letters if letter.isalnum() and letter not in APOSTROPHES
        )
    kept = letters.casefold()
    return kept.translate(LATIN_WITHOUT_MARK).translate(ONE_ARABIC_LETTER)


def latin(word: str) -> str:
    """A bare word in Latin letters, by sound; Latin words come back as they are."""
    if word.isascii():
        return word
    if is_abjad(word):
        return word.translate(_ABJAD)
    if any("a" <= letter <= "z" for letter in word):
        word = word.translate(LOOKALIKES)  # a Latin word with letters swapped to hide it
    for pair, sound in GREEK_DIGRAPHS:
        word = word.replace(pair, sound)
    return word.translate(_OTHERS)
