"""Turns of phrase by which a dialogue act is recognised, on folded text (no accents, no punctuation, no capitals).

General French of customer service, never the sentences of one exchange. Each cue is one idea; detectors combine them.
"""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cue:
    """Alternatives of one idea; `count` says how many times it is found, denied ones left out when `deniable`."""

    name: str
    alternatives: tuple[str, ...]
    deniable: bool = False
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(r"\b(?:" + "|".join(self.alternatives) + r")\b"))

    def count(self, folded: str) -> int:
        return sum(not (self.deniable and denied(folded, match.start(), match.end()))
                   for match in self.pattern.finditer(folded))  # fmt: skip

    def __call__(self, folded: str) -> bool:
        return self.count(folded) > 0


_BEFORE = re.compile(r"\b(ne|n|sans|aucune?|jamais|pas|ni|non|rien)\b(?: \w+){0,3} ?$")
_AFTER = re.compile(r"^(?: \w+){0,2} (pas|plus|jamais|rien)\b")


def denied(folded: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` stand under a negation of the same breath."""
    return bool(_BEFORE.search(folded[max(0, start - 30) : start]) or _AFTER.match(folded[end : end + 24]))


_MAY_YOU = r"(?:pouvez vous|vous pouvez|pourriez vous|vous pourriez|voulez vous bien|vous voulez bien|puis je)"

QUESTION = Cue("question", (
    r"est ce que", r"est ce qu", r"qu est ce", r"quel(?:le|s|les)?", r"combien", r"pourquoi", r"comment",
    r"depuis quand", r"c est quand", r"avez vous", r"etes vous", r"souhaitez vous", r"voulez vous", r"preferez vous",
    r"serez vous", r"auriez vous", r"pouvez vous", r"pourriez vous", r"utilisez vous", r"connaissez vous",
    r"y a t il", r"c est bien ca", r"c est ca", r"dites moi", r"racontez", r"expliquez moi", r"precisez",
    r"\w+ez vous", r"(?:a|ont|est|sont|sera|fait) (?:t )?(?:il|elle|ils|elles|on)",
))  # fmt: skip
OPEN_QUESTION = Cue("open_question", (
    r"qu est ce (?:qui|que|qu)", r"comment", r"pourquoi", r"racontez", r"dites m en plus", r"expliquez moi", r"quels?",
    r"quelles?", r"combien", r"depuis quand", r"de quoi", r"vous en etes ou", r"on en est ou", r"que (?:se passe|vous|s)",
    r"dites moi ce", r"qu en est il", r"par quoi", r"a quoi", r"en quelle", r"une idee de ce",
))  # fmt: skip
IDENTIFYING = Cue("identifying", (
    r"votre (?:nom|prenom|identite|reference|numero|date de naissance|code|dossier)",
    r"vos (?:nom|coordonnees|references|prenom)", r"numero de (?:client|contrat|dossier|commande|telephone|compte)",
    r"date de naissance", r"a quel nom", r"au nom de", r"votre adresse", r"adresse complete", r"reference (?:client|dossier)",
    r"je suis (?:bien )?(?:chez|avec)", r"(?:je parle|parle je) (?:bien )?a", r"c est bien a", r"c est bien (?:monsieur|madame|mme|m)",
    r"(?:parler|m adresser) a (?:monsieur|madame|mme|m)", r"vous etes bien (?:monsieur|madame)", r"qui est a l appareil",
))  # fmt: skip
STRONG_IDENTIFYING = Cue("strong_identifying", (
    r"date de naissance", r"numero de (?:client|contrat|dossier|commande|compte|logement)", r"votre reference",
    r"reference (?:client|dossier)", r"adresse complete", r"votre adresse", r"votre numero", r"code postal",
    r"l adresse du", r"les? \w+ derniers? chiffres",
))  # fmt: skip
REFORMULATING = Cue("reformulating", (
    r"si je (?:comprends|vous suis|resume|reprends|recapitule|vous entends|lis) ?(?:bien)?", r"si j ai bien (?:compris|suivi|entendu)",
    r"je (?:resume|recapitule|reformule|reprends)", r"(?:donc|alors) (?:vous|c est|ce que vous|votre|il vous|pour vous|le|la|l|un|une)",
    r"c est bien (?:ca|cela)", r"vous (?:voulez|souhaitez|cherchez|aimeriez) (?:donc|savoir|surtout)",
    r"ce que vous (?:voulez|souhaitez|cherchez|me dites|attendez)", r"j ai tout", r"autrement dit", r"en resume",
    r"vous me dites (?:que|donc)", r"j ai bien note", r"vous avez donc", r"il s agit donc", r"en clair", r"c est donc",
))  # fmt: skip
RECAPPING = Cue("recapping", (
    r"je (?:recapitule|resume|reprends|recap)", r"pour (?:recapituler|resumer|conclure)", r"recapitulons", r"recapitulatif",
    r"nous disons donc", r"(?:donc|alors) (?:on|nous|je vous|toutes?|c est|pour)", r"c est (?:donc )?note", r"on est d accord",
    r"nous sommes d accord", r"nous avons convenu", r"en resume", r"comme convenu", r"on part (?:donc )?sur",
))  # fmt: skip
ASKING_CONSENT = Cue("asking_consent", (
    r"(?:cela|ca|est ce que ca|est ce que cela) vous (?:convient|conviendrait|va|irait|parait|semble|arrange|tente)",
    r"(?:on est|nous sommes|vous etes|etes vous) (?:bien )?d accord", r"c est d accord", r"d accord pour (?:vous|ca|cela)",
    r"c est bon pour vous", r"ca (?:ira|irait|marche|roule) pour vous", r"ca (?:ira|irait)", r"qu en (?:pensez|dites) vous",
    r"vous en (?:pensez|dites)", r"vous (?:me )?confirmez", r"je (?:valide|confirme|l enregistre)", r"on fait comme (?:ca|cela)",
    r"vous (?:acceptez|validez)", r"(?:cela|ca) vous (?:tranquillise|rassure|aide|satisfait)",
    r"(?:vous )?convient (?:il|elle|t il|t elle)", r"seriez vous d accord", r"pouvez vous vous engager",
))  # fmt: skip
ASKING_OPINION = Cue("asking_opinion", (
    r"qu en (?:pensez|dites) vous", r"vous en (?:pensez|dites) quoi", r"votre avis", r"(?:cela|ca) vous (?:plait|convient|parait|semble|va)",
    r"etes vous (?:satisfaite?|contente?)", r"(?:cela|ca) (?:repond|correspond)", r"(?:repond|correspond) (?:bien |il |elle )?a (?:vos|votre|ce que)",
    r"(?:comment|qu) (?:avez vous|vous avez) (?:trouve|pense|vecu)", r"ressenti",
    r"satisfaite? de", r"aurait pu etre mieux", r"(?:ai je|j ai) (?:bien )?repondu a", r"quelque chose (?:a ameliorer|qui vous gene)",
    r"c est ce que vous (?:cherchiez|vouliez|attendiez)", r"vous (?:etes|semble) convaincue?", r"vous avez trouve (?:l echange|ca|cela)",
))  # fmt: skip
CHECKING = Cue("checking", (
    r"(?:redites|rappelez|repetez|resumez) moi", r"(?:est ce que )?c est (?:plus )?clair", r"(?:ai je|j ai) ete clair", r"vous voyez",
    r"avez vous (?:bien )?compris", r"vous avez (?:bien )?compris", r"ce que vous (?:avez|allez) (?:retenu|faire)", r"des questions",
    r"une question", r"quelle (?:etape|serait|sera)", r"comment (?:allez vous|vous allez) (?:faire|vous y prendre)", r"vous me suivez",
    r"que vous (?:ferez|allez)", r"par quoi (?:allez vous )?commence", r"je veux etre sure? que",
    r"dites moi (?:ce que|si|avec vos mots)", r"avec vos mots", r"et la (?:vous|ca|c est)", r"vous y arrivez", r"ca (?:marche|fonctionne)",
))  # fmt: skip
WEAK_CHECKING = Cue("weak_checking", (
    r"d accord", r"c est bon(?: pour vous)?", r"(?:ca|cela) vous (?:va|convient)", r"ok pour vous", r"ca va", r"autre (?:chose|question)",
))  # fmt: skip
