"""Gathered numbers in Prometheus' text format. Pure: every name that is exposed stands here or in `timings.py`."""

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from simulator.metrics.gathering import Gathered


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
        yield _gauge("combine_jobs_owed", "Work that waits or is under way", "kind", seen.owed)
        yield _gauge("combine_jobs_given_up", "Work that nobody tries again by themselves", "kind", seen.given_up)
        yield _counter("combine_jobs_failed", "Tries that failed", "kind", seen.failed)
        yield _counter("combine_jobs_finished", "Work that was done", "kind", seen.finished)
        yield _counter("combine_sign_ins_refused", "Wrong passwords, codes, second factors", "what", seen.refused)
        yield GaugeMetricFamily("combine_disk_free_bytes", "Room left where the data are", disk.free)
        yield GaugeMetricFamily("combine_disk_total_bytes", "Size of that disk", disk.total)


def exposition(version: str, gathered: Gathered, timings: CollectorRegistry) -> bytes:
    once = CollectorRegistry(auto_describe=False)
    once.register(_Once(version, gathered))
    return generate_latest(once) + generate_latest(timings)


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
