"""An answer of the site, before it is written to a connection."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime

HTML = "text/html; charset=utf-8"


@dataclass
class Reply:
    """``modified`` (aware) makes it one that a client may hold and ask for again by its ETag or Last-Modified."""

    body: bytes = b""
    status: int = 200
    kind: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    modified: datetime | None = None

    @property
    def validators(self) -> dict[str, str]:
        if not self.modified:
            return {}
        tag = hashlib.blake2b(self.body, digest_size=8).hexdigest()
        return {"ETag": f'"{tag}"', "Last-Modified": format_datetime(self.modified.astimezone(UTC), usegmt=True)}

    def unchanged(self, asked: Message) -> bool:
        """Whether a request's headers say that the client has this body. An ETag decides where one is sent."""
        if not self.modified:
            return False
        if tags := asked.get("If-None-Match"):
            return self.validators["ETag"] in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        try:
            since = parsedate_to_datetime(asked.get("If-Modified-Since") or "")
        except ValueError:
            return False
        return self.modified.replace(microsecond=0) <= since.astimezone(UTC)
