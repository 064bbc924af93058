"""Italian words that decide how a figure is read; all folded (small letters, no accents)."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PUNCTUATION = frozenset({'"', "'", ".", "!", "?", "_", "|"})

SPREADSHEET_ERRORS = frozenset(
    {"#div/0", "#rif", "#ref", "#valore", "#value", "#nome", "#name", "#num", "#nullo", "#null"}
)

DONE = {
    **{"realizzat" + end: True for end in "oaie"},
    **{"non realizzat" + end: False for end in "oaie"},
}
"""Words that state yes or no as a whole cell."""

PERHAPS_DONE = {
    **{stem + end: True for stem in ("raggiunt", "completat", "effettuat", "attuat", "eseguit") for end in "oaie"},
    **{
        f"non {stem}{end}": False
        for stem in ("raggiunt", "completat", "effettuat", "attuat", "eseguit")
        for end in "oaie"
    },
    **dict.fromkeys(("conseguito", "conseguita", "fatto", "fatta", "concluso", "conclusa", "ok"), True),
    **{"s.i": True, "n.o": False},
    **dict.fromkeys(("non conseguito", "non conseguita", "non fatto", "n"), False),
}

PERHAPS_MISSING = frozenset({"na", "np", "nr", "nv"})

NO_THING = frozenset({"nessuno", "nessuna", "nessun", "nulla", "niente"})

SCALE_WORDS = _words(
    "insufficiente scarso sufficiente discreto discreta buono buona ottimo ottima eccellente basso bassa"
    " medio media alto alta elevato elevata adeguato adeguata soddisfacente soddisfatto positivo positiva"
    " medio-alto medio-basso mediocre pessimo pienamente"
)
"""Grades of a scale (`> medio`, `almeno buono`)."""

MEAN_WORDS = _words("media mediana benchmark standard")
"""First words of another population's value."""

BASE_WORDS = _words("consolidato consuntivo preconsuntivo bilancio budget preventivo")
"""First words of an earlier statement that a figure is compared with."""

ARTICLES = _words(
    "a ad al allo alla all' ai agli alle di del dello della dell' dei degli delle d' il lo la l' i gli le"
)

FILLERS = _words(
    "a ad al allo alla all' ai agli alle di del dello della dell' dei degli delle il lo la l' i gli le"
    " valore valori livello dato dati quello quella quelli quelle risultato risultati numero giudizio"
    " indicatore registrato registrata registrati rilevato rilevata rilevati conseguito ottenuto ottenuta"
    " nell' nel nella dell d' anno"
)
"""Words before a reference that add nothing to it (`> valore anno precedente`)."""

INCREASE = _words("incremento aumento crescita incrementare aumentare aumentato superamento superare")
DECREASE = _words(
    "riduzione ridurre diminuzione diminuire calo decremento contrazione abbattimento contenimento"
    " risparmio ribasso diminuito ridotto riduzioni taglio"
)
DIRECTIONLESS = _words("miglioramento migliorare peggioramento variazione scostamento")
KEEPING = _words("mantenimento mantenere stabilita conferma invarianza invariato invariata mantenuto")
CHANGE_BEHIND = frozenset(
    {("in", "meno"), ("in", "diminuzione"), ("in", "riduzione"), ("di", "riduzione"), ("di", "risparmio")}
)

TIME_PREPOSITIONS = _words(
    "ogni dopo prima primi prime ultimi ultime nei nelle durante successivi precedenti non senza tranne escluso"
)
RECURRING = _words("ogni")
PASSAGE = _words("passare passaggio passando incremento riduzione aumento")

AT_WORDS = _words("al il alla data entro per")
"""Words before a day that say: by then, on that day."""

PART_OF_MONTH = _words("meta inizio inizi decade primi prima")

FROM_WORDS = _words(
    "da dal dallo dalla dall' dai dagli dalle successivi successive successivo decorrenti decorrente dopo data"
)
"""Words that begin the event which days are counted from."""

NOT_EVENT = _words(
    "per nel nella nello nell' nei negli nelle in con a ad al allo alla all' ai agli alle di del dello"
    " della dell' dei degli delle su sul sulla e ed o medi medio media massimo max il lo la i gli le l'"
    " come se salvo tra fra circa"
)
"""Words behind a length of time that begin something else than an event."""

DOUBTFUL_EVENT = _words("di del dello della dell' dei degli delle")

KINDS_OF_DAY = _words(
    "lavorativi lavorativo lav lav. solari solare naturali consecutivi utili feriali calendario continuativi"
)

LABELS = _words(
    "n n. nr numero art art. legge fase step punto obiettivo allegato tabella livello lotto versione"
    " azione linea misura anno piano programma bilancio delibera determina protocollo comma del dal al ed"
    " ed. edizione ore alle h"
)
"""Words whose number names something and counts nothing."""

UNIT_WORDS = _words("gg gg. giorni giorno ore mesi mese anni % k")

ALTERING = _words(
    "meno piu non quasi poco senza ne nessun nessuna appena solo soltanto prossimo vicino meta doppio"
    " triplo mezzo mezza k m ogni escluso esclusi tranne eccetto"
)
"""Words that alter the figure behind them."""

PERIODS = _words("anno esercizio mese trimestre semestre quadrimestre bimestre settimana giorno giornata")

_ACTIONS = ("are", "ere", "ire", "zione", "mento", "zioni", "menti", "sione", "tura", "erca", "vio")
_COUNTED_HEADS = _words("numero almeno totale organizzati realizzati eventi incontri corsi")


def starts_action(word: str) -> bool:
    """Whether a word is an infinitive or the name of an action (`Realizzare`, `Organizzazione`)."""
    return word.endswith(_ACTIONS) or word in _COUNTED_HEADS


VALUES = _words("valore valori livello livelli standard risultato risultati dato dati")

MULTIPLES = _words("mila migliaia milione milioni mln mln. miliardo miliardi mld mld. k€")
"""Words that multiply a figure, wherever they stand."""

PARTLY = _words(
    "parziale parzialmente parte quasi salvo tranne eccetto ma pero con tuttavia ritardo solo soltanto escluso"
    " fuori oltre dopo rinviato rinviata sospeso sospesa non mai poco meno"
)
"""Words behind a yes or no that take a part of it back."""

INEXACT = _words(
    "mezzo mezza meta doppio doppia raddoppio raddoppiare raddoppiato triplo triplicare terzi quarti quinti"
)
"""Words that say a number without naming one."""

DAY_ARTICLES = _words("il al alla in data giorno per entro")
"""Words before a day that only introduce it (`in data 31/12/2018`)."""

ALTERING_BEHIND = _words(
    "meno circa mila migliaia milione milioni mln mln. miliardi mld mld. k m scarsi abbondanti netti ogni"
    " mezzo mezza terzo terzi quarto quarti quinto quinti sesti ottavi decimo decimi centesimi millesimi"
    " approssimativamente indicativamente orientativamente tendenzialmente"
)
"""Words close behind a figure that alter it."""

BESIDE_DAY = _words("successivo successiva seguente precedente prossimo prossima scorso scorsa")

DEFINITE = _words("delle dei degli le i gli nelle nei tutte tutti ai alle dalle dai tra fra")
"""Words before a number in words that say that it counts things known already (`una delle tre sedi`)."""

MEASURED = _words("tempo tempi durata medio media medi attesa giacenza")
"""Words that say that a length of time is what is measured (`tempo medio 25 gg`)."""

OTHER_SCALE = _words("% percentuale tasso quota")
"""Words that say that a share is measured."""
