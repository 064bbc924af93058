"""The interface of the codes: variants of print, repairs, refusals, and which scheme answers."""

from typing import Any

import pytest

from normalizers.codes import SchemeFaultyError, list_schemes, make_scheme, read_code


def test_schemes() -> None:
    assert list_schemes() == ("generic", "maremma-tirreno", "massa-carrara", "modena", "riviere-di-liguria")


@pytest.mark.parametrize(
    ("raw", "scheme", "code", "level"),
    [
        ("OB 1:", "massa-carrara", "1", None),
        ("Obiettivo 1:", "massa-carrara", "1", None),
        ("OBIETTIVO 1:", "massa-carrara", "1", None),
        ("1.", "massa-carrara", "1", None),
        ("Linea Strategica 1.1:", "massa-carrara", "1.1", "strategic"),
        ("Programma 1.2.4:", "massa-carrara", "1.2.4", "programme"),
        ("o1.2.4-A", "massa-carrara", "O1.2.4-a", "operational"),
        ("O1.2.10-a", "massa-carrara", "O1.2.10-a", "operational"),
        ("O1.2.4\u2011a", "massa-carrara", "O1.2.4-a", "operational"),
        ("O1.2.4\u2013a", "massa-carrara", "O1.2.4-a", "operational"),
        ("\u00a0S1.2.4\u00ad-a ", "massa-carrara", "S1.2.4-a", "strategic"),
        ("Ｏ1.2.4-a", "massa-carrara", "O1.2.4-a", "operational"),
        ("801-", "modena", "801", "strategic"),
        ("1011.0501.D1.12-", "modena", "1011.0501.D1.12", "action"),
        ("1011.0501.d1.12", "modena", "1011.0501.D1.12", "action"),
        ("Obiettivo operativo 8023.00.A1.21", "modena", "8023.00.A1.21", "operational"),
        ("Programma 802", "modena", "802", "strategic"),  # what the code says goes before the word
        ("5 BIS", "riviere-di-liguria", "5-bis", "strategic"),
        ("5-bis.1", "riviere-di-liguria", "5-bis.1", "operational"),
        ("5bis.1", "riviere-di-liguria", "5-bis.1", "operational"),
        ("6 ter", "riviere-di-liguria", "6-ter", "strategic"),
        ("N. 12", "riviere-di-liguria", "12", None),
        ("OS1.2", "generic", "OS1.2", "strategic"),
        ("OO 3", "generic", "OO3", "operational"),
        ("OP 2.1.3", "generic", "OP2.1.3", "operational"),
        ("Op.2.1.3", "generic", "OP2.1.3", "operational"),
        ("OP-2.1.3", "generic", "OP2.1.3", "operational"),
        ("KPI07", "generic", "KPI07", None),
        ("kpi 07", "generic", "KPI07", None),
        ("A3", "generic", "A3", None),
        ("Indicatore KPI07", "generic", "KPI07", None),
        ("Obiettivo operativo OO 1.2:", "generic", "OO1.2", "operational"),
        ("OB. 3", "generic", "3", None),
        ("OB3", "generic", "OB3", None),
        ("Obiettivo strategico n. 3", "generic", "3", "strategic"),
        ("Azione 2.1.3)", "generic", "2.1.3", "action"),
        ("1.1.10", "generic", "1.1.10", None),
        ("1.2-a", "generic", "1.2-a", None),
        ("1.2.b", "generic", "1.2.b", None),
        ("1.A.2", "generic", "1.A.2", None),
        ("A.1.2", "generic", "A.1.2", None),
        ("A.1-2", "generic", "A.1-2", None),
        ("II.1", "generic", "II.1", None),
        ("a. 1", "generic", "A1", None),
        ("4 bis", "generic", "4-bis", None),
        ("OS1-OP2.3", "generic", "OS1-OP2.3", "strategic"),
    ],
)
def test_variants_of_print_are_no_repairs(raw: str, scheme: str, code: str, level: str | None) -> None:
    read = read_code(raw, scheme)
    assert (read.code, read.scheme, read.level, read.repaired) == (code, scheme, level, ())


@pytest.mark.parametrize(
    ("raw", "scheme", "code", "repaired"),
    [
        ("01.2.4-a", "massa-carrara", "O1.2.4-a", ["read the zero in '01.2.4-a' as the letter O"]),
        ("OI.2.4-a", "massa-carrara", "O1.2.4-a", ["read the letter I in 'OI.2.4-a' as the digit 1"]),
        ("O1.2.l-a", "massa-carrara", "O1.2.1-a", ["read the letter l in 'O1.2.l-a' as the digit 1"]),
        ("O12.4-a", "massa-carrara", "O1.2.4-a", ["put the missing dot back into 'O12.4-a'"]),
        ("O11.24-a", "massa-carrara", "O1.1.24-a", None),
        ("O1.2.4a", "massa-carrara", "O1.2.4-a", ["put the missing dash back into 'O1.2.4a'"]),
        ("O1.2.4 a", "massa-carrara", "O1.2.4-a", None),
        ("O 1.2.4-a", "massa-carrara", "O1.2.4-a", ["closed the space in 'O 1.2.4-a'"]),
        ("1. 1", "massa-carrara", "1.1", ["closed the space in '1. 1'"]),
        ("I.1", "massa-carrara", "1.1", ["read the letter I in 'I.1' as the digit 1"]),
        (
            "0I.2.4-a",
            "massa-carrara",
            "O1.2.4-a",
            [
                "read the zero in '0I.2.4-a' as the letter O",
                "read the letter I in '0I.2.4-a' as the digit 1",
            ],
        ),
        ("0 l.2.4 -a", "massa-carrara", "O1.2.4-a", None),
        ("1011", "modena", "101.1", ["put the missing dot back into '1011'"]),
        ("1O11.01.D1.11", "modena", "1011.01.D1.11", None),
        ("1011.01.DI.1l", "modena", "1011.01.D1.11", None),
        ("101101.D1.11", "modena", "1011.01.D1.11", None),
        ("1011.01.D111", "modena", "1011.01.D1.11", None),
        ("1011.01. D1.11", "modena", "1011.01.D1.11", None),
        ("18. 2", "riviere-di-liguria", "18.2", None),
        ("l8.2", "riviere-di-liguria", "18.2", None),
        ("5 b1", "riviere-di-liguria", "5-bis.1", None),
        ("5 b1s", "riviere-di-liguria", "5-bis", None),
        ("1O.", "maremma-tirreno", "10", None),
        ("O11", "maremma-tirreno", "011", None),
    ],
)
def test_repairs_to_the_one_legal_code(raw: str, scheme: str, code: str, repaired: list[str] | None) -> None:
    read = read_code(raw, scheme)
    assert (read.code, read.raw) == (code, raw.strip())
    assert read.repaired, "a repair is always recorded"
    if repaired is not None:
        assert list(read.repaired) == repaired


@pytest.mark.parametrize(
    ("raw", "scheme"),
    [
        ("O124-a", "massa-carrara"),  # two dots are missing
        ("O1.2.4-1", "massa-carrara"),  # -i or -l
        ("O1.2.4", "massa-carrara"),  # the letter is missing: any
        ("1.2.4-a", "massa-carrara"),  # S or O
        ("1,1", "massa-carrara"),  # 1.1, or 1 and 1
        ("1-2", "massa-carrara"),  # a range
        ("I", "massa-carrara"),  # a Roman numeral, or a word
        ("1.1²", "massa-carrara"),  # the mark of a footnote
        ("181", "riviere-di-liguria"),  # 18.1 or 1.81
        ("1 2", "riviere-di-liguria"),  # 12 or 1.2
        ("5 c", "riviere-di-liguria"),
        ("8021.001.A1.21", "modena"),  # an objective or an action with a digit missing
        ("10", "modena"),
        ("8021.0001.G1.21", "modena"),
        ("8021.00012.A1.21", "modena"),
        ("8021.00.A1.211", "modena"),
        ("8021.00.A1.01", "modena"),
        ("8021.00.A0.21", "modena"),
        ("O1.2.100-a", "massa-carrara"),
        ("O1.10.1-a", "massa-carrara"),
        ("100", "riviere-di-liguria"),
        ("18.100", "riviere-di-liguria"),
        ("0111", "maremma-tirreno"),
        ("01", "maremma-tirreno"),
        ("111", "maremma-tirreno"),
        ("Totale", "generic"),
        ("31/12/2018", "generic"),
        ("2017-2019", "generic"),
        ("80%", "generic"),
        ("1.000 imprese", "generic"),
        ("", "generic"),
        ("1.1", "no such scheme"),
    ],
)
def test_what_is_no_code_or_could_be_two_is_kept_raw(raw: str, scheme: str) -> None:
    read = read_code(f"  {raw} ", scheme)
    assert read.raw == " ".join(raw.split())
    assert (read.code, read.scheme, read.level, read.process_code) == (None, None, None, None)
    assert (read.ancestors, read.repaired, read.parts, read.doubts) == ((), (), {}, ())


@pytest.mark.parametrize(
    ("raw", "scheme", "code"),
    [
        ("01.2.4-a", "massa-carrara", "O1.2.4-a"),
        ("1011.01.D1.11", "modena", "1011.01.D1.11"),
        ("101.1", "modena", "101.1"),
        ("5 b.1", "riviere-di-liguria", "5-bis.1"),
        (
            "18.2",
            "riviere-di-liguria",
            "18.2",
        ),  # as it stands; Massa-Carrara would have to repair it to 1.8.2
        ("011", "maremma-tirreno", "011"),
        ("OS1.2", "generic", "OS1.2"),
        ("KPI07", "generic", "KPI07"),
        ("1.1", None, None),  # Massa-Carrara or Riviere di Liguria
        ("1", None, None),
        ("l8.2", None, None),  # two schemes can repair it, each to another code
        ("Totale", None, None),
    ],
)
def test_without_a_scheme_exactly_one_must_fit(raw: str, scheme: str | None, code: str | None) -> None:
    read = read_code(raw)
    assert (read.scheme, read.code) == (scheme, code)


def test_readings_show_what_each_scheme_makes_of_a_text() -> None:
    found = {name: code for name in list_schemes() if (code := read_code("1.1", name).code)}
    assert found == {"massa-carrara": "1.1", "riviere-di-liguria": "1.1", "generic": "1.1"}
    assert all(read_code("Totale", name).code is None for name in list_schemes())


def test_parts() -> None:
    assert read_code("S1.2.4-a").parts == {
        "kind": "S",
        "area": "1",
        "line": "1.2",
        "programme": "1.2.4",
        "letter": "a",
    }
    assert read_code("1011.0102.D1.11").parts == {
        "strategic": "101",
        "programme": "101.1",
        "operational": "01",
        "action": "02",
        "process": "D1.11",
    }
    assert read_code("OS1.2-a", "generic").parts == {"label": "OS", "numbers": "1.2", "suffix": "a"}


@pytest.mark.parametrize(
    ("raw", "ancestors"),
    [
        ("1.2.3", ("1", "1.2")),
        ("1.2-a", ("1", "1.2")),
        ("4 bis", ("4",)),
        ("011", ()),
        ("OS1.2", ()),  # OP2.1.3 stands under OS2.1, not under OP2.1: the label's numbers name nothing
        ("1.A.2", ()),
    ],
)
def test_ancestors_of_a_plan_nobody_described(raw: str, ancestors: tuple[str, ...]) -> None:
    assert read_code(raw, "generic").ancestors == ancestors


def test_a_code_can_be_a_key() -> None:
    assert len({read_code("S1.2.4-a"), read_code("S1.2.4-a"), read_code("S1.2.4-b")}) == 2


def test_repair_says_which_sign_was_read_as_which() -> None:
    assert read_code("5 b1s", "riviere-di-liguria").repaired == (
        "closed the space in '5 b1s'",
        "read the digit 1 in '5 b1s' as the letter i",
    )


def test_text_that_is_too_long_is_no_code() -> None:
    assert read_code("OS" + "1.1000" * 3 + ".1" * 20, "generic").code is None
    assert read_code("1" + ".1000" * 6, "generic").code is not None


# Cells that hold several codes, and figures that look like codes


@pytest.mark.parametrize(
    ("raw", "scheme", "code"),
    [
        ("OS1.2, OS1.3", "generic", "OS1.2"),
        ("1.1 e 1.2", "generic", "1.1"),
        ("A1; A2", "generic", "A1"),
        ("1.1.1 / 1.1.2", "massa-carrara", "1.1.1"),
    ],
)
def test_of_several_codes_in_a_cell_the_first_is_taken_with_a_doubt(raw: str, scheme: str, code: str) -> None:
    read = read_code(raw, scheme)
    assert read.code == code
    assert len(read.doubts) == 1
    assert "2 codes" in read.doubts[0]


@pytest.mark.parametrize("raw", ["1.1, promozione", "1.1 e altri", "2027/04 bis e", ", "])
def test_a_code_beside_words_is_not_several_codes(raw: str) -> None:
    assert not read_code(raw, "generic").doubts


@pytest.mark.parametrize("raw", ["31.12.2023", "31/12/2023", "1.250", "12.500", "1.234.567"])
def test_days_and_amounts_are_no_codes(raw: str) -> None:
    assert read_code(raw, "generic").code is None


@pytest.mark.parametrize("raw", ["1.10.2", "30.06", "2027/04", "011.1", "01.250", "1.25"])
def test_chains_of_numbers_are_codes(raw: str) -> None:
    assert read_code(raw, "generic").code == raw


# A scheme that a layout file brings along

TRENTO: dict[str, Any] = {
    "slots": {"area": {"letters": "ABC"}, "number": {"digits": [1, 2]}, "kind": {"letters": "K"}},
    "forms": [
        {"form": "{area}", "level": "area"},
        {"form": "{area}{number}", "level": "operational", "ancestors": ["{area}"]},
        {"form": "{area}{number}-{kind}", "ancestors": ["{area}", "{area}{number}"]},
    ],
}


@pytest.mark.parametrize(
    ("raw", "code", "ancestors", "repairs"),
    [("B12", "B12", ("B",), 0), ("b 3-k", "B3-K", ("B", "B3"), 1), ("Bl-K", None, (), 0), ("D1", None, (), 0)],
)
def test_a_scheme_of_its_own_reads_and_repairs(
    raw: str, code: str | None, ancestors: tuple[str, ...], repairs: int
) -> None:
    read = read_code(raw, make_scheme("trento", TRENTO))
    assert (read.code, read.ancestors, len(read.repaired)) == (code, ancestors, repairs)
    assert read.scheme == (None if code is None else "trento")


def test_two_schemes_of_one_name_do_not_share_what_they_read() -> None:
    other = {**TRENTO, "forms": TRENTO["forms"][:1]}
    assert read_code("B12", make_scheme("trento", TRENTO)).code == "B12"
    assert read_code("B12", make_scheme("trento", other)).code is None


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ({"slots": {}, "forms": [{"form": "{area}"}]}, "has no slot area"),
        ({"slots": {"area": {}}, "forms": [{"form": "{area}"}]}, "one of the three"),
        ({"slots": {"area": {"letters": "A"}}, "forms": [{"form": "{area}", "depth": 1}]}, "forms.0.depth"),
    ],
)
def test_rules_that_describe_no_scheme_are_refused_with_the_place(rules: dict[str, object], fault: str) -> None:
    with pytest.raises(SchemeFaultyError, match=fault):
        make_scheme("trento", rules)


@pytest.mark.parametrize(("text", "read"), [("011-005-001", "011-005-001"), ("10-11-12", None), ("100-150", None)])
def test_groups_of_three_digits_are_a_code(text: str, read: str | None) -> None:
    """Rows under such nodes hung under the programme above, with nothing said."""
    assert read_code(text, "generic").code == read
