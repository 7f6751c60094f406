"""Lists in JSON: what list APIs answer."""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from newscrawl import jsonlists
from newscrawl.items import Article, Fetch, Refusal
from newscrawl.jsonlists import Record
from newscrawl.spiders.base import SourceSpider, header, section_of
from newscrawl.stream import NotAListError


class JsonSpider(SourceSpider):
    """Reads each list, page by page where its URL has ``{page}``, until ``max_pages`` or a page without records.

    An API that ignores what it is asked answers every question alike. Then a second page repeats the first, a list
    another list, a text another article's: such a list has failed, and the article is to be fetched again.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.pages: dict[frozenset[str], tuple[str, int]] = {}  # the links of each page: (list, page)
        self.texts: dict[bytes, str] = {}  # digests of texts: the article they belong to

    async def start(self) -> AsyncIterator[Any]:
        for template in self.start_urls:
            yield self.page_request(template, self.source.section or section_of(template), 1)

    def page_request(self, template: str, section: str | None, page: int) -> Request:
        request = self.list_request(template.replace("{page}", str(page)), section, page)
        request.cb_kwargs["template"] = template
        return request

    def parse(
        self, response: Response, section: str | None = None, page: int = 1, template: str = ""
    ) -> Iterator[Request | Refusal | Article]:
        try:
            found = jsonlists.read(response.body, response.url, self.source, header(response, "Content-Type"))
        except NotAListError as error:
            self.list_failed(response, str(error))
            return
        taken = [record for record in found if record.entry.url]
        for reason, count in Counter(record.reason for record in found if not record.entry.url).items():
            self.crawler.stats.inc_value(f"lists/{reason}", count)
        links = frozenset(record.entry.url for record in taken)
        before = self.pages.setdefault(links, (template, page))
        if wrong := _wrong(found, links) or _repeats(before, template, page):
            self.list_failed(response, wrong)
            return
        self.list_read(response, len(taken), page)
        if before != (template, page):  # behind its end a list may give its last page again
            return
        now = datetime.now(UTC)
        for record in taken:
            yield self._lead(record, section, now)
        if links and "{page}" in template and self.goes_on(section, page):
            yield self.page_request(template, section, page + 1)

    def article_request(self, url: str, section: str | None, listed: Article | None = None) -> Request:
        request = super().article_request(url, section, listed)
        body_url = listed.fetch.body_url if listed and listed.fetch else None
        return request.replace(url=body_url, callback=self.parse_body) if body_url else request

    async def parse_body(self, response: Response, section: str | None = None) -> Article | Refusal:
        """Read an article from the answer that holds its text."""
        url, listed = response.meta["article"], response.meta["listed"]
        try:
            page = jsonlists.page_of(response.body, url, self.source, listed.headline, header(response, "Content-Type"))
        except NotAListError as error:
            return Refusal(url, str(error), failed=True)
        digest = hashlib.blake2b(response.body, digest_size=16).digest()
        if self.texts.setdefault(digest, url) != url:
            return Refusal(url, "same_body", failed=True)
        headers = response.headers.copy()
        headers["Content-Type"] = "text/html; charset=utf-8"
        whole = HtmlResponse(url, body=page, headers=headers, request=response.request, encoding="utf-8")
        return await self.parse_article(whole, section)

    def _lead(self, record: Record, section: str | None, now: datetime) -> Request | Refusal | Article:
        url = record.entry.url
        if len(url) > self.settings.getint("URLLENGTH_LIMIT"):
            return Refusal(url, "too_long")
        article = jsonlists.article(record, self.source, now)
        article.fetch = Fetch(listed_url=url, body_url=record.body_url)
        if not self.source.full_text:
            return self.linked(url, section, article)
        article.section = section
        self.note_age(article, section)
        return article


def _wrong(found: list[Record], links: frozenset[str]) -> str | None:
    if found and not links:
        return f"{found[0].reason} in any of {len(found)} records"
    return f"the same link in all of {len(found)} records" if len(links) == 1 < len(found) else None


def _repeats(before: tuple[str, int], template: str, page: int) -> str | None:
    if before[0] != template:
        return f"the same records as {before[0]}"
    return "page 2 repeats page 1" if page == 2 and before[1] == 1 else None
