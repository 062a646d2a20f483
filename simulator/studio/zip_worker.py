"""The child process in which a ZIP becomes items, and items become YAML: megabytes of it must hold up nobody's call.

`python -m simulator.studio.zip_worker read` takes a stranger's ZIP on its standard input; out comes a line of JSON,
then its sounds one after the other. `… write` takes JSON, `{"files": {path: {"content", "said"}}, "now": {path:
data}}`, contents in base64; out come the files of `now`, in the same way. Memory, processor time and doors are given
up before the first byte is looked at.
"""

import io
import json
import sys
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic_core import PydanticCustomError

from scenarios.in_yaml import carried, new_file
from scenarios.safe_yaml import read_yaml_text
from scenarios.zipped import ZipRefused, read_zip
from simulator.bounded import bound
from simulator.studio.plain_files import NoPlace, items_in, model_of, plain_files
from simulator.studio.views import bounded

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 60

SOUND = ".opus"

MOST_TEXT = 4 * 1024 * 1024
"""Bytes of YAML: the checker reads all of it again at each look. A shipped pack has a quarter of a million."""


def main(asked: str) -> None:
    data = sys.stdin.buffer.read()
    _rehearse()
    bound(MEMORY, CPU_SECONDS)
    if asked == "write":
        _tell(_written(json.loads(data)))
        return
    head, sounds = _read(data)
    _tell(head)
    for sound in sounds:
        sys.stdout.buffer.write(sound)


def _rehearse() -> None:
    """All that Python and the libraries load late is loaded: afterwards no file can be opened."""
    tiny = io.BytesIO()
    with zipfile.ZipFile(tiny, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("company.yaml", "id: essai\nname: Essai # dit\n")
        archive.writestr("customers/lea.yaml", "id: lea\n")
    "é".encode("cp437")
    head, _ = _read(tiny.getvalue())
    _written({"files": head["files"], "now": {"company.yaml": {"id": "essai", "name": "Autre"}, "products.yaml": {}}})


def _tell(what: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")


def _read(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    try:
        contents = read_zip(io.BytesIO(data))
    except ZipRefused as refused:
        return {"refused": [refused.problem, refused.remedy]}, []
    if sum(len(one) for name, one in contents.items() if not name.endswith(SOUND)) > MOST_TEXT:
        return {"refused": ["Les textes de ce ZIP dépassent 4 Mo.", "Partagez ce scénario en deux."]}, []
    read = {
        name: read_yaml_text(content, name)
        for name, content in contents.items()
        if model_of(name) is not None or name == "dates.yaml" or name.startswith("variations/")
    }
    faults = [fault for document in read.values() for fault in document.faults]
    for name, content in contents.items():
        if name.endswith(SOUND) and not (content.startswith(b"OggS") and b"OpusHead" in content[:100]):
            problem = f"{name} n’est pas un son Ogg Opus."
            return {"refused": [problem, "Ôtez-le du ZIP ; le son se dépose ensuite sur la page de l’étude."]}, []
    if faults:
        return {"faults": [[one.file, one.line, one.problem, one.remedy] for one in faults]}, []
    try:
        items = items_in({name: one.data for name, one in read.items() if model_of(name) is not None})
        for one in items:
            bounded(one.content)
    except NoPlace as none:
        return {"faults": [[none.file, 0, none.problem, none.remedy]]}, []
    except PydanticCustomError:
        return {"refused": ["Un fichier de ce ZIP est démesuré ou abîmé.", "Exportez de nouveau le scénario."]}, []
    said = plain_files(_id_in(read["company.yaml"].data), items)
    sounds = {name: content for name, content in contents.items() if name.endswith(SOUND)}
    files = {
        name: {"content": b64encode(content).decode(), "said": json.dumps(said[name]) if name in said else ""}
        for name, content in contents.items()
        if name not in sounds
    }
    head = {
        "items": [asdict(one) for one in items],
        "files": files,
        "sounds": [[name, len(content)] for name, content in sounds.items()],
    }
    return head, [*sounds.values()]


def _id_in(company: Any) -> str:
    found = company.get("id") if isinstance(company, dict) else None
    return found if isinstance(found, str) else ""


def _written(asked: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, data in asked["now"].items():
        model, before = model_of(name), asked["files"].get(name)
        assert model is not None
        if before is None:
            content = new_file(data, model)
        else:
            content = carried(b64decode(before["content"]), json.loads(before["said"]), data, model)
        found[name] = b64encode(content).decode()
    return found


if __name__ == "__main__":
    main(sys.argv[1])
