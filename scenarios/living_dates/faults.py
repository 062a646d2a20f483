"""Dates in sentences that could not follow a story that moves; only where the pack says that it moves."""

from collections.abc import Iterator

from ..faults import Fault
from ..french_dates import mentions
from ..invented import texts_of
from ..reading import PackFiles
from ..varying.world import NEVER_PROSE
from .loose import stuck_in

_WHERE = ("customers/", "subjects/")
"""Company, products and procedures are of no day; recordings of a case study are played in exams only."""


def living_date_faults(files: PackFiles) -> Iterator[Fault]:
    """One for each expression that would stay behind, and for each weekday that is not that day's."""
    company = files.company.model if files.company else None
    if files.dates is None or files.dates.model is None or company is None:
        return
    stays = files.dates.model.stays
    used: set[str] = set()
    for piece, path, text in texts_of(files):
        if not piece.document.file.startswith(_WHERE) or path[-1] in NEVER_PROSE:
            continue
        used |= {words for words in stays if words in text}
        for words in stays:
            text = text.replace(words, "\ue000" * len(words))
        for stuck in stuck_in(text):
            yield piece.document.fault(
                path,
                "date_stays",
                f"« {stuck.words} » ne suivrait pas si le jour de l’histoire changeait.",
                "Écrivez un jour ou un mois en chiffres et en lettres (« 2 décembre », « en mars »), ou ajoutez ces "
                "mots à « stays » dans dates.yaml s’ils sont vrais toute l’année.",
            )
        for mention in mentions(text, company.story_date):
            if not mention.is_consistent:
                yield piece.document.fault(
                    path,
                    "wrong_weekday",
                    f"« {text[mention.start : mention.end]} » n’est pas ce jour de la semaine.",
                    f"Le {mention.day:%d/%m/%Y} : corrigez le jour ou la date.",
                )
    for i, words in enumerate(stays):
        if words not in used:
            yield files.dates.document.fault(
                ("stays", i), "not_there", f"« {words} » n’est écrit nulle part.", "Retirez-le.", warning=True
            )
