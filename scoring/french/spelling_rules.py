"""A few sure rules of spelling and agreement, ours: what a checker misses, and the floor where none is installed.

Only what an examiner would underline: confusions (a/à, -é/-er), agreements, ill-accented everyday words. Never
typography, capitals or missing commas: those are slips of typing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpellingFault:
    """What was written (`excerpt`), where in the text it starts (characters), and what is wrong with it, in French."""

    excerpt: str
    at: int
    problem: str


_SUBJECT_BEFORE = re.compile(
    r"(?:\b(?:il|elle|on|qui|y|cela|ça|ce|lui|client|cliente|nous|vous|tout|rien|monsieur|madame|dossier|compte)|n['’]|l['’]|m['’]|t['’]|\b[A-ZÉ]\w+)\s*$"
)
_CONFUSED_A = re.compile(
    r"\ba (?=(?:votre|vos|notre|nos|mon|ma|mes|son|sa|ses|leurs?|cette|ces|chaque|\d|domicile|l['’]|la|faire|régler|payer|dispositions?)\b)", re.I
)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), problem)
    for pattern, problem in (
        (r"\ba (?:bientôt|bientot|partir d|nouveau\b|propos\b|condition\b|cause d|tout de suite|demain\b|très vite)", "« à » demande un accent"),
        (r"\b(?:suite|grâce|grace|quant|jusqu['’]|face|droit|prêt|prête|relatif|relative) a\b", "« à » demande un accent"),
        (r"\bquelque soit\b|\bquelques soient\b", "« quel que soit » s’écrit en trois mots"),
        (r"\b(?:trés|aprés|prés|dés que|progrés|succés|accés)\b", "l’accent est grave"),
        (r"\b(?:malgrés|parmis|comme même|sa va|ca va|biensur|biensûr|voilà que sa|connection|language|addresse|dévelloper|apeler)\b", "mot mal orthographié"),
        (r"(?<!je )(?<!moi )\bvous (?:l['’]|en |y |le |la |les )?(?:serai|aurai|pourrai|devrai|ferai|recevrai)\b", "la terminaison ne s’accorde pas avec « vous »"),
        (r"\b(?:laisse|laisser|laissez|faire|fais|faites|peux|peut|pouvez|pourrez|dois|doit|devez|vais|va|allez|veux|voulez|souhaitez|souhaite|faut|pour|de|à|sans) (?:bien |vous |le |la |les |l['’]|me )?(?!(?:côté|qualité|priorité|santé|sécurité|société|majorité|été|marché|clé|clés|degré|gré|café|décembre|résumé|relevé|congé|moitié|intérêt)\b)(?:vérifi|valid|envoy|pay|régl|appel|rappel|confirm|not|modifi|transmett|rembours|livr|command|consult|contact|trouv|donn|pass|demand|annul|résili|utilis|cliqu|rest|retourn|expliqu|propos|échang|activ|install|redémarr|connect|vérifi|gard|aid)é(?:e|s|es)?\b", "infinitif attendu (-er)"),
        (r"\b\w+(?:tion|sion|ance|ence|ette|ure)(?<!voiture) (?:vous |nous |m['’]|lui |leur )?(?:est|sera|serait|a été|a bien été|est bien|sera bien|sera donc) \w+é\b(?! ?(?:e|s))", "le participe s’accorde au féminin"),
        (r"\b(?:ils|elles|[Ll]es \w+s|[Vv]os \w+s|[Nn]os \w+s|[Dd]es \w+s) (?:vous )?(?:sont|seront|ont été) \w+é\b", "le participe s’accorde au pluriel"),
        (r"\b(?:sont|seront) (?:\w+ )?(?!souvent\b|tout\b|\w*ment\b|maintenant\b|pourtant\b|pendant\b|cependant\b|devant\b|avant\b|autant\b)\w{4,}(?:ant|é|el|al)\b(?! ?(?:que|de|la|le|les)\b)", "l’adjectif s’accorde au pluriel"),
        (r"\b(?:je|il|elle|on|qui|ce \w+|le \w+|la \w+|votre \w+|j['’]) ?(?:envoi|renvoi|essai|appui|oubli|accueil|travail)\b(?= (?:tou[ts]|vos|votre|le|la|les|un|une|des|à)\b)", "nom employé pour un verbe conjugué"),
        (r"\b(?:et|ou|mais|donc|par contre) sa (?=va|fait|marche|fonctionne|coûte|prend|sera|vous)", "« ça » attendu"),
        (r"\bje vous remerci\b|\bje vous pris\b|\bje vous appel\b|\bje vous rappel\b|\bje regardes\b|\bje vois que vous avait\b", "verbe mal conjugué"),
        (r"\bvous (?:avais|etait|était|avait|aller|voulais|souhaiter|pouver|devais|alliés)\b", "verbe mal conjugué"),
        (r"\b(?:les|des|ces|vos|nos) (?:client|colis(?!\b)|produit|article|frais(?!\b)|jour|délai|heure|document|facture|commande|mensualité)\b", "pluriel attendu"),
        (r"\bon as\b|\btu a\b|\bj['’]est\b|\bc['’]et\b|\bces (?:bon|noté|pas|fait|parti)\b|\bses (?:bon|noté|pas)\b", "homophones confondus"),
    )
)  # fmt: skip


def own_faults(text: str) -> Iterator[SpellingFault]:
    """Faults of `text` by our own rules, in their order."""
    for match in _CONFUSED_A.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if not _SUBJECT_BEFORE.search(before):
            end = min(len(text), match.end() + 12)
            yield SpellingFault(text[match.start() : end].strip(), match.start(), "« à » demande un accent")
    for rule, problem in _RULES:
        for match in rule.finditer(text):
            yield SpellingFault(match.group(), match.start(), problem)
