"""Italian words that decide how a figure is read; all folded (small letters, no accents)."""

from __future__ import annotations

PUNCTUATION = frozenset({'"', "'", ".", "!", "?", "_", "|"})

SPREADSHEET_ERRORS = frozenset({"#div/0", "#rif", "#ref", "#valore", "#value", "#nome", "#name", "#num", "#nullo", "#null"})

DONE = {
    **{"realizzat" + end: True for end in "oaie"},
    **{"non realizzat" + end: False for end in "oaie"},
}
"""Words that state yes or no as a whole cell."""

PERHAPS_DONE = {
    **{stem + end: True for stem in ("raggiunt", "completat", "effettuat", "attuat", "eseguit") for end in "oaie"},
    **{f"non {stem}{end}": False for stem in ("raggiunt", "completat", "effettuat", "attuat", "eseguit") for end in "oaie"},
    **dict.fromkeys(("conseguito", "conseguita", "fatto", "fatta", "concluso", "conclusa", "ok"), True),
    **dict.fromkeys(("non conseguito", "non conseguita", "non fatto", "n"), False),
}

NO_THING = frozenset({"nessuno", "nessuna", "nessun", "nulla", "niente"})

SCALE_WORDS = frozenset(
    "insufficiente scarso sufficiente discreto discreta buono buona ottimo ottima eccellente basso bassa medio media alto"
    " alta elevato elevata adeguato adeguata soddisfacente soddisfatto positivo positiva medio-alto medio-basso"
    " mediocre pessimo pienamente".split()
)
"""Grades of a scale (`> medio`, `almeno buono`)."""

MEAN_WORDS = frozenset("media mediana benchmark standard".split())
"""First words of another population's value."""

BASE_WORDS = frozenset("consolidato consuntivo preconsuntivo bilancio budget preventivo".split())
"""First words of an earlier statement that a figure is compared with."""

FILLERS = frozenset(
    "a ad al allo alla all' ai agli alle di del dello della dell' dei degli delle il lo la l' i gli le valore valori livello"
    " dato dati quello quella quelli quelle risultato risultati numero giudizio indicatore registrato registrata"
    " registrati rilevato rilevata rilevati conseguito ottenuto ottenuta nell' nel nella dell d' anno".split()
)
"""Words before a reference that add nothing to it (`> valore anno precedente`)."""

INCREASE = frozenset("incremento aumento crescita incrementare aumentare aumentato superamento superare".split())
DECREASE = frozenset(
    "riduzione ridurre diminuzione diminuire calo decremento contrazione abbattimento contenimento risparmio ribasso"
    " diminuito ridotto riduzioni taglio".split()
)
KEEPING = frozenset("mantenimento mantenere stabilita conferma invarianza invariato invariata mantenuto".split())
CHANGE_BEHIND = frozenset({("in", "meno"), ("in", "diminuzione"), ("in", "riduzione"), ("di", "riduzione"), ("di", "risparmio")})

TIME_PREPOSITIONS = frozenset(
    "ogni dopo prima primi prime ultimi ultime nei nelle durante successivi precedenti non senza tranne escluso".split()
)
RECURRING = frozenset("ogni".split())
PASSAGE = frozenset("passare passaggio passando incremento riduzione aumento".split())

AT_WORDS = frozenset("al il alla data entro per".split())
"""Words before a day that say: by then, on that day."""

PART_OF_MONTH = frozenset("meta inizio inizi decade primi prima".split())

FROM_WORDS = frozenset(
    "da dal dallo dalla dall' dai dagli dalle successivi successive successivo decorrenti decorrente dopo data".split()
)
"""Words that begin the event which days are counted from."""

NOT_EVENT = frozenset(
    "per nel nella nello nell' nei negli nelle in con a ad al allo alla all' ai agli alle di del dello della dell' dei degli"
    " delle su sul sulla e ed o medi medio media massimo max il lo la i gli le l' come se salvo tra fra circa".split()
)
"""Words behind a length of time that begin something else than an event."""

DOUBTFUL_EVENT = frozenset("di del dello della dell' dei degli delle".split())

KINDS_OF_DAY = frozenset(
    "lavorativi lavorativo lav lav. solari solare naturali consecutivi utili feriali calendario continuativi".split()
)

LABELS = frozenset(
    "n n. nr numero art art. legge fase step punto obiettivo allegato tabella livello lotto versione azione linea misura"
    " anno piano programma bilancio delibera determina protocollo comma del dal al ed ed. edizione ore alle h".split()
)
"""Words whose number names something and counts nothing."""

UNIT_WORDS = frozenset("gg gg. giorni giorno ore mesi mese anni % k".split())

_ACTIONS = ("are", "ere", "ire", "zione", "mento", "zioni", "menti", "sione", "tura", "erca", "vio")
_COUNTED_HEADS = frozenset("numero almeno totale organizzati realizzati eventi incontri corsi".split())


def starts_action(word: str) -> bool:
    """Whether a word is an infinitive or the name of an action (`Realizzare`, `Organizzazione`)."""
    return word.endswith(_ACTIONS) or word in _COUNTED_HEADS
