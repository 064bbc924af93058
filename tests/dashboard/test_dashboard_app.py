"""The pages of the dashboard as a browser asks for them."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from cssselect2 import ElementWrapper
from lxml import html

from dashboard.app import PAGES
from tests.dashboard.served import serve

MASSA = "Camera di commercio di Massa-Carrara"


def load(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return html.fromstring(answer.read().decode("utf-8"))


def show(address: str, **asked: object) -> Any:
    return load(f"{address}?{urlencode(asked, doseq=True)}")


def find(page: Any, path: str) -> list[Any]:
    return [found.etree_element for found in ElementWrapper.from_html_root(page).query_all(path)]


def texts(page: Any, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in find(page, path)]


def rows(page: Any, table: str) -> list[dict[str, str]]:
    """The rows of a table by the headings of its columns."""
    headings = texts(page, f"#{table} thead th")
    return [dict(zip(headings, texts(row, "td"), strict=True)) for row in find(page, f"#{table} tbody tr")]


def refusal(address: str, **headers: str) -> int:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60)
    return refused.value.code


def test_it_opens_with_a_chamber(address: str) -> None:
    page = load(address)
    assert texts(page, "#of option[selected]") == [MASSA]
    assert texts(page, "h2") == [
        "Obiettivi",
        "Che cosa è cambiato rispetto al piano precedente",
        "Che cosa è in dubbio",
    ]
    cards = dict(zip(texts(page, ".totals dt"), texts(page, ".totals dd"), strict=True))
    assert cards["raggiunti / misurati"] == "56 / 60"
    assert texts(page, ".bars td.figure") == ["raggiunto: 56, non raggiunto: 4"]


def test_the_tree_shows_how_far_each_objective_was_reached(address: str) -> None:
    page = load(address)
    (tree,) = find(page, "table[id^=objectives]")
    (reached,) = [row for row in find(tree, "tbody tr") if row.text_content().strip().startswith("2 ")]
    assert find(reached, ".pct")[0].text_content().split() == ["86,84"] * 2  # the bar's title, the cell
    (bar,) = find(reached, "rect")
    assert (bar.get("class"), bar.get("width")) == ("partly", "86.84%")
    nodes = [node.text_content() for node in find(tree, ".objective")]
    assert any(node.startswith("\u2003\u2003") for node in nodes)


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_five_plans_is_drawn(address_of_samples: str, name: str, language: str) -> None:
    page = show(address_of_samples, page=name, lang=language)
    assert texts(page, "[aria-current=page]") != []
    assert page.get("lang") == language
    assert find(page, "main table tbody tr")


def test_choices_narrow_what_is_shown(address: str) -> None:
    page = show(address, page="indicators", chamber=MASSA, year=2017, search="rilevanza rapporti")
    assert "1 target di 1 indicatori" in texts(page, ".note")
    (row,) = rows(page, "targets")
    assert (row["target (stampato)"], row["risultato (stampato)"], row["esito"]) == ("3 testate", "7", "raggiunto")
    assert texts(page, "input[checked]") == ["", ""]
    assert find(page, "#search")[0].get("value") == "rilevanza rapporti"


def test_each_row_and_each_figure_of_the_chart_leads_to_its_page_in_the_report(address: str) -> None:
    page = show(address, page="indicators", search="rilevanza rapporto")
    (link,) = find(page, "#targets .page a")
    assert "massa-carrara-2017.html#ind-" in link.get("href")
    marks = find(page, "svg.years a")
    assert len(marks) == len(find(page, "#figures tbody tr"))
    for one in (link, *marks):
        place, _, anchor = one.get("href").partition("#")
        assert find(load(urljoin(address, place)), f"#{anchor}")


def test_a_name_leads_to_its_chart(address: str) -> None:
    page = show(address, page="outcomes", search="rilevanza rapporto")
    (link,) = find(page, "#outcomes .name a")
    shown = load(urljoin(address, link.get("href")))
    (label,) = texts(shown, "#indicator option[selected]")
    assert " ".join(link.text_content().split()) in label
    assert texts(shown, "figcaption") == [label]


def test_a_table_is_sorted_by_the_column_that_is_clicked(address: str) -> None:
    page = show(address, page="outcomes")
    (link,) = [one for one in find(page, "#outcomes thead a") if one.text_content() == "% calcolata"]
    up = load(urljoin(address, link.get("href")))
    (link,) = find(up, "#outcomes [aria-sort=ascending] a")
    down = load(urljoin(address, link.get("href")))
    computed = [float(row["% calcolata"].replace(",", ".")) for row in rows(up, "outcomes")]
    assert computed == sorted(computed)
    assert len(set(computed)) > 1
    assert [float(row["% calcolata"].replace(",", ".")) for row in rows(down, "outcomes")] == computed[::-1]


def test_a_long_table_is_shown_whole_at_a_click(address_of_samples: str) -> None:
    page = show(address_of_samples, page="indicators")
    assert len(rows(page, "targets")) == 100
    (more,) = [one for one in find(page, ".below a") if one.text_content() == "Mostra tutte"]
    whole = load(urljoin(address_of_samples, more.get("href")))
    assert texts(page, ".below")[-1].startswith(f"100 righe di {len(rows(whole, 'targets'))}")


def test_a_choice_that_fits_nothing_says_so(address: str) -> None:
    page = show(address, page="indicators", search="nessun indicatore si chiama così")
    assert texts(page, ".empty") == ["Nessun indicatore corrisponde alla scelta."]


def test_achievement_tells_what_the_printed_figures_are_not(address: str) -> None:
    page = show(address, page="outcomes")
    assert texts(page, ".warning")[0].startswith("2 percentuali stampate")
    outcomes = [row["esito"] for row in rows(page, "outcomes")]
    assert (outcomes.count("raggiunto"), outcomes.count("non raggiunto")) == (56, 4)


def test_chambers_are_compared_in_one_role_year_and_unit(address_of_samples: str) -> None:
    page = show(address_of_samples, page="compare")
    other = show(address_of_samples, page="compare", alike=find(page, "#alike option")[-1].get("value"))
    assert texts(other, "#alike option[selected]") != texts(page, "#alike option[selected]")
    for one in (page, other):
        (chosen,) = texts(one, "#alike option[selected]")
        stated = [" · ".join(row[name] for name in ("ruolo", "anno", "unità")) for row in rows(one, "compared")]
        alike = [key for key in stated if key == chosen]
        assert len(alike) == len(find(one, ".bars tr"))


def test_what_is_not_there_is_refused(address: str, shown: Path) -> None:
    assert (shown / "report" / "index.html").is_file()
    for place in ("?page=other", "download?table=targets&as=exe", "download?table=none&as=csv", "report/none.html"):
        assert refusal(address + place) == 404
    assert refusal(address + "report/..%2fplans.csv") == 404
    assert refusal(address, Host="example.org") == 400


def test_the_newest_publication_is_shown(tmp_path: Path, shown: Path, samples: Path) -> None:
    folder = tmp_path / "clean"
    shutil.copytree(shown, folder, symlinks=True)
    with serve(folder) as address:
        assert texts(load(address), "#of option") == [MASSA]
        shutil.rmtree(folder)
        assert refusal(address) == 503
        shutil.copytree(samples, folder, symlinks=True)
        assert len(texts(load(address), "#of option")) == 4
