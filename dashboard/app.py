"""The dashboard as a web application: pages, downloads, and the report beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard import charts
from dashboard.chamber_page import make_chamber_page
from dashboard.comparison_page import make_comparison_page
from dashboard.data import FORMATS, Choice, Dataset, DatasetMissingError
from dashboard.indicator_page import make_indicator_page
from dashboard.labels import shorten_chamber, translate
from dashboard.outcome_page import make_outcome_page
from dashboard.page import Page, Part, Table
from dashboard.tables import lay_out
from dashboard.texts import TEXTS
from pipeline.report.plan_names import REPORT

PAGES: Final[dict[str, Callable[[Page], Iterator[Part]]]] = {
    "one_chamber": make_chamber_page,
    "indicators": make_indicator_page,
    "outcomes": make_outcome_page,
    "compare": make_comparison_page,
}
_FILTERS = ("chamber", "year", "level")
_KEPT = ("page", "lang", "sort")
"""What the address says and no field of the page's form does."""
_HEADERS: Final = {
    # Nothing but the files of this server is loaded, nothing inside a page runs.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def make_app(folder: Path, language: str = "it") -> Starlette:
    """The application for the dataset that is published in `folder`; `language` where the address names none.

    It answers only requests that name this machine as their host: no page of another origin can read here.
    """
    desk = _Desk(folder, language)
    return Starlette(
        routes=[
            Route("/", desk.show),
            Route("/download", desk.download),
            Route(f"/{REPORT}/{{path:path}}", desk.show_report),
            Mount("/static", StaticFiles(packages=[("dashboard", "static"), ("pipeline.report", "static")])),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )


@dataclass(frozen=True, slots=True)
class _Filter:
    """A filter: the values to choose from, each with its word and whether it is chosen."""

    name: str
    options: list[tuple[str, str, bool]]


class _Desk:
    """Answers requests from the newest publication."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self._language = language
        self._opened: tuple[int, Dataset] | None = None
        self._lock = Lock()
        templates = Environment(
            loader=PackageLoader("dashboard"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        templates.globals.update(lay_out=lay_out, charts=charts, formats=FORMATS, pages=PAGES, texts=TEXTS)
        self._template = templates.get_template("page.html")

    def show(self, request: Request) -> Response:
        """A page."""
        try:
            page = self._read(request)
        except DatasetMissingError:
            words = TEXTS[self._read_language(request)]
            return Response(words["missing"].format(folder=self._folder), 503, media_type="text/plain")
        name = page.get("page") or next(iter(PAGES))
        if name not in PAGES:
            raise HTTPException(404)
        kept = [(key, value) for key, value in page.asked if key in _KEPT]
        html = self._template.render(
            page=page, words=page.words, name=name, parts=PAGES[name](page), filters=_list_filters(page), kept=kept
        )
        return HTMLResponse(html, headers=_HEADERS)

    def download(self, request: Request) -> Response:
        """A table of the page that the address names, with all its rows, in the dataset's own words and columns."""
        page = self._read(request)
        table, kind = page.get("table"), page.get("as") or ""
        make = PAGES.get(page.get("page") or next(iter(PAGES)))
        for part in make(page) if make is not None and kind in FORMATS else ():
            if isinstance(part, Table) and part.name == table:
                written, media_type = FORMATS[kind]
                named = {"Content-Disposition": f'attachment; filename="{part.name}.{kind}"'}
                return Response(
                    written(part.frame[list(part.columns)]), media_type=media_type, headers=_HEADERS | named
                )
        raise HTTPException(404)

    def show_report(self, request: Request) -> Response:
        """A file of the report of the version that the pages show."""
        folder = self._open().version / REPORT
        path = (folder / request.path_params["path"]).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise HTTPException(404)
        return FileResponse(path, headers={"Cache-Control": "no-store"})

    def _read(self, request: Request) -> Page:
        data, asked = self._open(), request.query_params
        language = self._read_language(request)
        chosen = {
            name: [one for one in data.list_options(name) if str(one) in asked.getlist(name)] for name in _FILTERS
        }
        choice = Choice(chosen["chamber"], chosen["year"], chosen["level"], asked.get("search", ""))
        return Page(data, choice, TEXTS[language], language, asked.multi_items())

    def _read_language(self, request: Request) -> str:
        asked = request.query_params.get("lang", self._language)
        return asked if asked in TEXTS else next(iter(TEXTS))

    def _open(self) -> Dataset:
        """The published dataset, opened once a publication."""
        package = self._folder / "datapackage.json"
        changed = package.stat().st_mtime_ns if package.is_file() else 0
        with self._lock:
            if self._opened is None or self._opened[0] != changed:
                self._opened = changed, Dataset(self._folder)
            return self._opened[1]


def _list_filters(page: Page) -> list[_Filter]:
    chosen = {"chamber": page.choice.chambers, "year": page.choice.years, "level": page.choice.levels}
    return [
        _Filter(
            name,
            [
                (str(option), shorten_chamber(translate(name, str(option), page.language)), option in chosen[name])
                for option in page.data.list_options(name)
            ],
        )
        for name in _FILTERS
    ]
