"""`make lint` and `make test`: every check, the cheap ones first; the first that fails ends it.

The checks of half a minute run beside the tests (suite.py says why).
"""

import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from api_types import are_types_current
from checks import FIRST, WEB_TESTS, RulesAndTypes
from compile_sound import ready_compiler
from machine import stop
from ready import ready_to_check, ready_to_run
from side_by_side import Ended, Program, SideBySide
from suite import BEHIND, CORES, Suite
from test_programs import chromium, firefox, ready_test_programs


def main() -> None:
    what, *pytest_arguments = sys.argv[1:] or ["test"]
    # Where SIGINT is ignored (in the background of a shell) we could end nobody whom we start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ready_to_check()
    programs = SideBySide(CHROMIUM=chromium(), FIREFOX=firefox())
    rules = RulesAndTypes()
    _check(programs, FIRST, rules)
    if not are_types_current():
        stop("web/src/api/schema.d.ts n’est plus à jour : lancez « make types », puis ajoutez le fichier au commit.")
    if what == "lint":
        _check(programs, rules.due, rules)
        return
    ready_test_programs()
    ready_compiler()
    ready_to_run()
    _test(programs, rules, Suite(pytest_arguments))


def _check(programs: SideBySide, checks: Sequence[Program], rules: RulesAndTypes) -> None:
    """As many at once as there are cores."""
    _stop_at(programs.all_of(checks, CORES, lambda ended: _tell(ended, rules)))


def _test(programs: SideBySide, rules: RulesAndTypes, suite: Suite) -> None:
    """The tests that wait; behind them those that compute and the checks, one after the other; then what is left."""
    checks = [replace(one, niceness=BEHIND) for one in (*rules.due, WEB_TESTS)]

    def behind() -> list[Ended]:
        with ThreadPoolExecutor(1) as pool:
            computing = pool.submit(programs.all_of, suite.computing, 1, lambda one: _tell(one, rules))
            ended = [*programs.all_of(checks, 1, lambda one: _tell(one, rules)), *computing.result()]
        if not all(one.is_well for one in ended):
            programs.end()
        return ended

    print("\n── pytest", flush=True)
    with ThreadPoolExecutor(1) as pool:
        others = pool.submit(behind)
        try:
            waited = programs.run(suite.waiting)
            if not waited.is_well:
                programs.end()
        except KeyboardInterrupt:
            programs.end()
            raise
        _stop_at([*others.result(), waited])
    _stop_at([programs.run(one) for one in suite.starting])
    record = suite.rest(programs)
    lines, is_well = suite.closing(record)
    print("\n".join(lines), flush=True)
    sys.exit(not is_well)


def _tell(ended: Ended, rules: RulesAndTypes) -> None:
    """One line for what is well; for tests of which some failed, or what stops it all, everything it printed."""
    if not ended.is_well or ended.code != 0:
        print(f"\n{ended.printed}\n\n✗ {ended.program.name} ({ended.seconds:.1f} s)", flush=True)
    else:
        rules.passed(ended.program.name)
        print(f"\n✓ {ended.program.name} ({ended.seconds:.1f} s)", flush=True)


def _stop_at(ended: Sequence[Ended]) -> None:
    """At the first that is not well of itself; those that we ended because of it come after."""
    for one in ended:
        if not one.is_well:
            stop(f"✗ {one.program.name} : arrêt avec le code {one.code}")


main()
