"""Names of languages as ISO 639-1 codes: those that the censuses of the United Kingdom list by name."""

from __future__ import annotations

import re

_NAMES = {
    "af": "afrikaans",
    "ak": "akan twi fante",
    "am": "amharic",
    "ar": "arabic",
    "bg": "bulgarian",
    "bn": "bengali bangla sylheti",
    "bs": "bosnian",
    "cs": "czech",
    "cy": "welsh cymraeg",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fa": "farsi persian dari",
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
    "ku": "kurdish kurmanji sorani",
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
    "zh": "chinese mandarin cantonese hakka",
    "zu": "zulu",
}
_CODES = {name: code for code, names in _NAMES.items() for name in (code, *names.split())}
_BREAK = re.compile(r"[,;/|&\n]| and ")
_LONGEST = 500


def language_codes_in(text: str) -> tuple[str, ...]:
    """The codes of the languages that a list names, each once, in its order; other words are left out.

    A code of two letters counts where it stands alone or with a country: `en`, `en-GB`.
    """
    found: dict[str, None] = {}
    for part in _BREAK.split(text[:_LONGEST].casefold()):
        words = part.replace("(", " ").replace(")", " ").split()
        if len(words) == 1 and (code := _CODES.get(words[0].partition("-")[0])):
            found[code] = None
            continue
        for word in words:
            # "no English" and "or Urdu" are words of a sentence: a code of two letters stands alone.
            if len(word) > 2 and (code := _CODES.get(word.strip(".:"))):  # noqa: PLR2004
                found[code] = None
    return tuple(found)
