"""The dataset described for catalogues of open data: DCAT-AP_IT as JSON-LD.

Profile: "Profilo italiano di DCAT-AP" (AgID, https://www.dati.gov.it/content/dcat-ap-it-v10-profilo-italiano-dcat-ap-0).
Data are under CC BY 4.0, as AgID's guidelines ask of public bodies (art. 52 CAD); the program is under MIT. No clock
enters: what is the same is described the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from pipeline.dataset.forms.arrow import arrow_schema

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcatapit": "http://dati.gov.it/onto/dcatapit#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMATS: Final = {"parquet": ("PARQUET", "application/vnd.apache.parquet"), "csv": ("CSV", "text/csv")}
_TITLE: Final = "Piani della performance delle camere di commercio italiane"
_DESCRIPTION: Final = (
    "Obiettivi, indicatori, target e risultati dei piani della performance delle camere di commercio italiane, ogni "
    "valore con il testo stampato da cui è letto e il punto della pagina in cui sta."
)


def write_catalogue(folder: Path, path: Path, tables: Sequence[str]) -> None:
    """Write the description of the tables in `folder`, each as Parquet and CSV."""
    text = json.dumps(_make_catalogue(folder, tables), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _make_catalogue(folder: Path, tables: Sequence[str]) -> dict[str, Any]:
    publisher = {"@type": "dcatapit:Agent", "dct:identifier": "cruscotto", "foaf:name": "Cruscotto"}
    files = [_make_distribution(folder, name, ending) for name in tables for ending in _FORMATS]
    dataset = {
        "@type": "dcatapit:Dataset",
        "@id": "#dataset",
        "dct:identifier": "cruscotto",
        "dct:title": {"@language": "it", "@value": _TITLE},
        "dct:description": {"@language": "it", "@value": _DESCRIPTION},
        "dct:language": {"@id": f"{_AUTHORITY}language/ITA"},
        "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}frequency/IRREG"},
        "dct:publisher": publisher,
        "dct:rightsHolder": publisher,
        "dcat:theme": {"@id": f"{_AUTHORITY}data-theme/GOVE"},
        "dcat:keyword": ["performance", "pubblica amministrazione", "camere di commercio"],
        **_years_covered(folder),
        "dcat:distribution": files,
    }
    return {
        "@context": _CONTEXT,
        "@type": "dcatapit:Catalog",
        "@id": "#catalog",
        "dct:title": {"@language": "it", "@value": "Cruscotto"},
        "dct:description": {"@language": "it", "@value": _DESCRIPTION},
        "dct:publisher": publisher,
        "dct:language": {"@id": f"{_AUTHORITY}language/ITA"},
        "dcat:dataset": dataset,
    }


def _years_covered(folder: Path) -> dict[str, Any]:
    """The years that the plans cover, where any is known."""
    plans = pq.ParquetFile(folder / "plans.parquet").read(["period_start", "period_end"])
    starts, ends = ([year for year in column.to_pylist() if year is not None] for column in plans.columns)
    if not starts or not ends:
        return {}
    span = {
        "@type": "dct:PeriodOfTime",
        "dcatapit:startDate": {"@type": "xsd:date", "@value": f"{min(starts)}-01-01"},
        "dcatapit:endDate": {"@type": "xsd:date", "@value": f"{max(ends)}-12-31"},
    }
    return {"dct:temporal": span}


def _make_distribution(folder: Path, table: str, ending: str) -> dict[str, Any]:
    name, media_type = _FORMATS[ending]
    file = folder / f"{table}.{ending}"
    return {
        "@type": "dcatapit:Distribution",
        "@id": f"#{file.name}",
        "dct:title": file.name,
        "dct:description": arrow_schema(table).metadata[b"description"].decode(),
        "dct:format": {"@id": f"{_AUTHORITY}file-type/{name}"},
        "dcat:mediaType": media_type,
        "dcat:accessURL": {"@id": file.name},
        "dcat:downloadURL": {"@id": file.name},
        "dcat:byteSize": {"@type": "xsd:decimal", "@value": str(file.stat().st_size)},
        "dct:license": {"@id": LICENCE, "@type": "dcatapit:LicenseDocument", "foaf:name": "CC BY 4.0"},
    }
