"""The page of codes is what the schemes say now."""

from normalizers.codes import list_schemes, read_code
from tests.normalizers.make_codes_page import EXAMPLES, PAGE, page


def test_page_of_codes_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.normalizers.make_codes_page"


def test_page_has_every_scheme() -> None:
    assert sorted(EXAMPLES) == list(list_schemes())
    assert all(f"## {name}" in page() for name in EXAMPLES)


def test_each_scheme_shows_a_code_it_refuses() -> None:
    for scheme, codes in EXAMPLES.items():
        assert any(read_code(raw, scheme).code is None for raw in codes), scheme
