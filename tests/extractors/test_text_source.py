"""The text form of plans: rows, lines, and what a converter did to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import EmptyFile, UnreadableFile, WrongEncoding
from extractors.pages.model import TableRow, TextLine
from extractors.pages.text_form.markup import cleaned, fragments, is_bold
from extractors.pages.text_form.source import TextDocument, decode, parse, read_document
from extractors.text import single_spaced

PLANS = Path(__file__).parents[3] / "shared" / "plans" / "text"


def rows(document: TextDocument) -> list[list[str]]:
    return [[cell.text for cell in item.cells] for item in document.items if isinstance(item, TableRow)]


def lines(document: TextDocument) -> list[str]:
    return [item.text for item in document.items if isinstance(item, TextLine)]


def write(folder: Path, content: bytes) -> Path:
    path = folder / "piano.txt"
    path.write_bytes(content)
    return path


# Rows and tables


def test_cells_keep_their_index_and_empty_ones_stay() -> None:
    (row,) = parse("Titolo\n\n⇥Peso⇥⇥100 %⇥".replace("⇥", "\t")).items[1:]
    assert isinstance(row, TableRow)
    assert [(c.column, c.span, c.text) for c in row.cells] == [
        (0, 1, ""),
        (1, 1, "Peso"),
        (2, 1, ""),
        (3, 1, "100 %"),
        (4, 1, ""),
    ]
    assert row.place.line == 3
    assert row.place.box is None
    assert {c.place.line for c in row.cells} == {3}


@pytest.mark.parametrize("between", ["", "Allegato 2", "\n", "**Azione**  "])
def test_a_table_ends_with_the_first_line_that_is_no_row(between: str) -> None:
    document = parse(f"a\t1\nb\t2\n{between}\nc\t3\n")
    tables = [item.table for item in document.items if isinstance(item, TableRow)]
    assert tables == [1, 1, 2]


@pytest.mark.parametrize(
    "printed",
    [
        "--\t--\t---\t------\t------\t--\t--",  # massa-carrara-2017, line 176
        "------------\t--",  # modena-2017, line 808
        ":---\t---:\t:--:",
    ],
)
def test_a_converters_line_of_dashes_is_not_printed(printed: str) -> None:
    document = parse(f"Indicatori\tTarget\n{printed}\nNome\t3")
    assert rows(document) == [["Indicatori", "Target"], ["Nome", "3"]]
    assert {item.table for item in document.items if isinstance(item, TableRow)} == {1}


@pytest.mark.parametrize("printed", ["Stato\t---", "\t---", "---\t", "-\t-", "€ 0,00\t-"])
def test_a_printed_dash_is_a_value(printed: str) -> None:
    assert rows(parse(printed)) == [printed.split("\t")]


def test_a_row_of_nothing_is_no_row_and_ends_no_table() -> None:
    document = parse("a\t1\n\t\t\nb\t2")
    assert [item.table for item in document.items if isinstance(item, TableRow)] == [1, 1]


# Conversion damage


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Target 2017 &gt;= 90", "Target 2017 >= 90"),
        ("&amp;gt;= 90&#37;", ">= 90%"),
        ("<b>Peso</b>", "Peso"),
        ("Chericoni Sergio (<i>dimissionario</i>)", "Chericoni Sergio (dimissionario)"),
        ("indagine di <i>people satisfaction</i> fra", "indagine di people satisfaction fra"),
        ("<u>Componenti</u>", "Componenti"),
        ('<ul style="list-style-type: none"> • Creazione • Elaborazione ', "• Creazione • Elaborazione"),
        ("prima<br>dopo<br/>ancora<BR />poi", "prima dopo ancora poi"),
        ("100 m<sup>2</sup>, nota <sup>12</sup>", "100 m², nota ¹²"),
        # A cell keeps its LaTeX: the PDF of the same plan prints it so, and the grammar of targets reads it.
        (r"Livello anno n \geq Livello anno n-1", r"Livello anno n \geq Livello anno n-1"),
        ("**Realizzazione progetto / azione**", "Realizzazione progetto / azione"),
        ("a\u00a0b ge\u00adstione c\u2003d", "a b gestione c d"),
    ],
)
def test_damage_is_taken_out(raw: str, clean: str) -> None:
    assert " ".join(fragments(raw)) == clean


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("ge\u00adstione, gestio\u00ad ne, anno\u00ad", "gestione, gestio ne, anno"),
        ("\u00ad", "-"),  # a font may name its hyphen so
        ("fino a \u00ad15 gg \u00ad 20", "fino a -15 gg - 20"),
        ("10\u00ad15 gg", "10\u00ad15 gg"),  # one number or a range: who reads the cell doubts it
        ("10\u00ad", "10-"),
    ],
)
def test_soft_hyphens_are_none_within_words_alone(raw: str, printed: str) -> None:
    assert single_spaced(raw) == printed


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (r"$\leq 13$ gg", "≤ 13 gg"),
        (r"$x \le x-1$", "x ≤ x-1"),
        (r"Area Strategica \implies Obiettivo", "Area Strategica ⇒ Obiettivo"),
        (r"$80\%$", "80%"),
        (r"\text{almeno} 3", "almeno 3"),
    ],
)
def test_latex_in_prose_is_read(raw: str, clean: str) -> None:
    assert cleaned(raw, prose=True) == clean


@pytest.mark.parametrize(
    "printed",
    [
        "<5",
        "< 20%",
        "<=31/12/2017",
        "x < y e y > z",
        "E-salute&silver economy",
        "&notizie",
        "Procedimenti avviati/procedimenti fattibili*100",
        "N. documenti informatici in E/U*100/N. documenti in E/U *100",
        "VALORE OBIETTIVO*",
        "VALORE OBIETTIVO**",
        "** nota a pie' di pagina",
        "2 ** 3 ** 4",
        "costo 5$ e 10$",
        r"C:\piani\2019",
        "#1 in classifica",
        "nome_con_trattini_bassi",
    ],
)
def test_what_is_printed_stays(printed: str) -> None:
    assert " ".join(fragments(printed)) == printed


def test_single_stars_are_emphasis_in_prose_only() -> None:
    text = "la *meccanica* e le *Macchine da impiego*, con a*b*c e 3 *100/n *100"
    assert cleaned(text, prose=True) == "la meccanica e le Macchine da impiego, con a*b*c e 3 *100/n *100"
    assert cleaned(text) == text


def test_paragraphs_of_a_cell_are_kept_apart_beside_its_text() -> None:
    document = parse("Indicatori\tAzione\n<p>Nome</p> <p>Peso 50 % Stato 3</p>\t<p>solo</p>")
    assert rows(document)[1] == ["Nome Peso 50 % Stato 3", "solo"]
    assert document.fragments == {(2, 0): ("Nome", "Peso 50 % Stato 3")}


@pytest.mark.parametrize(
    ("raw", "bold"),
    [
        ("<b>Realizzazione</b>", True),
        ("**Realizzazione**", True),
        ("<b>TIPO</b> e <b>AREA</b>", False),
        ("**Nota:** testo", False),
        ("testo", False),
        ("", False),
    ],
)
def test_bold(raw: str, bold: bool) -> None:
    assert is_bold(raw) is bold
    assert isinstance(cell_row := parse(f"{raw}\tx").items[0], TableRow)
    assert cell_row.cells[0].bold is bold


# Lines


def test_headings_are_bold_lines_without_their_marks() -> None:
    document = parse("## Area Strategica\n\n#### Indicatori ####\n\nNome")
    assert [(item.text, item.place.line) for item in document.items] == [
        ("Area Strategica", 1),
        ("Indicatori", 3),
        ("Nome", 5),
    ]
    assert [item.bold for item in document.items if isinstance(item, TextLine)] == [True, True, False]


def test_a_bold_word_behind_a_word_began_a_line() -> None:
    # massa-carrara-2017, line 3: the head of the first card, all in one line
    document = parse(
        'All. 2) alla deliberazione n. 61 del 25.05.18**Obiettivo 1:** La CCIAA "Cabina di Regia"'
        "**Linea Strategica 1.1:** Consolidare il ruolo**Azioni**"
    )
    assert [(item.text, item.place.line) for item in document.items] == [
        ("All. 2) alla deliberazione n. 61 del 25.05.18", 1),
        ('Obiettivo 1: La CCIAA "Cabina di Regia"', 1),
        ("Linea Strategica 1.1: Consolidare il ruolo", 1),
        ("Azioni", 1),
    ]


@pytest.mark.parametrize("printed", ["**Indicatori****Azione**", "**Indicatori** **Azione**"])
def test_headings_side_by_side_are_two_lines(printed: str) -> None:
    document = parse(printed)
    assert lines(document) == ["Indicatori", "Azione"]
    assert all(item.bold for item in document.items if isinstance(item, TextLine))


@pytest.mark.parametrize(
    "printed",
    [
        "Per l'**edilizia** mostriamo un settore",
        "crescita del **Pil** che, per **noi**, è",
        'il "**Piano**" e (**forse**) imprese/**enti**',
    ],
)
def test_bold_words_in_prose_stay_in_their_line(printed: str) -> None:
    assert lines(parse(printed)) == [printed.replace("*", "")]


def test_emphasis_runs_over_the_lines_of_a_paragraph() -> None:
    document = parse("**Realizzazione obiettivo nei termini  \nprevisti dalla norma**\n\n**aperto\n\nchiuso**")
    assert [(item.text, item.place.line) for item in document.items] == [
        ("Realizzazione obiettivo nei termini", 1),
        ("previsti dalla norma", 2),
        ("**aperto", 4),
        ("chiuso**", 6),
    ]
    assert [item.bold for item in document.items if isinstance(item, TextLine)] == [True, True, False, False]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    document = parse(end.join(["uno", "", "a\tb", "due\x0b\x0c\u2028tre"]))
    assert [(item.text, item.place.line) for item in document.items] == [
        ("uno", 1),
        ("a | b", 3),
        ("due tre", 4),
    ]


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_or_without_mark(tmp_path: Path, encoding: str) -> None:
    assert read_document(write(tmp_path, "Qualità\t≥ 80 €".encode(encoding))).items[0].text == "Qualità | ≥ 80 €"


@pytest.mark.parametrize(
    "content",
    [
        "Qualità\t80".encode("latin-1"),
        "Qualità – €".encode("cp1252"),
        "senza marca".encode("utf-16-le"),
        b"\xff\xfe\x00\xd8",  # UTF-16 with half a surrogate pair
    ],
)
def test_other_encodings_are_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(WrongEncoding) as caught:
        read_document(write(tmp_path, content))
    assert re.search(r"\d+ is ", caught.value.cause)


@pytest.mark.parametrize("content", [b"", b"\n \t\r\n", b"\xef\xbb\xbf\n", "\ufeff \n".encode("utf-16")])
def test_nothing_to_read(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(EmptyFile):
        read_document(write(tmp_path, content))


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "manca.txt"):
        with pytest.raises(UnreadableFile):
            read_document(path)


# Any text at all


@given(st.text())
def test_no_text_raises(text: str) -> None:
    document = parse(text)
    count = len(re.split(r"\r\n|\r|\n", text))
    numbers = [item.place.line or 0 for item in document.items]
    assert numbers == sorted(numbers)
    assert all(1 <= number <= count for number in numbers)
    assert all(item.text for item in document.items)


@given(st.text(alphabet="ab1 \t\n<>/pbi&;gt*#$\\{}-|_."))
def test_no_markup_raises(text: str) -> None:
    document = parse(text)
    # Letters and digits of a line without markup are all there, in order.
    for number, line in enumerate(text.split("\n"), start=1):
        if not re.search(r"[<>&*#$\\]", line) and not re.fullmatch(r"[\s-]*", line):
            found = "".join(item.text for item in document.items if item.place.line == number)
            assert re.findall(r"\w", found) == re.findall(r"\w", line)


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_characters="<>&*#$\\\x00\u00ad")), min_size=2)))
def test_cells_lose_nothing_that_is_printed(table: list[list[str]]) -> None:
    cells = [[re.sub(r"[\t\r\n]", " ", cell) for cell in row] for row in table]
    document = parse("\n".join("\t".join(row) for row in cells))
    expected = {
        number: [" ".join(cell.split()) for cell in row]
        for number, row in enumerate(cells, start=1)
        if any(cell.split() for cell in row) and not all(re.fullmatch(r"\s*:?-{2,}:?\s*", cell) for cell in row)
    }
    assert {row.place.line: [c.text for c in row.cells] for row in document.items if isinstance(row, TableRow)} == (
        expected
    )


@given(st.binary())
def test_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except WrongEncoding:
        return
    assert "\x00" not in text


# The real plans


@pytest.mark.skipif(not PLANS.is_dir(), reason="the plans of ../shared are not there")
def test_the_five_plans_come_out_whole() -> None:
    for path in sorted(PLANS.glob("*.txt")):
        document = read_document(path)
        printed = path.read_text(encoding="utf-8").split("\n")
        for item in document.items:
            assert not re.search(r"</?[a-z]+[ >]|&\w+;|\*\*", item.text), f"{path.name}: {item.text}"
            assert isinstance(item, TableRow) or not re.search(r"\\[a-z]", item.text), f"{path.name}: {item.text}"
        for row in (item for item in document.items if isinstance(item, TableRow)):
            for cell, raw in zip(row.cells, printed[(row.place.line or 0) - 1].split("\t"), strict=True):
                if not re.search(r"[<&\\]", raw):
                    assert cell.text == " ".join(raw.split())
        rest = {item.place.line for item in document.items}
        left = [line for n, line in enumerate(printed, start=1) if n not in rest and line.strip()]
        assert all(re.fullmatch(r"[-\t]+", line) for line in left), left
