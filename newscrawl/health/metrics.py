"""Verdicts as Prometheus reads them."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from newscrawl.health.case import Verdict


def exposition(verdicts: list[Verdict]) -> str:
    """The text that Prometheus scrapes, or node_exporter takes from a file."""
    registry = CollectorRegistry()
    registry.register(_Collector(verdicts))
    return generate_latest(registry).decode()


class _Collector:
    def __init__(self, verdicts: list[Verdict]):
        self.verdicts = verdicts

    def collect(self) -> Iterator[Metric]:
        ill = _gauge("ill", "1 if a diagnosis stands", [([one], one.state == "ill") for one in self.verdicts])
        crawled = [one for one in self.verdicts if one.last]
        yield ill
        yield _gauge("last_run_timestamp_seconds", "When its last run began",
                     [([one], one.last.started.timestamp()) for one in crawled])  # fmt: skip
        yield _gauge("due_timestamp_seconds", "When it is due", [([one], one.due.timestamp()) for one in crawled])
        yield _gauge("stored_24h", "Articles stored in 24 hours", [([one], one.stored) for one in crawled])
        yield _gauge("usual_24h_least", "Articles that come at least in such a day",
                     [([one], one.usual[0]) for one in crawled if one.usual])  # fmt: skip
        named = [([one, what.name], 1) for one in self.verdicts for what in one.diagnoses]
        yield _gauge("diagnosis", "What is wrong with it", named, "diagnosis")


def _gauge(name: str, text: str, values: list[tuple[list, float]], *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"newscrawl_source_{name}", text, labels=["source", *labels])
    for (verdict, *rest), value in values:
        family.add_metric([verdict.subject.name, *rest], float(value))
    return family
