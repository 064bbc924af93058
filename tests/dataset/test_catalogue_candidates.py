"""Names that look like one of the catalogue, or like one another, are suggested with their evidence, never taken."""

from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers.catalogue.catalogue import Catalogue, CatalogueIndex
from pipeline.dataset.derived.catalogue_candidates import (
    ALIAS_MARGIN,
    ALIAS_SCORE,
    ENTRY_SCORE,
    PrintedName,
    suggest_names,
)
from tests.normalizers.test_catalogue import CATALOGUE, INDEX, SHARED, entry


def test_an_empty_catalogue_decides_and_suggests_nothing() -> None:
    empty = CatalogueIndex(Catalogue(version=1, entries=()))
    assert empty.decided("Numero di visite metrologiche") is None
    assert empty.alike("Numero di visite metrologiche") == []
    assert suggest_names([PrintedName("Numero di visite metrologiche", "A", "a-2020")], empty) == []


def test_a_catalogue_of_one_entry_has_no_runner_up() -> None:
    index = CatalogueIndex(Catalogue(version=1, entries=CATALOGUE.entries[:1]))
    near = CATALOGUE.entries[0].label_it.replace("standard di 30", "standard 30")
    (found,) = suggest_names([PrintedName(near, "A", "a-2020")], index)
    assert (found.entry_id, found.like) == (CATALOGUE.entries[0].id, CATALOGUE.entries[0].label_it)
    assert (found.runner_up, found.runner_up_score) == (None, 0)


def test_suggestions_carry_their_evidence() -> None:
    name = "Tempi medi di pagamento delle fatture passive"
    seen = [
        PrintedName(name, "Camera di commercio di Pisa", "pisa-2021", "giorni / fatture"),
        PrintedName(name.upper(), "Camera di commercio di Siena", "siena-2020"),
        PrintedName("Tempo medio di pagamento delle fatture passive", "Camera di commercio di Pisa", "pisa-2022"),
        PrintedName("Numero di scritture contabili registrate", "Camera di commercio di Pisa", "pisa-2021"),
    ]
    (found,) = suggest_names(seen, INDEX)
    assert (found.kind, found.entry_id) == ("alias", "tempo-medio-pagamento-fatture-passive")
    assert (found.name, found.like) == (name.upper(), "Tempo medio di pagamento delle fatture passive")
    assert found.score - found.runner_up_score >= ALIAS_MARGIN
    assert found.plans == ("pisa-2021", "siena-2020")
    assert found.chambers == ("Camera di commercio di Pisa", "Camera di commercio di Siena")
    assert found.formulas == ("giorni / fatture",)


def test_a_name_like_two_entries_is_suggested_for_neither() -> None:
    index = CatalogueIndex(
        Catalogue.model_validate(
            {
                "version": 1,
                "entries": [
                    entry(label_it="Numero imprese coinvolte nelle fiere"),
                    entry(id="other", label_it="Numero imprese coinvolte nelle gare"),
                ],
            }
        )
    )
    name = "Numero imprese coinvolte nelle mostre"
    (first, *_), (second, *_) = index.alike(name)
    assert first >= second >= ALIAS_SCORE
    assert first - second < ALIAS_MARGIN
    assert suggest_names([PrintedName(name, "A", "a-2020")], index) == []


def test_a_name_that_two_chambers_print_is_suggested_with_itself() -> None:
    seen = [PrintedName("Ore medie", "A", "a"), PrintedName("Ore medie", "B", "b"), PrintedName("Medie ore", "C", "c")]
    (found,) = suggest_names(seen, INDEX)
    assert (found.name, found.like, found.chambers) == ("Ore medie", "Ore medie", ("A", "B"))
    assert found.runner_up == "Medie ore"


def test_names_set_aside_are_not_suggested_again() -> None:
    refused = [PrintedName(name, "A", "a-2020") for one in CATALOGUE.entries for name in one.not_]
    assert [s for s in suggest_names(refused, INDEX) if s.kind == "alias"] == []


def test_names_of_two_chambers_are_suggested_as_a_new_entry() -> None:
    seen = [
        PrintedName("Numero di eventi formativi organizzati", "A", "a-2020"),
        PrintedName("Eventi formativi organizzati (numero)", "B", "b-2020", "conteggio"),
        PrintedName("Grado di copertura dei costi", "A", "a-2020"),
        PrintedName("Grado di copertura dei costi.", "B", "b-2020"),
        PrintedName("Ore di apertura della biblioteca", "A", "a-2020"),
        PrintedName("Ore di apertura delle biblioteche", "A", "a-2021"),
    ]
    found = suggest_names(seen, INDEX)
    assert [(s.kind, s.name, s.like) for s in found] == [
        ("entry", "Eventi formativi organizzati (numero)", "Numero di eventi formativi organizzati"),
        ("entry", "Grado di copertura dei costi", "Grado di copertura dei costi"),
    ]
    assert found[0].score >= ENTRY_SCORE
    assert (found[0].chambers, found[0].formulas) == (("A", "B"), ("conteggio",))
    assert [(s.runner_up, s.runner_up_score) for s in found] == [(None, 0), (None, 0)]


def test_a_new_entry_names_the_runner_up() -> None:
    seen = [
        PrintedName("Numero di eventi formativi organizzati", "A", "a-2020"),
        PrintedName("Numero eventi formativi organizzati", "B", "b-2020"),
        PrintedName("Numero eventi formativi organizzati in sede", "C", "c-2020"),
    ]
    (found,) = suggest_names(seen, INDEX)
    assert (found.name, found.like) == (seen[0].name, seen[1].name)
    assert found.runner_up == seen[2].name
    assert ENTRY_SCORE <= found.runner_up_score < found.score == 100
    assert found.runner_up_score == round(found.runner_up_score, 1)


@settings(deadline=None)
@given(st.permutations([PrintedName(n, p, p) for _, plans, n in SHARED for p in plans]), st.integers(0, 20))
def test_suggestions_do_not_depend_on_the_order(seen: list[PrintedName], cut: int) -> None:
    empty = CatalogueIndex(Catalogue(version=1, entries=CATALOGUE.entries[:3]))
    assert suggest_names(seen, empty) == suggest_names(sorted(seen, key=lambda s: (s.plan, s.name)), empty)
