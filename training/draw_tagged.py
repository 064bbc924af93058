"""Draw plans in random styles with the tags of their cells kept, for `python -m training.columns`.

    python -m training.draw_tagged FOLDER FIRST LAST [--script ../shared/printings/draw.py]

Draws as `make printings` does (and needs what that needs), but lets WeasyPrint and LibreOffice write tags, as Chromium
does always, and passes no file through a second program, which would lose them.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_TAGGED = 'pdf:writer_web_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_LONGEST = 240.0  # seconds that LibreOffice may take for one plan


def draw_tagged(script: Path, folder: Path, first: int, last: int) -> None:
    """Draw the styles `first` to `last` into `folder` by the `script` that draws printings."""
    sys.path.insert(0, str(script.parent))
    draw, pages = importlib.import_module(script.stem), importlib.import_module("pages")
    plain_style, plain_pdf = draw.draw_style, pages.to_pdf

    def style(seed: int) -> dict[str, Any]:
        return {**plain_style(seed), "post": "none"}

    def to_pdf(markup: str, dest: str, producer: str) -> None:
        if producer == "chromium":
            plain_pdf(markup, dest, producer)
        elif producer == "weasyprint":
            import weasyprint  # type: ignore[import-not-found]  # noqa: PLC0415 - needed where styles are drawn alone

            weasyprint.HTML(string=markup).write_pdf(dest, pdf_tags=True)
        else:
            _by_office(markup, Path(dest))

    draw.draw_style, pages.to_pdf = style, to_pdf  # type: ignore[attr-defined]
    sys.argv = [script.name, str(folder), str(first), str(last)]
    draw.main()
    for number in range(first, last + 1):
        (folder / f"s{number:04}" / "done").touch()


def _by_office(markup: str, dest: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        page = Path(work) / f"{dest.stem}.html"
        page.write_text(markup, encoding="utf-8")
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{work}/office", "--convert-to", _TAGGED]
        subprocess.run([*command, "--outdir", work, str(page)], check=True, capture_output=True, timeout=_LONGEST)
        dest.write_bytes(page.with_suffix(".pdf").read_bytes())


def main() -> None:
    """Draw, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument("--script", type=Path, default=ROOT.parent / "shared" / "printings" / "draw.py")
    args = parser.parse_args()
    draw_tagged(args.script.resolve(), args.folder.resolve(), args.first, args.last)


if __name__ == "__main__":
    main()
