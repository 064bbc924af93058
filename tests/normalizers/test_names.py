"""Names compared, and the keys that tell one indicator of a plan from another."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalizers.names.names import Occurrence, fold, make_indicator_keys
from normalizers.names.series import SeriesKey, Stated, make_series_keys

unhurried = settings(deadline=None)


def key_of(
    name: str,
    *,
    code: str | None,
    path_root: str | None = None,
    node_code: str | None = None,
    node_titles: tuple[str, ...] = (),
) -> str:
    (key,) = make_indicator_keys([Occurrence(name, code, None, path_root, node_code, node_titles)])
    return key


# Each row: one name as two places of the sample plans (or two converters) print it.
SAME = [
    ("Grado di soddisfazione", "GRADO DI  SODDISFAZIONE"),
    ("nell' indagine di People Satisfaction", "nell'indagine di people satisfaction"),
    ("nell’indagine", "nell'indagine"),
    ("Imprese cessate/ Imprese attive", "Imprese cessate / Imprese attive"),
    ("Produzione rapporti /studi/ricerche", "Produzione rapporti/studi/ricerche"),
    ("N° quesiti pervenuti", "N °quesiti pervenuti"),
    ("N° incontri anno x/N°incontri anno x-1", "N. incontri anno x / n. incontri anno x -1"),
    ("N.ro di domande", "Numero di domande"),
    ("Nr. di domande", "nº di domande"),
    ("num.strumenti verificati", "Numero strumenti verificati"),
    ("PROMUOVERE LA COMPETITIVITA', L'INNOVAZIONE", "Promuovere la competitività, l'innovazione"),
    ("PARI OPPORTUNITA'", "pari opportunità"),
    ('pervenute nell\'anno "n"', "pervenute nell'anno “n”"),
    ("Formazione – efficacia", "Formazione - efficacia"),
    ("attività realiz\u00adzate", "attività realizzate"),
    ("attivita\u0300 realizzate", "attività realizzate"),
    ("servizi interni ( sale )", "servizi interni (sale)"),
    ("Rapporto Economia.", "Rapporto Economia"),
    ("Tempi\u00a0medi", "Tempi medi"),
]
DIFFERENT = [
    ("entro 5 giorni", "entro 30 giorni"),
    ("anno x-1", "anno x-2"),
    ("Tempo medio di pagamento", "Tempi medi di pagamento"),
    ("N. newsletter inviate", "Newsletter inviate"),
    ('anno "n"', "anno numero"),
    ("> 80%", "≥ 80%"),
    ("sì", "si'no"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_prints_of_one_name_fold_to_one_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@unhurried
@given(st.one_of(st.text(), st.text("nN.ro°º '’\"-/()|aàAÀ`12,;", max_size=30)))
@example("c.n.a.")
@example("''")
@example("ϓ İ ß ﬁ ﹟")
def test_folding_is_pure_and_settled(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(f"\u00a0{text} ") == folded
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert folded == " ".join(folded.split())


def test_a_coded_indicator_is_its_code() -> None:
    assert key_of("Predisposizione Rapporto Economia", code="O1.1.1-b", node_code="1.1.1") == "O1.1.1-b"
    assert key_of("another print of its name", code="O1.1.1-b", node_code="1.1") == "O1.1.1-b"


def test_numbers_of_other_sections_are_other_indicators() -> None:
    keys = [key_of("a name", code="1", path_root=root) for root in (None, "activity", "process", "health")]
    assert keys == ["1", "activity/1", "process/1", "health/1"]


def test_a_generic_name_is_one_indicator_a_node() -> None:
    name = "Realizzazione progetto / azione"
    first = key_of(name, code=None, node_code="1012.0105.C1.11")
    again = key_of("Realizzazione progetto/azione", code=None, node_code="1012.0105.C1.11")
    other = key_of(name, code=None, node_code="1012.0108.C1.15")
    assert first == again != other


def test_nodes_without_code_tell_indicators_apart() -> None:
    """Maremma e Tirreno 2018, objective 7, area IV: two inspections with one name."""
    name = "Numero di ispezioni effettuate"
    titles = [
        "Metrologia legale - Efficacia dell'azione ispettiva",
        "Sicurezza e conformità dei prodotti - Efficacia dell'azione ispettiva",
    ]
    keys = {key_of(name, code=None, node_code="7", node_titles=(title,)) for title in titles}
    assert len(keys) == 2


@pytest.mark.parametrize("mark", [" (6)", " - (6)", " (*)", "(6)"])
def test_a_footnote_makes_no_other_indicator(mark: str) -> None:
    """Maremma e Tirreno 2018, objective 14: the title is printed with and without its footnote."""
    title = "Ottimizzare flussi informativi (progetti europei, progetti finanziati con maggiorazione 20%)"
    plain, marked = (
        key_of("Incontri periodici", code=None, node_code="14", node_titles=(text,)) for text in (title, title + mark)
    )
    assert plain == marked


def test_a_row_printed_again_for_another_area_is_one_indicator() -> None:
    """Maremma e Tirreno 2018: area SG and area II print the same row under objective 9."""
    titles = ("Rispetto dei tempi procedurali: celerità nell'assistenza all'utenza esterna",)
    names = (
        "N °quesiti pervenuti tramite sito o email evasi entro 2 gg / N° quesiti pervenuti",
        "N° quesiti pervenuti tramite sito o email evasi entro 2 gg / N° quesiti pervenuti",
    )
    keys = make_indicator_keys([Occurrence(name, node_code="9", node_titles=titles) for name in names])
    assert len(set(keys)) == 1


MASSA = "massa-carrara"


def test_a_row_that_repeats_a_coded_one_by_its_objective_is_that_one() -> None:
    """Massa-Carrara 2019, section 6: the secretary general's indicators, by the objective's code alone."""
    rows = [
        Occurrence("Realizzazione programma delle attività proposto dalla Giunta camerale", node_code="1.1.1"),
        Occurrence("Realizzazione incontri periodici del SG con il personale", node_code="2.1.1"),
        Occurrence("Realizzazione incontri periodici del SG con il personale", node_code="2.1.2"),
        Occurrence(
            "Realizzazione programma delle attività proposto dalla Giunta camerale",
            "S1.1.1-a",
            MASSA,
            node_code="1.1",
        ),
        Occurrence("Realizzazione incontri periodici del SG con il personale", "O2.1.1-b", MASSA, node_code="2.1.1"),
        Occurrence("Realizzazione incontri periodici del SG con il personale", "O2.1.1-b", MASSA, node_code="2.1.1"),
    ]
    keys = make_indicator_keys(rows)
    assert keys[0] == keys[3] == "S1.1.1-a"
    assert keys[1] == keys[4] == keys[5] == "O2.1.1-b"
    assert keys[2] not in {"S1.1.1-a", "O2.1.1-b"}, "its node is not one that the code names"


def test_a_name_of_two_coded_indicators_joins_neither() -> None:
    rows = [
        Occurrence("Numero incontri", node_code="1.1.1"),
        Occurrence("Numero incontri", "O1.1.1-a", MASSA, node_code="1.1.1"),
        Occurrence("Numero incontri", "O1.1.1-b", MASSA, node_code="1.1.1"),
    ]
    assert len(set(make_indicator_keys(rows))) == 3


def test_formulas_tell_rows_of_one_place_and_name_apart() -> None:
    rows = [
        Occurrence("Grado di realizzazione", node_code="1.1", formula="lavori realizzati / programmati"),
        Occurrence("Grado di realizzazione", node_code="1.1", formula="corsi realizzati / programmati"),
        Occurrence("Grado di realizzazione", node_code="1.1", formula="Corsi realizzati/programmati"),
        Occurrence("Grado di copertura", node_code="1.1", formula="a / b"),
        Occurrence("Grado di copertura", node_code="1.1"),
    ]
    keys = make_indicator_keys(rows)
    assert keys[0] != keys[1] == keys[2]
    assert keys[3] == keys[4], "one print of two leaves the formula out"


@unhurried
@given(
    st.lists(
        st.builds(
            Occurrence,
            name=st.sampled_from(["Numero incontri", "numero  incontri", "Tempi medi"]),
            code=st.sampled_from([None, "O1.1.1-a", "S1.1.1-a", "no code"]),
            scheme=st.sampled_from([None, MASSA]),
            path_root=st.sampled_from([None, "activity"]),
            node_code=st.sampled_from([None, "1.1", "1.1.1"]),
            node_titles=st.sampled_from([(), ("Titolo",)]),
            formula=st.sampled_from([None, "a/b", "c/d"]),
        ),
        max_size=8,
    )
)
def test_keys_follow_the_rows_whatever_their_order(rows: list[Occurrence]) -> None:
    keys = make_indicator_keys(rows)
    assert make_indicator_keys(rows[::-1]) == keys[::-1]
    for row, key in zip(rows, keys, strict=True):
        assert key
        if row.code:
            assert key.endswith(row.code)


def test_a_series_is_decided_by_a_person_else_by_the_name_else_by_the_place() -> None:
    stated = [Stated("a", "Visite"), Stated("b", "Progetto"), Stated("c", "Progetto"), Stated("d", "Corsi 2020")]
    keys = make_series_keys(stated, {"visite": "accessi"}, frozenset())
    assert keys["a"] == SeriesKey("person", "accessi")
    assert keys["b"] == SeriesKey("place", "b|progett")
    assert keys["d"] == SeriesKey("name", "cors")
    assert make_series_keys(stated, {}, frozenset({"corsi 2020"}))["d"].rule == "place"
