"""The machine's clock set by somebody, as all modules of the product see it.

Use: `with system_clock_set(timedelta(days=1)):`.

Steady clocks go on as they are, like those of the machine.
"""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from types import ModuleType

ROOMS = ("simulator", "telephony")


@contextmanager
def system_clock_set(by: timedelta) -> Generator[None]:
    """`datetime.now` is ahead by `by` (behind: negative) in every module of ROOMS."""

    class Kind(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, datetime)

    class Set(datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  any date is one
            return datetime.now(tz) + by

    modules = [one for name, one in sys.modules.items() if name.split(".")[0] in ROOMS and _reads_dates(one)]
    assert modules
    for module in modules:
        module.datetime = Set  # type: ignore[attr-defined]  the module imports the class by name
    try:
        yield
    finally:
        for module in modules:
            module.datetime = datetime  # type: ignore[attr-defined]  the module imports the class by name


def _reads_dates(module: ModuleType) -> bool:
    return getattr(module, "datetime", None) is datetime
