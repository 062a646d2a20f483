"""A juror's guide d'entretien on paper, as plain data for `guide.typ`: each point with a box and room to write."""

from collections.abc import Mapping
from typing import Any

from simulator.documents.blocks import french
from simulator.documents.printing import duration
from simulator.french_dates import clock
from simulator.interviews.interview_views import GuideItem, GuideKind, GuideLink, GuidePart, GuideView
from simulator.replay.moments import NB
from simulator.typography import of_name

PARTS: Mapping[GuidePart, str] = {
    "sequence": "Après la séquence enregistrée",
    "debrief": "Retour sur les échanges et les écrits",
    "final": "Entretien final",
}

KINDS: Mapping[GuideKind, str] = {
    "unseen": "Critères que vous n’avez pas observés",
    "differs": "Critères sur lesquels les deux jurés diffèrent",
    "moment": "Moments à réentendre",
    "passage": "Passages des écrits",
    "production": "Productions",
    "question": "Questions ouvertes",
    "file": "Le dossier professionnel",
    "job": "Le métier",
    "notes": "Mes notes",
}


VERDICTS = {
    "satisfactory": "satisfaisant",
    "to_improve": "à améliorer",
    "insufficient": "insuffisant",
    "not_observed": "non observé",
}


def guide_pages(view: GuideView) -> dict[str, Any]:
    """Nothing of what anybody decides stands in it."""
    return {
        "title": f"Guide d’entretien — {view.candidate_name}",
        "heading": "Guide d’entretien",
        "subtitle": f"{view.seat_label} · {view.candidate_name}",
        "facts": [["Session", view.session_title], ["Juré", view.juror]],
        "footer": (
            f"{view.session_title} · guide {of_name(view.juror)} · {view.seat_label} · document de travail du jury"
        ),
        "parts": [
            {"name": words, "groups": _groups([one for one in view.items if one.part == part])}
            for part, words in PARTS.items()
            if any(one.part == part for one in view.items)
        ],
    }


def _groups(items: list[GuideItem]) -> list[dict[str, Any]]:
    return [
        {"name": words, "notes": kind == "notes", "items": [_item(one) for one in items if one.kind == kind]}
        for kind, words in KINDS.items()
        if any(one.kind == kind for one in items)
    ]


def _item(item: GuideItem) -> dict[str, Any]:
    title = f"{item.criterion}{NB}· {item.title}" if item.criterion else item.title
    return {
        "title": french(title),
        "question": french(item.question),
        "detail": french(" ".join(filter(None, [_where(item.link), item.detail, *_given(item)]))),
        "ticked": f"Abordé à {clock(item.ticked_at)}" if item.ticked_at is not None else "",
        "note": item.note,
    }


def _given(item: GuideItem) -> list[str]:
    """This juror's own verdicts on the criterion, which only they and the deliberation have."""
    given = (("technique", item.technical), ("final", item.final))
    return [f"Mon avis après l’entretien {name} : {VERDICTS[one]}." for name, one in given if one is not None]


def _where(link: GuideLink | None) -> str:
    if link is None:
        return ""
    if link.kind == "production":
        return f"Paragraphe {link.paragraph + 1}." if link.paragraph is not None else ""
    return f"Échange {link.position}, à {duration(link.at_seconds)}."
