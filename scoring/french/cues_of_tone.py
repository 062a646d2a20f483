"""Cues that soothe, serve, brush off, blame or press; and what customers say of it (`cues_of_tone.yaml`)."""

from .cues import Cue, cue


def _cue(name: str, *, deniable: bool = False) -> Cue:
    return cue(name, file="cues_of_tone.yaml", deniable=deniable)


EMPATHY = _cue("empathy")
OWNING = _cue("owning")
COURTESY = _cue("courtesy")
BLAMING = _cue("blaming")
SHRUGGING = _cue("shrugging")
PRESSING = _cue("pressing", deniable=True)
BELITTLING = _cue("belittling")
MOCKING = _cue("mocking")
BENEFIT = _cue("benefit")
SELLING_TO_YOU = _cue("for_this_customer")
CLIENT_YES = _cue("client_yes")
CLIENT_GLAD = _cue("client_glad")
CLIENT_DISPLEASED = _cue("client_displeased")
CLIENT_OBJECTING = _cue("client_objecting")
CLIENT_HESITATING = _cue("client_hesitating")
CLIENT_REFUSING = _cue("client_refusing")
