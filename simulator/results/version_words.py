"""What a signed page says otherwise than the one before, in French."""

from simulator.french_dates import long_date
from simulator.results.record import SeatRecord
from simulator.seat.deliberation_scope import TITLE
from simulator.seat.deliberation_words import VERDICT_WORDS, decision_words
from simulator.seat.signed_versions import Change, Said, SignedVersion, signed_versions


def change_words(record: SeatRecord, one: Change) -> str:
    """« CP2 : « Acquise » devient « Non acquise », motif : « Aucune reformulation. » »."""
    name = "Titre" if one.what == TITLE else one.what
    before, after = _words(record, one.what, one.before), _words(record, one.what, one.after)
    if one.before is not None and one.after is not None and one.before.words == one.after.words:
        return f"{name} : {before} reste, {_other_reason(one.before.reason, one.after.reason)}"
    why = f", motif : « {one.after.reason} »" if one.after is not None and one.after.reason else ""
    return f"{name} : {before} devient {after}{why}"


def _other_reason(before: str, after: str) -> str:
    if not before:
        return f"motif ajouté : « {after} »"
    return f"motif changé : « {before} » devient « {after} »" if after else f"motif retiré : « {before} »"


def former_pages(record: SeatRecord) -> list[str]:
    """A paragraph for each page that was signed and stands no more: who signed it when, what changed since."""
    found: list[str] = []
    for one in signed_versions(record.state.deliberation, record.state.seat.id, record.digest):
        if not one.stands:
            found.append("\n".join([signed_words(one), *(f"– {change_words(record, it)}" for it in one.changes)]))
    return found


def signed_words(one: SignedVersion) -> str:
    who = " et ".join(f"{it.name} le {long_date(it.at)}" for it in one.signed.signatures)
    changed = (
        "Ce qui a changé ensuite :" if one.changes else "Rien n’a changé ensuite dans les verdicts ni les décisions."
    )
    alone = "" if one.is_whole else " Tout le jury ne l’a pas signée : elle n’a jamais valu délibération."
    return f"Page {one.number}, signée par {who}.{alone} {changed}"


def _words(record: SeatRecord, what: str, one: Said | None) -> str:
    if one is None:
        return "« sans verdict du jury »" if "." in what else "« non décidé »"
    known = VERDICT_WORDS if "." in what else decision_words(record.scope, what)
    return f"« {known[one.words]} »"
