"""Cleaning texts: what Preprocess Text does to a text, a sentence, and a word.

Patterns that look through a whole text go through RE2 (in Arrow), whose time grows with the length of the text only,
whatever the pattern: a regular expression of the user cannot keep the step busy for ever.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute

from modules.kit import ModuleError, report
from modules.text_analytics.texts import list_word_characters

Language = Literal[
    "Bulgarian",
    "Catalan",
    "Czech",
    "Danish",
    "Dutch",
    "English",
    "Finnish",
    "French",
    "German",
    "Greek",
    "Hindi",
    "Hungarian",
    "Indonesian",
    "Italian",
    "Norwegian",
    "Persian",
    "Polish",
    "Portuguese",
    "Romanian",
    "Russian",
    "Slovak",
    "Spanish",
    "Swedish",
    "Turkish",
    "Ukrainian",
]
CODES: dict[Language, str] = {
    "Bulgarian": "bg",
    "Catalan": "ca",
    "Czech": "cs",
    "Danish": "da",
    "Dutch": "nl",
    "English": "en",
    "Finnish": "fi",
    "French": "fr",
    "German": "de",
    "Greek": "el",
    "Hindi": "hi",
    "Hungarian": "hu",
    "Indonesian": "id",
    "Italian": "it",
    "Norwegian": "nb",
    "Persian": "fa",
    "Polish": "pl",
    "Portuguese": "pt",
    "Romanian": "ro",
    "Russian": "ru",
    "Slovak": "sk",
    "Spanish": "es",
    "Swedish": "sv",
    "Turkish": "tr",
    "Ukrainian": "uk",
}
SENTENCE_MARK = " ||| "

#: The full stop after an address belongs to the sentence.
URLS = r"(?i)(?:\b(?:https?|ftp)://|\bwww\.)\S*[^\s.,;:!?'\"’”)\]>]"
EMAILS = r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+"
#: English, in this order: the irregular ones first.
CONTRACTIONS = (
    (r"(?i)\b(w)on['’]t\b", r"\1ill not"),
    (r"(?i)\b(sha)n['’]t\b", r"\1ll not"),
    (r"(?i)\b(ca)n['’]t\b", r"\1n not"),
    (r"(?i)\bain['’]t\b", "is not"),
    (r"(?i)n['’]t\b", " not"),
    (r"(?i)\b(let)['’]s\b", r"\1 us"),
    (r"(?i)\b(it|he|she|that|this|what|who|where|when|why|how|there|here|everyone|everything)['’]s\b", r"\1 is"),
    (r"(?i)(\pL)['’]re\b", r"\1 are"),
    (r"(?i)(\pL)['’]ve\b", r"\1 have"),
    (r"(?i)(\pL)['’]ll\b", r"\1 will"),
    (r"(?i)(\pL)['’]d\b", r"\1 would"),
    (r"(?i)\b(I)['’]m\b", r"\1 am"),
)
POSSESSIVES = r"(?i)(\pL)['’]s\b"
#: Words are cleaned once for as many different ones as are remembered.
MAX_CACHED_WORDS = 200_000
ROWS_PER_REPORT = 5_000


@dataclass(frozen=True)
class TextCleaner:
    """What is done to each text; `stop_words` are in lower case."""

    language: Language
    expand_contractions: bool
    stop_words: frozenset[str]
    lemmatize: bool
    detect_sentences: bool
    lower_case: bool
    remove_numbers: bool
    remove_special_characters: bool
    remove_duplicate_characters: bool
    remove_emails: bool
    remove_urls: bool
    normalize_backslashes: bool
    split_on_special_characters: bool
    regular_expression: str
    replacement: str

    def clean(self, texts: "Any") -> list[str | None]:
        """The cleaned texts of an Arrow array; a missing one stays missing."""
        whole = self._clean_whole_texts(texts).to_pylist()
        clean: list[str | None] = []
        for start in range(0, len(whole), ROWS_PER_REPORT):
            clean += [
                None if text is None else self._clean_text(text) for text in whole[start : start + ROWS_PER_REPORT]
            ]
            report(len(clean), len(whole), "texts")
        return clean

    def _clean_whole_texts(self, texts: "Any") -> "Any":
        """What looks at more than one word: the user's own pattern first, then addresses and contractions."""
        if self.regular_expression:
            texts = self._replace_user_pattern(texts)
        for pattern, replacement in self._list_patterns():
            texts = pa.compute.replace_substring_regex(texts, pattern, replacement)
        return texts

    def _replace_user_pattern(self, texts: "Any") -> "Any":
        try:
            return pa.compute.replace_substring_regex(texts, self.regular_expression, self.replacement)
        except pa.ArrowInvalid as error:
            reason = str(error).removeprefix("Invalid regular expression: ")
            message = (
                f"The custom regular expression can't be used: {reason}. RE2 does not support back-references or "
                "looking ahead or behind."
            )
            raise ModuleError(2, message, parameter="custom_regular_expression") from None

    def _list_patterns(self) -> Iterable[tuple[str, str]]:
        if self.remove_urls:
            yield URLS, " "
        if self.remove_emails:
            yield EMAILS, " "
        if self.normalize_backslashes:
            yield r"\\", "/"
        if self.language == "English":
            yield from CONTRACTIONS if self.expand_contractions else ()
            if self.remove_special_characters:
                yield POSSESSIVES, r"\1"

    def _clean_text(self, text: str) -> str:
        if not self.detect_sentences:
            return self._clean_sentence(text)
        from simplemma import split_sentences

        sentences = (self._clean_sentence(sentence) for sentence in split_sentences(text, CODES[self.language]))
        return SENTENCE_MARK.join(filter(None, sentences))

    def _clean_sentence(self, sentence: str) -> str:
        clean = self._cached_cleaner
        return " ".join(filter(None, map(clean, sentence.split())))

    @cached_property
    def _cached_cleaner(self) -> "Any":
        return lru_cache(MAX_CACHED_WORDS)(self._clean_token)

    def _clean_token(self, token: str) -> str:
        """What becomes of the characters between two spaces: no, one or several words."""
        patterns = _compile_patterns()
        if self.remove_duplicate_characters:
            token = patterns.repeats.sub(r"\1\1", token)
        if self.remove_numbers:
            token = patterns.number.sub("", token)
        if self.split_on_special_characters:
            token = patterns.between_words.sub(lambda found: found[1] or " ", token)
        if self.remove_special_characters:
            token = patterns.special.sub(lambda found: found[1] or "", token)
        return " ".join(filter(None, (patterns.word.sub(self._clean_word, part) for part in token.split())))

    def _clean_word(self, found: "re.Match[str]") -> str:
        word = found[0]
        if self._to_lower(word) in self.stop_words:
            return ""
        if self.lemmatize:
            from simplemma import lemmatize

            word = lemmatize(word, lang=CODES[self.language])
        return self._to_lower(word) if self.lower_case else word

    def _to_lower(self, word: str) -> str:
        # Elsewhere the dot of the Turkish capital would stay behind as a mark of its own.
        turkish = self.language == "Turkish"
        return (word.replace("I", "ı") if turkish else word).replace("İ", "i").lower()


@dataclass(frozen=True)
class WordPatterns:
    """The compiled patterns of single words, each of which goes through a word once."""

    repeats: "re.Pattern[str]"
    number: "re.Pattern[str]"
    between_words: "re.Pattern[str]"
    special: "re.Pattern[str]"
    word: "re.Pattern[str]"


@lru_cache(1)
def _compile_patterns() -> WordPatterns:
    inside = list_word_characters()
    # The comma of 1,000 and the dot of 3.5 belong to their number.
    within_number = r"((?<=\d)[.,:](?=\d))"
    return WordPatterns(
        repeats=re.compile(r"([^\d\s])\1{2,}"),
        number=re.compile(rf"(?<![{inside}])[+-]?\d++(?:[.,:/-]\d++)*+%?(?![{inside}])"),
        between_words=re.compile(rf"{within_number}|(?<=[{inside}])(?:[^{inside}\s]|_)++(?=[{inside}])"),
        special=re.compile(rf"{within_number}|[^{inside}\s]|_"),
        word=re.compile(rf"[{inside}]+(?:['’][{inside}]+)*"),
    )


def load_stop_words(language: Language) -> frozenset[str]:
    """The words of a language that say little: scikit-learn's list for English, that of stop-words for others."""
    if language == "English":
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        return frozenset(ENGLISH_STOP_WORDS)
    from stop_words import get_stop_words

    return frozenset(get_stop_words(language.lower()))


def parse_stop_words(words: Sequence[Any]) -> frozenset[str]:
    """A list of the user's own, in lower case and without gaps."""
    return frozenset(str(word).strip().lower() for word in words) - {""}
