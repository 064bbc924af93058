"""Other languages: their words are read as Italian ones, unknown words never are, and places stay those of the text."""

import pytest

from normalizers.targets.reader import read_cell
from normalizers.vocabulary import italian
from normalizers.vocabulary.translations import LANGUAGES, Translation, detect_language, load_translation
from tests.normalizers.meaning import shown

FOREIGN = [language for language in LANGUAGES if language != "it"]


@pytest.mark.parametrize("language", FOREIGN)
def test_vocabulary_is_sound(language: str) -> None:
    translation = load_translation(language)
    assert not translation.things & translation.phrases.keys()
    changed = translation.model_dump() | {"phrases": {"Höchstens": "massimo"}}
    with pytest.raises(ValueError, match="not folded"):
        Translation.model_validate(changed)


@pytest.mark.parametrize("language", FOREIGN)
def test_italian_words_are_for_review_in_a_document_of_another_language(language: str) -> None:
    for raw in ("almeno 80%", "non oltre 5 gg", "entro dicembre 2020", "massimo 3", "3 incontri"):
        assert read_cell(raw, period=2020)[0].status == "ok"
        assert {clause.status for clause in read_cell(raw, period=2020, language=language)} <= {"review", "unparsed"}


@pytest.mark.parametrize("language", FOREIGN)
def test_signs_and_digits_are_of_all_languages(language: str) -> None:
    for raw in (">= 80%", "31/12/2020", "< 5", "---"):
        assert read_cell(raw, period=2020, language=language) == read_cell(raw, period=2020)


def test_words_that_are_left_over_are_printed_as_they_stand() -> None:
    (clause,) = read_cell("mindestens 3 Veranstaltungen", language="de")
    assert shown(clause) == "quantity >= 3 “Veranstaltungen”"
    (clause,) = read_cell("mindestens 3 Bläpfen", language="de")
    assert (clause.text, clause.status) == ("Bläpfen", "review")
    assert clause.reason == "Words that are not known stand beside the figure: blapfen."


def test_words_of_the_row_are_known_in_any_language() -> None:
    assert read_cell("mindestens 3 Bläpfen", language="de", name="Zahl der Bläpfen")[0].status == "ok"


def test_english_numbers_have_a_decimal_point() -> None:
    assert read_cell("1,250 euro", language="en")[0].number == 1250
    assert read_cell("12.5%", language="en")[0].number == 12.5


def test_language_is_told_by_function_words() -> None:
    texts = {
        "it": "Numero di incontri con le imprese per la promozione del territorio nel corso della fiera",
        "de": "Anzahl der Veranstaltungen für die Unternehmen mit dem Land und den Gemeinden zur Förderung der Stadt",
        "fr": "Nombre de rencontres avec les entreprises pour les produits du pays et une foire dans la ville",
        "sl": "Število srečanj za podjetja in za obrt na območju, ki je pri zbornici ter po načrtu od julija",
        "en": "Number of meetings with the companies for the promotion of the territory and of products",
    }
    assert {language: detect_language([text]) for language, text in texts.items()} == {code: code for code in texts}
    assert detect_language(["80%"]) is None
    assert italian.function_words
