"""Tells by the commonest words of a text whether it is written in English.

A name ("Los Angeles", "Das U-Boot") is no sentence in another language, and neither is a list of
tools: it takes a word that English does not have, and more of such words than English ones.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_SPELT = 3
"""Letters of a word from which its accents do not matter: "sé" and "se" are two words."""
_SHORT = 5
"""Words of a text of which one may tell the language; it takes two in a longer one."""
_SHARE = 6
"""In a text of another language at least each so manieth word is one of its commonest."""


def _plain(word: str) -> str:
    """Return a word in small letters, a longer one without accents: many do not type them."""
    small = word.casefold()
    parts = unicodedata.normalize("NFKD" if len(small) >= _SPELT else "NFC", small)
    return "".join(one for one in parts if not unicodedata.combining(one))


def _words(text: str) -> frozenset[str]:
    return frozenset(_plain(one) for one in text.split())


_ENGLISH = _words(
    "the a an and or but of to in on at by for with from as is are was were be been has have had "
    "do does did not we our us i my me you your they their it its he she this that these those "
    "there who what when where how which if then than so all every each some any nobody someone "
    "no yes only also into about after before can could will would should don isn doesn s t"
)
_OTHERS = {
    "german": _words(
        "wir unsere unser unserem unseren ich nicht kein keine wird werden wurde ist sind haben "
        "habe und oder aber auch noch nach bei von durch für über mit jede jeden jeder jedes alle "
        "nein ja danke bitte eine einen einem eines nutzen verwenden machen gibt weiß automatisch "
        "niemand immer wenn dass keiner modell modelle daten"
    ),
    "spanish": _words(
        "nosotros nuestro nuestra nuestros nuestras que para por cada pero muy también están está "
        "hay sé sí gracias cuando como una unos hacemos usamos tenemos entrenamos nadie todos "
        "todas modelo modelos datos manualmente automáticamente"
    ),
    "french": _words(
        "nous notre nos pour avec dans chaque sont mais très être aux une des qui ne pas je oui "
        "merci personne utilisons avons faisons tous toutes modèle modèles données manuellement "
        "automatiquement jamais toujours déployons entraînons"
    ),
    "italian": _words(
        "noi nostro nostra nostri nostre ogni sono della dei gli che anche una non più grazie "
        "abbiamo usiamo facciamo nessuno sempre modello modelli dati manualmente automaticamente"
    ),
    "portuguese": _words(
        "nós nosso nossa nossos nossas não são cada uma para com também obrigado usamos temos "
        "fazemos ninguém sempre modelo modelos dados manualmente automaticamente"
    ),
    "dutch": _words(
        "wij onze ons het een wordt worden niet geen elke naar voor ook maar met bij dank bedankt "
        "gebruiken hebben niemand altijd modellen automatisch handmatig"
    ),
}
_AMBIGUOUS = {
    "german": _words("der die das den dem des ein im am zu an in es"),
    "spanish": _words("el la los las un de del en con se no lo al"),
    "french": _words("le la les l de du un en et est il on sur par c ce se"),
    "italian": _words("il lo la i le un di da in con per e è si"),
    "portuguese": _words("o os a as um de do da dos das em no na e é por se"),
    "dutch": _words("de van in is en er op te dat wat we"),
}
"""Words that English or names have as well: they count beside one that tells."""
_MEANT_OTHERWISE = frozenset({"des", "mit", "ja", "com", "par", "non", "pas", "data", "ne", "met"})
"""Told words that are English somewhere ("MIT", "example.com"): no language by themselves."""


_CLEAR = {language: words - _MEANT_OTHERWISE for language, words in _OTHERS.items()}


def english(text: str) -> bool:
    """Tell whether a text may be English: in Latin letters, and not plainly in another language."""
    return _latin(text) and not _other(text)


def _latin(text: str) -> bool:
    """Tell whether most letters of a text are Latin ones (one without letters counts as Latin)."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(1 for character in letters if ord(character) < 0x250)  # noqa: PLR2004
    return 2 * latin >= len(letters)


def _other(text: str) -> bool:
    words = [_plain(one) for one in _WORD.findall(text)]
    own = sum(one in _ENGLISH for one in words)
    for language, told in _CLEAR.items():
        if not any(one in told for one in words):
            continue
        found = sum(one in told or one in _AMBIGUOUS[language] for one in words)
        enough = found > 1 or len(words) <= _SHORT
        if enough and found > own and found * _SHARE >= len(words):
            return True
    return False
