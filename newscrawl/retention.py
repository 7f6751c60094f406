"""How long things are kept, by the calendar of each source."""

from datetime import UTC, datetime, timedelta, tzinfo


def beginning(days: int, now: datetime, zone: tzinfo | None) -> datetime:
    """When the first of the last ``days`` days began in a zone (None: UTC); today is one of them. Aware, in UTC.

    Three days at 00:30 on 12 May in Shanghai are those from 10 May 00:00 there, whatever day it is elsewhere.
    """
    local = now.astimezone(zone or UTC)
    first = local.date() - timedelta(days=days - 1)
    return datetime(first.year, first.month, first.day, tzinfo=local.tzinfo).astimezone(UTC)
