"""The app as a person uses it, in Streamlit's own harness."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
MASSA = "Camera di commercio di Massa-Carrara"


@pytest.fixture
def app(shown: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("CRUSCOTTO_DATA", str(shown))
    monkeypatch.setattr("sys.argv", ["app.py"])
    return AppTest.from_file(str(APP), default_timeout=60).run()


def notes(app: Any) -> str:
    assert not app.exception
    return " ".join(note.value for note in app.markdown)


def show(app: Any, page: str) -> Any:
    return app.radio(key="page").set_value(page).run()


def test_it_opens_with_a_chamber(app: Any) -> None:
    assert not app.exception
    assert app.selectbox(key="of").value == MASSA
    assert [heading.value for heading in app.header] == [
        "Obiettivi",
        "Che cosa è cambiato rispetto al piano precedente",
        "Che cosa è in dubbio",
    ]
    assert {metric.label: metric.value for metric in app.metric}["raggiunti / misurati"] == "56 / 60"
    tree = app.dataframe[0].value
    (reached,) = tree.loc[tree["objective"].str.startswith("2 "), "pct"]
    assert reached == 86.84


def test_each_page_is_drawn(app: Any) -> None:
    for page in ("indicators", "outcomes", "compare", "one_chamber"):
        assert not show(app, page).exception


def test_choices_narrow_what_is_shown(app: Any) -> None:
    app.sidebar.multiselect(key="chamber").select(MASSA).run()
    app.sidebar.multiselect(key="year").select(2017).run()
    app.sidebar.text_input(key="search").input("rilevanza rapporto").run()
    assert "1 target di 1 indicatori" in notes(show(app, "indicators"))
    (row,) = app.dataframe[1].value.to_dict("records")
    assert (row["target_raw"], row["result_raw"], row["achievement"]) == ("3 testate", "7", "raggiunto")
    assert "/massa-carrara-2017.html#ind-" in row["report"]


def test_an_address_opens_at_what_was_chosen(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRUSCOTTO_DATA", str(shown))
    monkeypatch.setattr("sys.argv", ["app.py"])
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["year"] = ["2017"]
    app.query_params["search"] = "rilevanza rapporti"
    app.query_params["page"] = "indicators"
    app.query_params["lang"] = "en"
    app.run()
    assert "1 targets of 1 indicators" in notes(app)
    assert app.query_params["indicator"]


def test_a_choice_that_fits_nothing_says_so(app: Any) -> None:
    app.sidebar.text_input(key="search").input("nessun indicatore si chiama così").run()
    show(app, "indicators")
    assert not app.exception
    assert app.info[0].value == "Nessun indicatore corrisponde alla scelta."


def test_achievement_tells_what_the_printed_figures_are_not(app: Any) -> None:
    show(app, "outcomes")
    assert app.warning[0].value.startswith("2 percentuali stampate")
    outcomes: pd.DataFrame = app.dataframe[0].value
    assert outcomes["achievement"].value_counts().to_dict() == {"raggiunto": 56, "non raggiunto": 4}


def test_it_speaks_english(app: Any) -> None:
    app.sidebar.radio(key="language").set_value("en").run()
    assert "100 targets of 60 indicators" in notes(show(app, "indicators"))


def test_a_folder_without_dataset_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CRUSCOTTO_DATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["app.py"])
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert "make extract" in app.error[0].value
