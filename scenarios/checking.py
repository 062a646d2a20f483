"""Everything at once: a folder in, all its faults out; or a usable pack."""

from pathlib import Path

from .coverage import coverage_faults
from .exam_rules import ExamRules
from .faults import Fault, PackError
from .living_dates import living_date_faults
from .models import Pack, StoryDates
from .reading import PackFiles, build, read_pack_files
from .references import reference_faults
from .safe_yaml import read_yaml
from .varying import variation_faults


def check_pack(folder: Path, rules: ExamRules | None = None) -> list[Fault]:
    """Every fault of the pack, sorted by file and line. Coverage is checked only with `rules`."""
    files = read_pack_files(folder)
    return faults_of(files, rules) if folder.is_dir() else sorted(set(files.faults))


def faults_of(files: PackFiles, rules: ExamRules | None = None) -> list[Fault]:
    """As `check_pack`, of files that are read already."""
    faults = [*files.faults, *reference_faults(files), *variation_faults(files), *living_date_faults(files)]
    if rules is not None:
        faults += coverage_faults(files, rules)
    return sorted(set(faults))


def load_pack(folder: Path) -> Pack:
    """The pack, ready to be played. Raises PackError with every error (warnings do not stop it)."""
    files = read_pack_files(folder)
    faults = [*files.faults]
    if folder.is_dir():
        faults += [*reference_faults(files), *variation_faults(files), *living_date_faults(files)]
    errors = sorted({fault for fault in faults if fault.severity == "error"})
    if errors:
        raise PackError(errors)
    return build(files)


def story_dates(folder: Path) -> StoryDates | None:
    """Of a pack that `load_pack` took: what stays when its story moves; None where it does not move."""
    path = folder / "dates.yaml"
    return StoryDates.model_validate(read_yaml(path, path.name).data) if path.is_file() else None
