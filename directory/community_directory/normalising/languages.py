"""Names of languages as codes: those that the censuses of the United Kingdom list by name.

ISO 639-1 where it has a code, as Open Referral writes them, else ISO 639-3: it alone knows sign languages,
Sylheti, and what Mandarin and Cantonese are apart.
"""

from __future__ import annotations

import re

_NAMES = {
    "af": "afrikaans",
    "ak": "akan twi fante",
    "am": "amharic",
    "ar": "arabic",
    "bg": "bulgarian",
    "bn": "bengali bangla",
    "bs": "bosnian",
    "cs": "czech",
    "cy": "welsh cymraeg",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fa": "farsi persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "gd": "gaelic",
    "gu": "gujarati",
    "ha": "hausa",
    "he": "hebrew",
    "hi": "hindi",
    "hr": "croatian",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "ig": "igbo",
    "it": "italian",
    "ja": "japanese",
    "ka": "georgian",
    "kn": "kannada",
    "ko": "korean",
    "ku": "kurdish",
    "kw": "cornish",
    "ln": "lingala",
    "lt": "lithuanian",
    "lv": "latvian",
    "mk": "macedonian",
    "ml": "malayalam",
    "mr": "marathi",
    "ms": "malay",
    "mt": "maltese",
    "my": "burmese",
    "ne": "nepali nepalese",
    "nl": "dutch",
    "no": "norwegian",
    "or": "odia oriya",
    "pa": "punjabi panjabi",
    "pl": "polish",
    "ps": "pashto pushto pashtu",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "si": "sinhala sinhalese",
    "sk": "slovak",
    "sl": "slovene slovenian",
    "sn": "shona",
    "so": "somali",
    "sq": "albanian",
    "sr": "serbian",
    "sv": "swedish",
    "sw": "swahili kiswahili",
    "ta": "tamil",
    "te": "telugu",
    "th": "thai",
    "ti": "tigrinya tigrigna",
    "tl": "tagalog filipino",
    "tr": "turkish",
    "uk": "ukrainian",
    "ur": "urdu",
    "vi": "vietnamese",
    "wo": "wolof",
    "yi": "yiddish",
    "yo": "yoruba",
    "zh": "chinese",
    "zu": "zulu",
    "bfi": "bsl",
    "ckb": "sorani",
    "cmn": "mandarin putonghua",
    "hak": "hakka",
    "isg": "",
    "kmr": "kurmanji",
    "phr": "pahari potwari pothwari mirpuri",
    "prs": "dari",
    "rom": "romani romany",
    "syl": "sylheti sylhetti",
    "yue": "cantonese",
}
_WITHIN = {"ckb": "ku", "cmn": "zh", "hak": "zh", "kmr": "ku", "prs": "fa", "yue": "zh"}
"""Languages that ISO 639-3 has within a macrolanguage: of "Chinese (Cantonese)" the second says all."""

_TOGETHER = {**_WITHIN, "syl": "bn"}
"""Those that are asked for under either name; the census has Sylheti with Bengali."""

_SIGNED = {"british": "bfi", "irish": "isg", "american": "ase"}
_SIGNING = re.compile(r"(?:\b([^\W\d_]+) )?\bsign(?:ed)? language\b|\bbsl\b")
"""Sign language without more is British Sign Language (the BSL Act 2022 knows no other)."""

_NAMED = {name: code for code, names in _NAMES.items() for name in names.split()}
_CODES = {**_NAMED, **{code: code for code in (*_NAMES, "ase")}}
_BREAK = re.compile(r"[,;/|&\n]| and ")
_LONGEST = 500


def language_codes_in(text: str) -> tuple[str, ...]:
    """The codes of the languages that a list names, each once, in its order; other words are left out.

    A code counts where it stands alone or with a country: `en`, `en-GB`, `bfi`.
    """
    found: dict[str, None] = {}
    for part in _BREAK.split(_SIGNING.sub(_signed, text[:_LONGEST].casefold())):
        words = part.replace("(", " ").replace(")", " ").split()
        if len(words) == 1 and (code := _CODES.get(words[0].partition("-")[0])):
            found[code] = None
            continue
        for word in words:
            # "no English" and "or Urdu" are words of a sentence: a code stands alone.
            if code := _NAMED.get(word.strip(".:")):
                found[code] = None
    wider = {_WITHIN[code] for code in found if code in _WITHIN}
    return tuple(code for code in found if code not in wider)


def codes_asked_for(name: str) -> tuple[str, ...]:
    """The codes that answer somebody who asks for a language: `cmn`, or `zh`, for Mandarin.

    A service that says "Chinese" may speak it, and one that says "Mandarin" does speak Chinese.
    """
    found: dict[str, None] = dict.fromkeys(language_codes_in(name))
    for code in tuple(found):
        wider = _TOGETHER.get(code, "")
        found.update(dict.fromkeys(each for each, to in _TOGETHER.items() if code == to))
        if wider:
            found[wider] = None
    return tuple(found)


def _signed(match: re.Match[str]) -> str:
    """A sign language as its code, between commas; that of another country is none that we know."""
    of = match[1] or ""
    if of in _NAMED and of not in _SIGNED:
        return ","
    before = "" if of in _SIGNED else of
    return f"{before},{_SIGNED.get(of, 'bfi')},"
