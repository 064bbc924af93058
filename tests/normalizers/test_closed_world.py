"""A figure is `ok` only where every word beside it is accounted for; each family was misread once, in silence."""

import pytest

from normalizers.targets.reader import read_cell
from normalizers.vocabulary import italian
from tests.normalizers.meaning import shown

READ = {
    # a label's digits are no part of the figure
    "obiettivo 100%": ("quantity = 100 percent “obiettivo” (implicit)",),
    "livello 90%": ("quantity = 90 percent “livello” (implicit)",),
    "Target: 3": ("quantity = 3 “Target” (implicit)",),
    # bullets and numbered lists
    "• 80%": ("quantity = 80 percent (implicit)",),
    "• 80%\n• 90%": ("quantity = 80 percent (implicit)", "quantity = 90 percent (implicit)"),
    "1) entro 31/03; 2) entro 30/09": ("date <= 2020-03-31", "date <= 2020-09-30"),
    "a) 80% b) 90%": ("quantity = 80 percent (implicit)", "quantity = 90 percent (implicit)"),
    # comparisons in words
    "sino al 5%": ("quantity <= 5 percent",),
    "sup. all'80%": ("quantity > 80 percent",),
    "perlomeno il 50%": ("quantity >= 50 percent",),
    "MIN: 80%": ("quantity >= 80 percent",),
    "mai meno dell'80%": ("quantity >= 80 percent",),
    "mai oltre il 5%": ("quantity <= 5 percent",),
    # money
    "-€ 5.000": ("quantity = -5000 EUR (implicit)",),
    "tra € 10.000 e € 20.000": ("quantity between 10000 and 20000 EUR",),
    "tra 1 mese e 3 mesi": ("quantity between 1 and 3 month",),
    # no value
    "- (1)": ("missing",),
    "•": ("missing",),
    "n.v.": ("missing",),
    "TBD": ("missing",),
    "dato non disponibile": ("missing",),
    "Kpi non definito": ("missing",),
    # days
    "31 dic (relazione)": ("date <= 2020-12-31 “relazione” (implicit)",),
    "al più 10 giorni": ("quantity <= 10 day",),
    "fino a concorrenza di € 10.000": ("quantity <= 10000 EUR",),
    "in attesa di dati": ("missing",),
    "(no).": ("boolean false",),
    "entro 10 gg dall'istanza": ("quantity <= 10 day from [dall'istanza]",),
    "Esito atteso: SI": ("boolean true",),
    "il giorno 30/09/2020": ("date <= 2020-09-30 (implicit)",),
    # full stops and footnotes' marks say nothing
    "3.": ("quantity = 3 (implicit)",),
    "≥ 80%.": ("quantity >= 80 percent",),
    "80%¹": ("quantity = 80 percent (implicit)",),
}

FOR_REVIEW = [
    *("entro 10 gg dalla richvesta", "entro 10 gg dall'avivo", "entro 10 gg dalla richiesta salvo proroghe"),  # events
    *("alemno il 60%", "almneo 3", "minore o uguele a 5", "alameno 3 eventi"),  # misspelt
    *("flessione del 10%", "ridotti del 10%", "contrarre del 5%", "limare i costi del 3%"),  # a change
    *("dimezzare", "dimezzare i tempi", "raddoppiare"),
    *("≥ 2023.", "1 - 80%", "- € 5.000", "10\u00ad15 gg", "80²", "1) 80%"),  # two readings
    *("100% salvo proroghe", "100% tranne ferie", "80%?", "ex 80%", "soglia 5%", "appross. 80%"),
    # misspelt where no figure stands
    *("dato non dispoinbile", "da fefinire", "Anno di rilevvazione", "in corso di definizine", "rte incontri"),
    *("entroo 24h", "almenoo una volta"),
    # what a figure is compared with, or days are counted from
    *("≥ media naluzo", "5% rispetto a naluzo", "3 (vs naluzo)", "entro 15 gg naluzo", "5% sul 2019"),
    *("almeno 1 per provincia", "margine 5%", "12 euro e 50", "% di realizzazione: 95", "n.d. nel 2019", "vari"),
    *("#RIF: 80%", "triennio: 80%", "ciascuna: almeno 3", "entro 31/12/2020 in", "€ entro 31/12/2020"),
    *("80%-", "Approvazione piano: SI", "Valore a regime 95%", "Target triennale 60%", "il 31/12/2020 entro", "x x"),
    *("5 kg", "3 settim.", "80 pt"),  # a unit that is not known
    *("mindestens 80%", "höchstens 30 Tage", "au moins 80%", "bis zum 31.12.2024", "vsaj 80%", "at least 80%"),
    *("80 Prozent", "pas plus de 5", "30 jours", "nicht verfügbar"),
]


@pytest.mark.parametrize("raw", READ)
def test_family_is_read(raw: str) -> None:
    assert tuple(shown(clause) for clause in read_cell(raw, period=2020)) == READ[raw]


@pytest.mark.parametrize("raw", FOR_REVIEW)
def test_what_is_not_accounted_for_is_reviewed(raw: str) -> None:
    clauses = read_cell(raw, period=2020)
    assert {clause.status for clause in clauses} <= {"review", "unparsed"}, clauses
    assert all(clause.reason for clause in clauses)


def test_year_behind_a_comparison_is_compared_with() -> None:
    (clause,) = read_cell("superiore al 2019 (consuntivo)", period=2020)
    assert (clause.kind, clause.comparator, clause.reference, clause.status) == ("relative", ">", "2019", "review")


def test_words_of_the_row_account_for_words_of_the_cell() -> None:
    raw = "80% brabole varzate"
    assert read_cell(raw)[0].status == "review"
    assert read_cell(raw, name="Percentuale di brabole varzate")[0].status == "ok"
    assert read_cell(raw, formula="brabole varzate / brabole costruite")[0].status == "ok"
    assert read_cell("80% brabole affunge", name="Percentuale di brabole varzate")[0].status == "review"


def test_reason_names_the_words() -> None:
    (clause,) = read_cell("alemno il 60%")
    assert clause.reason == "Words that are not known stand beside the figure: alemno."


def test_vocabulary_file_is_checked() -> None:
    with pytest.raises(ValueError, match="not folded"):
        type(italian).model_validate(italian.model_dump() | {"before": ["Attività"]})


@pytest.mark.parametrize(
    "raw", ["100% dell'at\ufffdvità", "Uf\ucf00cio 3", "80 (cid:123)", "\uf05b 80%", "stru\x03urale", "A\u019fvità"]
)
def test_a_character_that_cannot_be_what_is_printed_is_for_review_even_where_the_row_prints_it(raw: str) -> None:
    for row in (None, raw):
        clauses = read_cell(raw, role="target", period=2020, name=row)
        assert all(clause.status == "review" for clause in clauses), clauses
        assert clauses


@pytest.mark.parametrize("raw", ["attivita\u0300 svolta", "\uf0b3 80%", "Δ 3%", "\ufb01ne anno"])
def test_a_character_that_plans_print_is_no_reason(raw: str) -> None:
    reasons = [clause.reason or "" for clause in read_cell(raw, role="target", period=2020)]
    assert not any("cannot be what is printed" in reason for reason in reasons)
