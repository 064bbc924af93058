"""What holds for every code of every scheme, and for every text that is none.

Repairs are checked against an oracle that knows nothing of the reader: it undoes the documented damage in
every possible way and keeps what the scheme's regular expression takes.
"""

import itertools
import re
from dataclasses import dataclass

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from normalizers.codes import list_schemes, read_code

unhurried = settings(deadline=None)


def digits(first: str, low: int, high: int) -> st.SearchStrategy[str]:
    more = st.text("0123456789", min_size=low - 1, max_size=high - 1)
    return st.builds(lambda a, b: a + b, st.sampled_from(first), more)


ONE = digits("123456789", 1, 1)
TWO = digits("123456789", 1, 2)
ANY_TWO = st.text("0123456789", min_size=2, max_size=2)
MASSA_NODE = st.one_of(
    ONE,
    st.builds("{}.{}".format, ONE, ONE),
    st.builds("{}.{}.{}".format, ONE, ONE, TWO),
)
LETTER = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
PROCESS = st.builds("{}{}.{}".format, st.sampled_from("ABCDEF"), ONE, digits("123456789", 2, 2))
STRATEGIC = digits("123456789", 3, 3)
BIS = st.builds("{}-{}".format, TWO, st.sampled_from(["bis", "ter", "quater"]))

LEGAL = {
    "massa-carrara": st.one_of(
        MASSA_NODE, st.builds("{}{}.{}.{}-{}".format, st.sampled_from("SO"), ONE, ONE, TWO, LETTER)
    ),
    "modena": st.one_of(
        ONE,
        STRATEGIC,
        st.builds("{}.{}".format, STRATEGIC, ONE),
        st.builds("{}{}.{}.{}".format, STRATEGIC, ONE, ANY_TWO, PROCESS),
        st.builds("{}{}.{}{}.{}".format, STRATEGIC, ONE, ANY_TWO, ANY_TWO, PROCESS),
    ),
    "riviere-di-liguria": st.one_of(TWO, BIS, st.builds("{}.{}".format, st.one_of(TWO, BIS), TWO)),
    "maremma-tirreno": st.one_of(TWO, st.builds("0{}".format, ANY_TWO)),
    "generic": st.one_of(
        MASSA_NODE,
        st.builds("{}{}".format, st.sampled_from(["OS", "OP", "KPI", "A", "B"]), MASSA_NODE),
        st.builds("{}.{}".format, MASSA_NODE, ONE),
    ),
}
CODES = st.sampled_from(sorted(LEGAL)).flatmap(lambda name: st.tuples(st.just(name), LEGAL[name]))


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, str, str]:
    """A scheme, one of its codes, and the code as some plan might print it, without damage."""
    scheme, code = draw(CODES)
    text = code
    if draw(st.booleans()):
        text = draw(st.sampled_from([str.upper, str.lower]))(text)
    if scheme == "riviere-di-liguria" and draw(st.booleans()):
        text = text.replace("-", draw(st.sampled_from(["", " ", "\u00a0"])))
        if draw(st.booleans()):
            text = re.sub("bis", "b", text, flags=re.IGNORECASE)
    text = text.replace("-", draw(st.sampled_from("-\u2010\u2011\u2013\u2014\u2212")))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from("\u00ad\u200b\ufeff")) + text[at:]
    before = draw(st.sampled_from(["", " ", "\u00a0", "Obiettivo ", "OB. ", "Linea Strategica: ", "Azione n. "]))
    after = draw(st.sampled_from(["", " ", ".", ":", "-", " -", "_", " –", ")", "\t"]))
    return scheme, code, before + text + after


@unhurried
@given(printed())
def test_a_legal_code_reads_back_in_every_print(case: tuple[str, str, str]) -> None:
    scheme, code, text = case
    read = read_code(text, scheme)
    assert (read.code, read.scheme, read.repaired) == (code, scheme, ())


@unhurried
@given(CODES)
def test_a_canonical_code_is_its_own_reading(case: tuple[str, str]) -> None:
    scheme, code = case
    once = read_code(code, scheme)
    assert once.code is not None
    assert read_code(once.code, scheme) == once


@unhurried
@given(CODES)
def test_ancestors_are_prefix_closed(case: tuple[str, str]) -> None:
    scheme, code = case
    ancestors = read_code(code, scheme).ancestors
    assert code not in ancestors
    for depth, ancestor in enumerate(ancestors):
        assert read_code(ancestor, scheme).code == ancestor
        assert read_code(ancestor, scheme).ancestors == ancestors[:depth]


@unhurried
@given(st.one_of(st.text(), st.text("OoIlS01289.- abB\u00a0²", max_size=45)), st.sampled_from([None, *list_schemes()]))
@example("0" * 10_000, None)
@example("1." * 5_000, "generic")
@example("İ" * 30 + "1", "massa-carrara")
def test_no_text_raises(text: str, scheme: str | None) -> None:
    read = read_code(text, scheme)
    assert read.raw == " ".join(text.split())
    if read.code is None:
        assert (read.scheme, read.level, read.process_code) == (None, None, None)
        assert (read.ancestors, read.repaired, read.parts) == ((), (), {})
    else:
        assert read_code(read.code, read.scheme).code == read.code
        assert read_code(read.code, read.scheme).repaired == ()
    assert read_code(text, scheme) == read


@unhurried
@given(CODES, st.text("\u00a0 \t\n", max_size=3))
def test_outer_space_and_its_kind_never_change_a_code(case: tuple[str, str], space: str) -> None:
    scheme, code = case
    assert read_code(space + code + space, scheme) == read_code(code, scheme)


@dataclass(frozen=True)
class Oracle:
    """The legal codes of a scheme as a regular expression over capitals, and their canonical form."""

    legal: str
    letters: bool = False  # whether the scheme has a letter that looks like 0 or 1

    def canonical(self, text: str) -> str | None:
        if not re.fullmatch(self.legal, text):
            return None
        if "BIS" in self.legal:
            text = re.sub("[ -]?(BIS|TER|QUATER|B)", r"-\1", text)
            text = re.sub("-B(?!IS)", "-BIS", text)
        return re.sub("-.*", lambda m: m[0].lower(), text)

    def repairs(self, text: str) -> set[str]:
        """Every legal code that the documented damage could have turned into the text."""
        if not re.search("[0-9]", text):
            return set()
        tight = text.replace(" ", "").upper()
        like = {"O": "O0", "I": "I1", "L": "L1"} | ({"0": "0O", "1": "1IL"} if self.letters else {})
        found = set()
        for chars in itertools.product(*(like.get(char, char) for char in tight)):
            swapped = "".join(chars)
            candidates = [swapped]
            for at in range(1, len(swapped)):
                candidates += [swapped[:at] + mark + swapped[at:] for mark in ".-"]
            found |= {code for candidate in candidates if (code := self.canonical(candidate))}
        return found


ORACLES = {
    "massa-carrara": Oracle(r"[1-9](\.[1-9](\.[1-9]\d?)?)?|[SO][1-9]\.[1-9]\.[1-9]\d?-[A-Z]", letters=True),
    "riviere-di-liguria": Oracle(r"[1-9]\d?([ -]?(BIS|TER|QUATER|B(?![A-Z0-9])))?(\.[1-9]\d?)?", letters=True),
    "maremma-tirreno": Oracle(r"0\d\d|[1-9]\d?"),
    "modena": Oracle(r"[1-9]|[1-9]\d\d(\.[1-9])?|[1-9]\d\d[1-9]\.(\d\d){1,2}\.[A-F][1-9]\.[1-9]\d"),
}
DAMAGE = ["O0", "0O", "1I", "1l", "0o", ". ", ".", "-", " ", "drop"]


@st.composite
def damaged(draw: st.DrawFn, scheme: str) -> str:
    text = draw(LEGAL[scheme])
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(DAMAGE))
        at = draw(st.integers(0, len(text)))
        match kind:
            case " ":
                text = text[:at] + " " + text[at:]
            case "." | "-":
                text = text.replace(kind, "", 1)
            case ". ":
                text = text.replace(".", " ", 1)
            case "drop":
                text = text[:at] + text[at + 1 :]
            case _:
                spots = [i for i, char in enumerate(text) if char == kind[0]]
                if spots:
                    spot = draw(st.sampled_from(spots))
                    text = text[:spot] + kind[1] + text[spot + 1 :]
    return text


@pytest.mark.parametrize("scheme", sorted(ORACLES))
@unhurried
@given(data=st.data())
def test_a_damaged_code_is_repaired_only_to_the_one_legal_code(scheme: str, data: st.DataObject) -> None:
    oracle = ORACLES[scheme]
    text = data.draw(st.one_of(damaged(scheme), st.text("OoIlS012B.- b", min_size=1, max_size=8)))
    text = re.sub(r"[ .:;,\-_)]+$", "", " ".join(text.split()))
    assume(not re.match("OB[ .]", text, re.IGNORECASE))  # that is the word "obiettivo", not a damaged 0b
    read = read_code(text, scheme)
    if oracle.canonical(text.upper()):
        assert (read.code, read.repaired) == (oracle.canonical(text.upper()), ())
        return
    legal = oracle.repairs(text)
    if len(legal) == 1:
        assert read.code == legal.pop()
        assert read.repaired
        assert all(sentence.count(f"'{text}'") == 1 for sentence in read.repaired)
    elif read.doubts:
        assert not read.repaired, "an incomplete code is kept as printed"
    else:
        assert read.code is None
