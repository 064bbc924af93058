"""Tables whose rules part columns and not rows, drawn by hand: their rows are told by the room between them."""

from __future__ import annotations

from tests.extractors.sheets import Sheet
from tests.extractors.test_inferred import XS, heading, read

FRAME = (*XS, 390.0)
ROWS = (
    ("Tempo medio|di pagamento", "giorni / fatture", "<= 5"),
    ("Costo delle sedi|dell'ente", "euro", "10"),
    ("Visite del sito", "numero di|visite", "20"),
    ("Corsi di|formazione", "numero", "30"),
)
READ = [
    "Tempo medio di pagamento | giorni / fatture | <= 5",
    "Costo delle sedi dell'ente | euro | 10",
    "Visite del sito | numero di visite | 20",
    "Corsi di formazione | numero | 30",
]


def framed(sheet: Sheet, y: float, ys: tuple[float, ...]) -> Sheet:
    """A frame with rules between its columns, horizontal ones at `ys` alone; its rows from `y`."""
    for at, cells in enumerate(ROWS):
        sheet.cells(XS, y + 40 * at, *cells)
    return sheet.table(FRAME, ys)


def test_rows_in_a_frame_are_told_though_no_rule_parts_them() -> None:
    rows, lines = read(framed(heading(Sheet(), 105), 130, (100, 290)))
    assert rows == ["Indicatore | Algoritmo | Target 2018", *READ]
    assert lines == []


def test_a_rule_under_the_heading_does_not_make_one_row_of_the_others() -> None:
    assert read(framed(heading(Sheet(), 105), 130, (100, 120, 290)))[0][1:] == READ


def test_rows_in_a_frame_go_on_under_the_heading_of_the_page_before() -> None:
    rows, _ = read(framed(heading(Sheet(), 105), 130, (100, 290)), framed(Sheet(2), 60, (50, 220)))
    assert rows[1:] == [*READ, *READ]


def test_lists_in_two_cells_of_a_row_are_one_row() -> None:
    sheet = heading(Sheet(), 105).table(FRAME, (100, 120, 230, 340))
    for y in (130, 240):
        sheet.cells(XS, y, "Tempo medio", "giorni", "<= 5").cells(XS, y + 40, "", "fatture", "<= 6")
        sheet.cells(XS, y + 80, "", "pratiche", "<= 7")
    assert read(sheet)[0][1:] == ["Tempo medio | giorni fatture pratiche | <= 5 <= 6 <= 7"] * 2
