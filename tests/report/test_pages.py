"""The report's pages as files: what they hold, what they never hold, and that they are the same in every run."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
from markupsafe import escape
from openpyxl import Workbook
from PIL import Image

from pipeline.corrections.check import ORDER
from pipeline.dataset import vocabularies
from pipeline.publish.dataset_files import read_dataset
from pipeline.report.build import POLICY
from pipeline.report.plan_names import slug_of
from pipeline.report.texts import LANGUAGES, load_texts
from pipeline.run.extract import run
from tests.report.plans import HOSTILE, correction, report

RAW = Path(__file__).parents[2] / "data" / "raw"
PDF = RAW / "massa-carrara-2017.pdf"
TEXT = Path(__file__).parents[1] / "pipeline" / "plans" / "massa-carrara-2017.txt"


class Page(HTMLParser):
    """The tags of a page, and the words outside them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice in {tag} {names}"
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of an invented plan with hostile texts, without its PDF, with a correction that does not fit."""
    return report(tmp_path_factory.mktemp("invented"), correction("Un altro", "<b>", "<i>"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a real plan, as PDF and as text."""
    folder = tmp_path_factory.mktemp("raw")
    shutil.copy(PDF, folder / "plan.pdf")
    shutil.copy(TEXT, folder / "plan.txt")
    out = tmp_path_factory.mktemp("clean")
    run([folder], out, report=True)
    return out


def pages(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.html"))


def test_texts_of_plans_are_escaped_and_there(invented: Path) -> None:
    page = invented / "modena-2017.html"
    source = page.read_text(encoding="utf-8")
    assert str(escape(HOSTILE)) in source
    assert "<script>window" not in source
    assert "onerror=1>" not in source.replace("onerror=1&gt;", "")
    assert HOSTILE in "".join(Page(page).words)
    assert "{{ 7 * 7 }}" in source


@pytest.mark.parametrize("where", ["invented", "real"])
def test_pages_hold_no_code_no_style_and_nothing_from_elsewhere(where: str, request: pytest.FixtureRequest) -> None:
    given: Path = request.getfixturevalue(where)
    folder = given if where == "invented" else given / "report"
    for path in pages(folder):
        page = Page(path)
        policies = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
        assert policies == [POLICY]
        assert "unsafe" not in POLICY
        first = next(tag for tag, attrs in page.tags if tag == "script" or "http-equiv" in attrs or tag == "link")
        assert first == "meta"  # a policy holds for what comes after it
        for tag, attrs in page.tags:
            assert tag not in ("style", "iframe", "object", "embed", "base")
            assert not any(name == "style" or name.startswith("on") for name in attrs)
            assert tag != "script" or attrs.get("src")
            for name in ("src", "href"):
                target = attrs.get(name)
                if target and not target.startswith("#"):
                    assert re.fullmatch(r"[a-z0-9/.#=-]+", target), target
                    assert (folder / target.partition("#")[0]).is_file(), target


def test_every_id_stands_once_and_links_within_a_page_lead_somewhere(real: Path) -> None:
    for path in pages(real / "report"):
        page = Page(path)
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        for link in page.all("a"):
            target = (link["href"] or "").partition("#")[2]
            kind, _, value = target.partition("=")
            if (link["href"] or "").startswith("#"):
                assert {"indicator": value, "page": f"page-{value}", "line": f"line-{value}"}.get(kind, kind) in ids


def test_every_indicator_and_cell_of_the_tables_is_on_its_page(real: Path) -> None:
    tables = read_dataset(real)
    for plan, name in ((row["plan_id"], row["source_file"]) for row in tables["plans"]):
        slug = f"plan-{plan.removeprefix('plan-')}"  # two files of one name but for the ending
        page = Page(real / "report" / f"{slug}.html")
        indicators = [row for row in tables["indicators"] if row["plan_id"] == plan]
        values = [row for row in tables["values"] if row["plan_id"] == plan and row["clause"] == 1]
        assert [a["id"] for a in page.all("article")] == [row["indicator_id"] for row in indicators]
        assert {r["data-cell"] for r in page.all("tr") if "data-cell" in r} == {row["value_id"] for row in values}
        boxes = [r for r in page.all("rect") if r["class"] == "row-box"]
        cells = [r for r in page.all("rect") if "data-of" in r]
        if name.endswith(".pdf"):
            assert len(boxes) == len(indicators)
            assert len(cells) == len(values)
            row = indicators[0]
            x, y, width, height = (float(boxes[0][edge] or "") for edge in ("x", "y", "width", "height"))
            assert (x, y) == (row["x0"], row["y0"])
            assert [width, height] == pytest.approx([row["x1"] - row["x0"], row["y1"] - row["y0"]])
        else:
            assert boxes == cells == page.all("img") == []
            lines = TEXT.read_text(encoding="utf-8").split("\n")
            assert sum(1 for _, a in page.tags if (a.get("id") or "").startswith("line-")) == len(lines)
            assert next(a["data-lines"] for a in page.all("article"))


def test_pictures_have_the_shape_of_their_pages(real: Path) -> None:
    plan = next(row for row in read_dataset(real)["plans"] if row["media_type"] == "application/pdf")
    page = Page(real / "report" / f"{plan['plan_id']}.html")
    pictures, drawings = page.all("img"), page.all("svg")
    assert len(pictures) == len(drawings) == plan["pages"]
    for picture, drawing in zip(pictures, drawings, strict=True):
        with Image.open(real / "report" / (picture["src"] or "")) as image:
            assert image.format in ("PNG", "WEBP")
            assert [str(side) for side in image.size] == [picture["width"], picture["height"]]
            width, height = map(float, (drawing["viewbox"] or "").split()[2:])
            assert image.width / image.height == pytest.approx(width / height, rel=0.01)
        assert picture["loading"] == "lazy"
        assert picture["alt"]


def test_a_plan_without_its_pdf_has_blank_sheets_with_its_boxes(invented: Path) -> None:
    page = Page(invented / "modena-2017.html")
    assert page.all("img") == []
    assert [svg["class"] for svg in page.all("svg")] == ["blank"] * 3
    assert len([r for r in page.all("rect") if r["class"] == "row-box"]) == 5


def test_a_document_without_pages_shows_its_rows_with_their_places(tmp_path: Path) -> None:
    folder, out = tmp_path / "raw", tmp_path / "clean"
    folder.mkdir()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Obiettivi"
    for row in (
        ["Camera di commercio di Prova", None, None],
        ["Piano della performance 2021", None, None],
        ["Indicatore", "Formula", "Target 2021"],
        ["Incontri con le imprese", "numero", ">= 5"],
        ["Fiere visitate", "numero", "3"],
    ):
        sheet.append(row)
    book.save(folder / "plan.xlsx")
    run([folder], out, report=True)
    (path,) = (
        one for one in (out / "report").glob("*.html") if one.stem != "index" and not one.stem.endswith("review")
    )
    page = Page(path)
    marks = [tag for name, tag in page.tags if name == "tr" and tag.get("class") == "mark"]
    assert len(marks) == 2
    assert {"Obiettivi", "A4", "C4 ", ">= 5", "Fiere visitate"} <= {word.strip("\n") for word in page.words}


def test_what_waits_for_a_person_stands_first_the_gravest_at_the_top(invented: Path) -> None:
    source = (invented / "modena-2017.html").read_text(encoding="utf-8")
    assert source.index('id="review"') < source.index('id="issues"') < source.index('id="rows"')
    queue = [a for a in Page(invented / "modena-2017.html").all("li") if a.get("class") == "item"]
    assert [(a["data-status"], "data-of" in a) for a in queue] == [
        ("invalid", True),
        ("review", True),
        ("review", False),  # low confidence: no cell of it is in doubt
        ("corrected", False),  # the correction that fits nothing
    ]


def test_selectors_say_as_little_as_tells_an_indicator_from_the_others(invented: Path) -> None:
    page = Page(invented / "modena-2017.html")
    wheres = [a["data-where"] for a in page.all("article")]
    assert wheres[1] == '{"name": "Realizzazione progetto", "page": 2}'
    assert [where is not None and "indicator_id" in where for where in wheres] == [False, False, True, True, False]


def test_the_same_tables_give_the_same_bytes(tmp_path: Path, real: Path) -> None:
    sources = [PDF, TEXT]
    (tmp_path / "raw").mkdir()
    for path in sources:
        shutil.copy(path, tmp_path / "raw" / f"plan{path.suffix}")
    result = run([tmp_path / "raw"], real, jobs=1, report=True)
    assert not result.changed


def test_a_run_without_report_takes_the_old_one_away(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(TEXT, tmp_path / "raw" / "plan.txt")
    run([tmp_path / "raw"], tmp_path / "out", report=True)
    assert (tmp_path / "out" / "report" / "index.html").is_file()
    run([tmp_path / "raw"], tmp_path / "out")
    assert not (tmp_path / "out" / "report").exists()


def test_there_is_a_text_in_both_languages_for_every_word_that_pages_and_scripts_use() -> None:
    known = load_texts()
    assert {tuple(found) for found in known.values()} == {LANGUAGES}
    assert all(text.strip() for found in known.values() for text in found.values())
    groups = {
        "level": get_args(vocabularies.Level),
        "status": get_args(vocabularies.Status),
        "role": vocabularies.ROLES,
        "kind": vocabularies.KINDS,
        "unit": vocabularies.UNITS,
        "severity": get_args(vocabularies.Severity),
        "doc_type": get_args(vocabularies.DocType),
        "standing": ORDER,
    }
    assert {f"{group}.{word}" for group, found in groups.items() for word in found} <= known.keys()
    for script in ("report.js", "corrections.js"):
        source = files("pipeline.report").joinpath("static", script).read_text(encoding="utf-8")
        assert set(re.findall(r'text\("([^"]+)"', source)) <= known.keys()
    for found in known.values():
        holes = [set(re.findall(r"\{\w+\}", text)) for text in found.values()]
        assert holes[0] == holes[1]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ('Piano è "2019" <b>.pdf', "piano-e-2019-b"),
        ("../../etc.pdf", "etc"),
        ("計画.pdf", "plan"),
        ("a.b.PDF", "a-b"),
    ],
)
def test_pages_are_named_after_files_in_plain_letters(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_what_waits_says_why_without_repeating_the_cell(invented: Path) -> None:
    source = (invented / "modena-2017.html").read_text(encoding="utf-8")
    queue = source[source.index('id="review"') : source.index('id="issues"')]
    reasons = re.findall(r'<p class="why"><span data-it=".*?" data-en="(.*?)">', queue)
    assert len(reasons) == 2  # the row of low confidence has no sign in this plan
    assert not any("31/06/2018" in reason or "circa 80%" in reason for reason in reasons)


def test_the_page_of_a_long_plan_shows_its_first_indicators_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(TEXT, raw / "plan.txt")
    monkeypatch.setattr("pipeline.report.build._SHOWN", 20)
    (plan,) = run([raw], tmp_path / "out", report=True, jobs=1).plans
    shown = Page(tmp_path / "out" / "report" / "plan.html")
    rows = {attrs["data-indicator"] for name, attrs in shown.tags if name == "article"}
    assert len(rows) == 20 < plan.indicators
    assert f"La pagina mostra i primi 20 indicatori di {plan.indicators}: le tabelle li hanno tutti." in shown.words
