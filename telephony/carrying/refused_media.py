"""Media that a browser's offer takes back (port 0): aiortc wants a transport of each, so it never sees them.

They come back in the answer, in their places, refused as they were (RFC 3264 §6). A port of 0 that is bundled is no
refusal (RFC 8843 §6: `a=bundle-only`). Sans-IO.
"""

import re

_MEDIA = re.compile(r"(?=^m=)", re.MULTILINE)
_MID = re.compile(r"^a=mid:(\S+)", re.MULTILINE)


def without_refused(offer: str) -> tuple[str, dict[int, str]]:
    """The offer without what it refuses, and that by its place among the media."""
    head, *media = _MEDIA.split(offer)
    refused = {place: one for place, one in enumerate(media) if _is_refused(one)}
    if not refused:
        return offer, {}
    kept = [one for place, one in enumerate(media) if place not in refused]
    gone = {found[1] for one in refused.values() if (found := _MID.search(one)) is not None}
    return "".join([_unbundled(head, gone), *kept]), refused


def with_refused(answer: str, refused: dict[int, str]) -> str:
    """The answer with a line for each of them."""
    head, *media = _MEDIA.split(answer)
    for place, one in sorted(refused.items()):
        mid = _MID.search(one)
        lines = [one.splitlines()[0], "c=IN IP4 0.0.0.0", "a=inactive", *([f"a=mid:{mid[1]}"] if mid else [])]
        media.insert(place, "".join(f"{line}\r\n" for line in lines))
    return head + "".join(media)


def _is_refused(medium: str) -> bool:
    words = medium.split(maxsplit=2)
    return len(words) > 1 and words[1] == "0" and "a=bundle-only" not in medium


def _unbundled(head: str, mids: set[str]) -> str:
    def kept(group: re.Match[str]) -> str:
        return " ".join([group[1], *(mid for mid in group[2].split() if mid not in mids)])

    return re.sub(r"^(a=group:BUNDLE)((?: \S+)*)", kept, head, flags=re.MULTILINE)
