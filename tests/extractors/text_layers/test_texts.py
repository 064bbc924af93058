"""Texts that have lost letters: each word is told by the one reading that makes it known, or is in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.documents import extract_document
from extractors.pages.text_repair.lost_letters import lacks_letters, stretches
from extractors.pages.text_repair.texts import repair_text
from extractors.quality.confidence import REVIEW
from extractors.quality.signals import Signal

PROSE = (
    "La Camera promuove le attività delle imprese e il mercato, con la gestione dei progetti e delle iniziative "
    "di formazione; gli uffici verificano i risultati ottenuti e la struttura informa tutti gli utenti. "
) * 12


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Inizia\u7400\u6900ve", "Iniziative"),
        ("proge\ufffdo di ges\ufffdone", "progetto di gestione"),
        ("ges(cid:9)one, cer(cid:9)ficato, informa(cid:9)va", "gestione, certificato, informativa"),
        ("ges&one, informa&va, proge&o &amp; &lt;5", "gestione, informativa, progetto &amp; &lt;5"),
        ("ges&one, proge&o, competi&vità; b&ograve;", "gestione, progetto, competitività; b&ograve;"),
    ],
)
def test_signs_within_words(given: str, meant: str) -> None:
    assert repair_text(given).text == meant


@pytest.mark.parametrize("sign", ["O", "&", "\ufffd"])
def test_one_sign_for_all_ligatures(sign: str) -> None:
    damaged = PROSE
    for letters in ("tti", "ti", "tt", "ffi", "fi"):
        damaged = damaged.replace(letters, sign)
    repaired = repair_text(damaged)
    assert "gestione" in repaired.text
    assert "progetti" in repaired.text
    wrong = {word for word, sound in zip(repaired.text.split(), PROSE.split(), strict=True) if word != sound}
    assert all(sign in word for word in wrong)
    assert repaired.mended["gestione"] == f"ges{sign}one"


def test_a_word_with_a_sign_that_no_other_has_is_doubted_and_left_as_it_is() -> None:
    damaged = PROSE.replace("iniziative", "inizia&ve", 1) + "food&beverage, fre&wquz"
    repaired = repair_text(damaged)
    assert repaired.text == damaged
    assert repaired.doubted == {"inizia&ve"}


def test_a_space_that_was_letters_is_put_right_or_doubted() -> None:
    damaged = PROSE.replace("tti", " ").replace("ti", " ").replace("tt", " ")
    assert lacks_letters(damaged)
    repaired = repair_text(damaged)
    assert "gestione" in repaired.text
    assert repaired.mended["gestione"] == "ges one"
    assert repaired.lossy
    wrong = {word for word in repaired.text.split() if word not in PROSE.split()}
    assert all(any(word in stretch.split() for stretch in repaired.doubted) for word in wrong if word.isalpha())


@pytest.mark.parametrize(
    "line",
    [
        "Numero di dati\t5\tProgramma 1.2: le iniziative operative",  # spaces at a cell's end, before a figure
        "Obiettivo: gli atti dei soggetti, fini e mezzi",  # letters at both sides of a space
        "Titolare\tFinanziamenti",  # a capital is no part of a ligature
        "Malattia breve / giorni",
        "Tempestività e criticità, sistematicamente",  # words that no list has
    ],
)
def test_spaces_that_were_letters_are_told_by_the_words_of_a_line(line: str) -> None:
    damaged = PROSE + "\n" + line
    for letters in ("tti", "ti", "tt", "ffi", "fi", "ff"):
        damaged = damaged.replace(letters, " ")
    repaired = repair_text(damaged)
    assert repaired.lossy
    assert repaired.text == PROSE + "\n" + line


def test_letters_that_left_no_trace() -> None:
    repaired = repair_text((PROSE + "Tempestività").replace("ti", "").replace("tt", ""))
    assert repaired.mended["gestione"] == "gesone"
    assert repaired.text.endswith("Tempestività")
    assert "mercato" in repaired.text


def test_markup_has_lost_no_letters() -> None:
    repaired = repair_text(PROSE.replace("ti", " ").replace("tt", " ") + '<td style="top">ges one</td>')
    assert repaired.text.endswith('<td style="top">gestione</td>')


def test_the_likelier_of_two_readings_is_read_and_doubted() -> None:
    repaired = repair_text("ges&one, informa&va, proge&o, cri&cità, Bene& e U&. sta&")
    assert repaired.text.startswith("gestione, informativa, progetto, criticità")
    assert repaired.doubted >= {word for word in repaired.text.split() if "&" in word.strip(".")} - {"U&."}
    assert "&" in repair_text("ges&one, informa&va, proge&o, amm.& e acc.&").doubted
    assert "&" not in repair_text("ges&one, informa&va, proge&o &amp; altro").doubted
    assert set(stretches("Uff. U& qui")) >= {"U&", "Uff"}


@pytest.mark.parametrize("text", [PROSE, "Customer satisfaction E-salute&silver &nbsp; PagoPA CrealNrete", "80%\t≥ 3"])
def test_sound_text_is_left_alone(text: str) -> None:
    repaired = repair_text(text)
    assert (repaired.text, repaired.mended, repaired.doubted) == (text, {}, set())


def test_stretches_are_words_and_pairs() -> None:
    assert list(stretches("Il me ere, 80% qui")) == ["Il", "me", "ere", "Il me", "me ere", "qui"]


def test_a_plan_in_text_form_says_what_was_put_right(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "Piano della performance 2018\nIndicatore\tFormula\tTarget 2018\nClienti serviti\tclienti\t80%\n"
        "Proge\ufffdi per il mercato\tproge\ufffdi\t3\nxq\ufffdzz svolti\teventi\t3\n",
        encoding="utf-8",
    )
    sound, mended, doubted = extract_document(path, layout="generic").records
    assert sound.given is None
    assert mended.name == "Progetti per il mercato"
    assert Signal.TEXT_MENDED in mended.signs
    assert (mended.given or "").startswith("Proge\ufffdi per il mercato")
    assert Signal.TEXT_DOUBTFUL in doubted.signs
    assert doubted.confidence < REVIEW
