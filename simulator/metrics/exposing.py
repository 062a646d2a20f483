"""Gathered numbers in Prometheus' text format. Pure: every name that is exposed stands here or in `timings.py`."""

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from simulator.metrics.gathering import Backups, Gathered
from telephony import MOS_BOUNDS, OpinionTally


class _Once(Collector):
    """What was gathered for one answer."""

    def __init__(self, version: str, gathered: Gathered) -> None:
        self._version, self._gathered = version, gathered

    def collect(self) -> Iterable[Metric]:
        seen = self._gathered
        packets, disk = seen.switch.packets, seen.disk
        yield _gauge("combine_info", "The version that runs", "version", {self._version: 1})
        yield _gauge("combine_desks_connected", "Desks that are open in a browser", "desk", seen.desks)
        yield _gauge("combine_calls", "Calls at this moment, by their state", "state", seen.switch.calls)
        yield _counter("combine_packets_expected", "Packets of sound that should have come", "way", packets.expected)
        yield _counter("combine_packets_lost", "Packets of sound that never came", "way", packets.lost)
        yield _opinions(seen.switch.opinions)
        yield _gauge(
            "combine_queue_length",
            "What waits: facts for the disk, messages for the slowest desk",
            "queue",
            seen.queues,
        )
        yield _gauge("combine_jobs_owed", "Work that waits or is under way", "kind", seen.owed)
        yield _gauge("combine_jobs_given_up", "Work that nobody tries again by themselves", "kind", seen.given_up)
        yield _counter("combine_jobs_failed", "Tries that failed", "kind", seen.failed)
        yield _counter("combine_jobs_finished", "Work that was done", "kind", seen.finished)
        yield _counter("combine_sign_ins_refused", "Wrong passwords, codes, second factors", "what", seen.refused)
        yield GaugeMetricFamily("combine_disk_free_bytes", "Room left where the data are", disk.free)
        yield GaugeMetricFamily("combine_disk_total_bytes", "Size of that disk", disk.total)
        if seen.backups is not None:
            yield from _backups(seen.backups)


def exposition(version: str, gathered: Gathered, timings: CollectorRegistry) -> bytes:
    once = CollectorRegistry(auto_describe=False)
    once.register(_Once(version, gathered))
    return generate_latest(once) + generate_latest(timings)


def _opinions(tally: OpinionTally) -> HistogramMetricFamily:
    what = "Mean opinion score of each call that is over, a side and direction (E-model, ITU-T G.107): 1 to 4.5"
    family = HistogramMetricFamily("combine_call_mos", what, labels=["way"])
    for way, at_most in tally.at_most.items():
        # None is better than the last bound.
        buckets = [*((str(bound), float(count)) for bound, count in zip(MOS_BOUNDS, at_most, strict=True))]
        family.add_metric([way], [*buckets, ("+Inf", float(at_most[-1]))], tally.total[way])
    return family


def _backups(backups: Backups) -> Iterable[Metric]:
    age = "Seconds since the last good backup; +Inf before the first one"
    yield GaugeMetricFamily("combine_backup_age_seconds", age, backups.age)
    right = "1: the last backup that was tried was made; 0: it failed, or there was none"
    yield GaugeMetricFamily("combine_backup_right", right, backups.is_last_right)
    if backups.trial_age is not None:
        age = "Seconds since the last trial restore"
        yield GaugeMetricFamily("combine_backup_trial_age_seconds", age, backups.trial_age)
        right = "1: the last trial restore went well; 0: that backup could not be restored"
        yield GaugeMetricFamily("combine_backup_trial_right", right, backups.is_trial_right)


def _gauge(name: str, what: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _counter(name: str, what: str, label: str, values: Mapping[str, float]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, what, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
