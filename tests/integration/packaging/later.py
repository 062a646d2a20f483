"""Other releases, made from what there is: the same wheel under another number, with other steps of the schema."""

import base64
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

from simulator import __version__
from simulator.storage.migrating import steps

NEXT_STEP = """
from alembic import op

revision, down_revision = "9999", "{last}"
branch_labels = depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE later (id INTEGER PRIMARY KEY)")


def downgrade() -> None:
    op.drop_table("later")
"""


def later_release(dist: Path, folder: Path, version: str) -> Path:
    """All files of a release in `folder`; returns its wheel."""
    folder.mkdir()
    (wheel,) = dist.glob("combine-*.whl")
    later = folder / f"combine-{version}-py3-none-any.whl"
    info, of_before = f"combine-{version}.dist-info", f"combine-{__version__}.dist-info"
    step = "simulator/storage/migrations/versions/9999_later.py"
    record = [f"{step},,", f"{info}/RECORD,,"]
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(later, "w") as made:
        for name in source.namelist():
            data, named = source.read(name), name.replace(of_before, info)
            if name == "simulator/__init__.py":
                data = data.replace(f'"{__version__}"'.encode(), f'"{version}"'.encode())
            elif name == f"{of_before}/METADATA":
                data = re.sub(rb"(?m)^Version: .*$", b"Version: " + version.encode(), data, count=1)
            elif name == f"{of_before}/RECORD":
                continue
            made.writestr(named, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{named},sha256={digest},{len(data)}")
        made.writestr(step, NEXT_STEP.format(last=steps()[-1]))
        made.writestr(f"{info}/RECORD", "\n".join(record) + "\n")
    shutil.copy(dist / "constraints.txt", folder)
    bill_of(folder, version)
    write_sums(folder)
    return later


def released(wheel: Path, folder: Path, version: str, schema: str) -> Path:
    """That wheel as a release of before, which knows no step of the schema after `schema`; returns it."""
    folder.mkdir()
    made = folder / f"combine-{version}-py3-none-any.whl"
    of_now, info = f"combine-{__version__}.dist-info", f"combine-{version}.dist-info"
    record = [f"{info}/RECORD,,"]
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(made, "w") as written:
        for name in source.namelist():
            step = re.fullmatch(r"simulator/storage/migrations/versions/(\d+)_\w+\.py", name)
            if name == f"{of_now}/RECORD" or (step and step[1] > schema):
                continue
            data, named = source.read(name), name.replace(of_now, info)
            if name == "simulator/__init__.py":
                data = data.replace(f'"{__version__}"'.encode(), f'"{version}"'.encode())
            elif name == f"{of_now}/METADATA":
                data = re.sub(rb"(?m)^Version: .*$", b"Version: " + version.encode(), data, count=1)
            written.writestr(named, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{named},sha256={digest},{len(data)}")
        written.writestr(f"{info}/RECORD", "\n".join(record) + "\n")
    return made


def bill_of(folder: Path, version: str) -> None:
    text = json.dumps({"metadata": {"component": {"name": "combine", "version": version}}})
    (folder / f"combine-{version}.cdx.json").write_text(text)


def write_sums(folder: Path) -> None:
    files = [one for one in sorted(folder.iterdir()) if one.name != "SHA256SUMS"]
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in files]
    (folder / "SHA256SUMS").write_text("".join(lines))
