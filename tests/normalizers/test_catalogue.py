"""The catalogue: what people decided holds to the letter, and likeness only ever suggests."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from normalizers.catalogue.catalogue import DECIDED, Catalogue, CatalogueIndex
from normalizers.names.names import fold
from normalizers.names.similarity import list_terms, measure_likeness
from pipeline.dataset.derived.catalogue_candidates import ALIAS_MARGIN, ALIAS_SCORE

FILE = Path(__file__).parents[2] / "data" / "catalogue.yml"
CATALOGUE = Catalogue.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
INDEX = CatalogueIndex(CATALOGUE)

MC, MO, RL, MT = "massa-carrara-2019", "modena-2017", "riviere-di-liguria-2018", "maremma-tirreno-2018"
WITHIN_5_DAYS = 'Percentuale di pratiche del Registro Imprese evase nell\'anno "n" entro 5 giorni dal loro ricevimento'

# Entry, plan, name and formula as the plan prints them.
SHARED = [
    (
        "fatture-passive-entro-30-giorni",
        (MC, MO),
        "Grado di rispetto dello standard di 30 giorni per il pagamento delle fatture passive",
    ),
    (
        "fatture-passive-entro-30-giorni",
        (MT,),
        "Percentuale di fatture pagate entro trenta giorni (ID Benchmarking 399)",
    ),
    ("tempo-medio-pagamento-fatture-passive", (MC, MO), "Tempo medio di pagamento delle fatture passive"),
    (
        "pratiche-registro-imprese-entro-5-giorni",
        (MC, MO),
        "Rispetto dei tempi di evasione (5 giorni) delle pratiche Registro Imprese",
    ),
    ("pratiche-registro-imprese-entro-5-giorni", (RL,), "Rispetto dei tempi di evasione delle pratiche r.i."),
    (
        "tempo-medio-lavorazione-pratiche-telematiche",
        (MC,),
        "Tempo medio di lavorazione delle pratiche telematiche Registro Imprese",
    ),
    (
        "tempo-medio-lavorazione-pratiche-telematiche",
        (MO, RL),
        "Tempi medi di lavorazione delle pratiche telematiche Registro Imprese",
    ),
    (
        "tempo-medio-cancellazione-protesti",
        (MC,),
        'Tempo medio di lavorazione di istanze di cancellazione e annotazione pervenute nell\'anno "n"',
    ),
    (
        "tempo-medio-cancellazione-protesti",
        (RL,),
        'Protesti: Tempo medio di lavorazione di istanze di cancellazione e annotazione pervenute nell\'anno "n"',
    ),
    (
        "utilizzo-budget-interventi-economici",
        (MC,),
        "Grado di utilizzo del budget stanziato per gli interventi economici della Camera di commercio",
    ),
    (
        "utilizzo-budget-interventi-economici",
        (RL,),
        "Grado di impegno del budget stanziato per gli interventi economici della Camera di Commercio",
    ),
    (
        "dispositivi-firma-digitale",
        (MC,),
        "Numero di rilasci e rinnovi di dispositivi per la firma digitale",
    ),
    (
        "dispositivi-firma-digitale",
        (MO,),
        "Dispositivi per la firma digitale rilasciati e rinnovati nell'anno",
    ),
    (
        "documenti-estero-rilasciati",
        (MC,),
        "Numero di documenti a valere per l'estero rilasciati/convalidati",
    ),
    ("documenti-estero-rilasciati", (MO,), "Documenti a valore per l'estero evase/rilasciate nell'anno"),
    (
        "domande-brevetti-marchi",
        (MC,),
        "Numero totale di domande brevetti, modelli, marchi e seguiti pervenute da utenti, imprenditori e mandatari",
    ),
    (
        "domande-brevetti-marchi",
        (MO,),
        "N. totale domande brevetti, modelli, marchi e seguiti pervenute da utenti, imprenditori e "
        'mandatarie nell\'anno "n"',
    ),
    ("visite-metrologiche", (MC,), "Numero di visite metrologiche"),
    (
        "visite-metrologiche",
        (MO,),
        "N. visite metrologiche effettuate dalla Camera di commercio nell'anno",
    ),
    ("newsletter-inviate", (MC,), "Numero newsletter inviate"),
    ("newsletter-inviate", (MO,), "N. newsletter inviate"),
    ("emissione-ruolo-diritto-annuale", (MC,), "Emmissione Ruolo Diritto Annuale"),
    ("emissione-ruolo-diritto-annuale", (MC,), "Emissione Ruolo Diritto Annuale"),
    ("emissione-ruolo-diritto-annuale", (MT,), "Emissione Ruolo DA 2015"),
]


def formula_of(name: str) -> str | None:
    return WITHIN_5_DAYS if name.endswith("r.i.") else None


@pytest.mark.parametrize(("entry_id", "plans", "name"), SHARED)
def test_a_decided_name_has_its_id(entry_id: str, plans: tuple[str, ...], name: str) -> None:
    assert INDEX.decided(name, formula_of(name)) == entry_id
    assert INDEX.decided(name.upper().replace(" ", "  "), formula_of(name)) == entry_id
    assert all(score < DECIDED for score, other, _ in INDEX.alike(name) if other != entry_id)


def test_every_entry_is_shared_or_national() -> None:
    """An entry has the names of several chambers, or is one of the national indicators that plans print by name."""
    plans: defaultdict[str, set[str]] = defaultdict(set)
    for entry_id, where, _ in SHARED:
        plans[entry_id].update(where)
    national = [entry for entry in CATALOGUE.entries if entry.id not in plans]
    assert set(plans) <= {entry.id for entry in CATALOGUE.entries}
    assert all(len(entry.names) == 1 for entry in national)
    assert all(len(where) > 1 for where in plans.values())
    printed = {fold(name) for _, _, name in SHARED}
    assert printed == {fold(alias.name) for entry in CATALOGUE.entries if entry.id in plans for alias in entry.names}


# Names of the sample plans near an entry, that nobody has decided or that people have set aside.
@pytest.mark.parametrize(
    "name",
    [
        "Rispetto dei tempi di evasione delle pratiche r.i.",  # without the formula that says which
        "Tempi medi di lavorazione delle pratiche RI anno x al netto della sospensione",
        "N. ispezioni metrologiche effettuate nell'anno",
        "N. newsletters inviate",
        "",
    ],
)
def test_no_likeness_gives_an_id(name: str) -> None:
    assert INDEX.decided(name) is None
    assert INDEX.decided(name, "another formula") is None


def test_what_is_alike_is_ranked_with_its_most_alike_name() -> None:
    first, second, *_ = INDEX.alike("Tempi medi di pagamento delle fatture passive")
    assert first[1:] == ("tempo-medio-pagamento-fatture-passive", "Tempo medio di pagamento delle fatture passive")
    assert DECIDED > first[0] > ALIAS_SCORE
    assert first[0] - second[0] >= ALIAS_MARGIN


def entry(**more: Any) -> dict[str, Any]:
    return {"id": "an-id", "label_it": "Numero visite", "label_en": "Visits", **more}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"version": 1, "entries": [entry(alias=["x"])]}, "Extra inputs are not permitted"),
        ({"version": 1, "entries": [], "more": 1}, "Extra inputs are not permitted"),
        ({"version": 2, "entries": []}, "Input should be 1"),
        ({"version": 1, "entries": [entry(aliases="x")]}, "aliases"),
        ({"version": 1, "entries": [entry(aliases=[{"name": "x", "formulas": "y"}])]}, "Extra inputs"),
        ({"version": 1, "entries": [entry(aliases=[""])]}, "at least 1 character"),
        ({"version": 1, "entries": [entry(label_it=" ")]}, "at least 1 character"),
        ({"version": 1, "entries": [entry(label_en="")]}, "at least 1 character"),
        ({"version": 1, "entries": [entry(aliases=["..."])]}, "is no name"),
        ({"version": 1, "entries": [entry(id="An Id")]}, "should match pattern"),
        ({"version": 1, "entries": [entry(), entry(label_it="Altro")]}, "the id an-id is used twice"),
        (
            {"version": 1, "entries": [entry(), entry(id="other", label_it="N. visite")]},
            "'N. visite' is a name of an-id and of other: leave it with one",
        ),
        (
            {"version": 1, "entries": [entry(aliases=["Visite"], **{"not": ["VISITE"]})]},
            "'Visite' is a name of an-id and in its 'not': leave it in one",
        ),
    ],
)
def test_a_wrong_file_is_refused(data: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Catalogue.model_validate(data)


def test_a_decision_for_a_formula_goes_before_one_for_the_name() -> None:
    index = CatalogueIndex(
        Catalogue.model_validate(
            {
                "version": 1,
                "entries": [
                    entry(),
                    entry(
                        id="share",
                        label_it="Quota visite",
                        aliases=[{"name": "Numero visite", "formula": "a / b"}],
                    ),
                ],
            }
        )
    )
    assert index.decided("Numero visite") == "an-id"
    assert index.decided("Numero visite", "conteggio") == "an-id"
    assert index.decided("Numero visite", "A/B") == "share"


# Each decided name is found by the other names of its entry; one exception has other words altogether.
@pytest.mark.parametrize(
    "entry_id", sorted({e.id for e in CATALOGUE.entries if e.aliases} - {"fatture-passive-entro-30-giorni"})
)
def test_likeness_finds_what_people_decided(entry_id: str) -> None:
    one = next(e for e in CATALOGUE.entries if e.id == entry_id)
    for held_out in one.names:
        rest = [alias for alias in one.names if alias != held_out]
        left = one.model_copy(update={"label_it": rest[0].name, "aliases": tuple(rest[1:])})
        others = tuple(left if e.id == entry_id else e for e in CATALOGUE.entries)
        first, second, *_ = CatalogueIndex(Catalogue(version=1, entries=others)).alike(held_out.name)
        assert first[1] == entry_id
        assert first[0] >= ALIAS_SCORE
        assert first[0] - second[0] >= ALIAS_MARGIN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fatture pagate entro 30 giorni", "Fatture pagate entro 60 giorni"),
        ("Pratiche evase entro 5 gg", "Pratiche evase entro dieci giorni"),
    ],
)
def test_another_number_is_another_indicator(one: str, other: str) -> None:
    assert measure_likeness(list_terms(one), list_terms(other)) < ALIAS_SCORE


def test_a_number_on_one_side_counts_less() -> None:
    plain, five, ten = (list_terms(f"Pratiche evase{limit}") for limit in ("", " 5", " 10"))
    assert 100 > measure_likeness(plain, five) > measure_likeness(five, ten)
    assert measure_likeness(plain, five) == measure_likeness(five, plain) == 92


def test_words_are_compared_without_endings_and_function_words() -> None:
    assert list_terms("Il tempo medio di risposta ai quesiti").words == "med quesit rispost temp"
    assert list_terms("dopo ore e anni").words == "anni dopo ore"
    assert list_terms("n x").words == ""
    assert list_terms("Importo 1.210,50").numbers == {"1.210,50"}


def test_years_abbreviations_and_number_words_make_no_difference() -> None:
    for one, other in [
        ("N. conciliazioni concluse nell'anno 2017", "Numero conciliazioni concluse nell'anno 2019"),
        ("Pratiche RI evase entro 5 gg", "Pratiche Registro Imprese evase entro cinque giorni"),
        ("% fatture pagate (ID Benchmarking 399)", "Percentuale fatture pagate"),
    ]:
        assert measure_likeness(list_terms(one), list_terms(other)) == 100


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    score = measure_likeness(list_terms(one), list_terms(other))
    assert score == measure_likeness(list_terms(other), list_terms(one))
    assert 0 <= score <= 100
    assert measure_likeness(list_terms(one), list_terms(one)) in {0.0, 100.0}


def test_a_name_that_shares_nothing_is_not_alike_at_all() -> None:
    assert min(score for score, _, _ in INDEX.alike("0 0 0")) == 0.0
