"""Which copies make a story, whatever the order they come in."""

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.stories import settle


class Sets:
    """A Book of invented articles: each a set of words, two agree if they share more than half of the larger."""

    def __init__(self):
        self.said: dict[int, frozenset] = {}
        self.times: dict[int, str] = {}
        self.origin_of: dict[int, int] = {}

    def key(self, one):
        return self.times[one], str(one), one

    def agreement(self, one, other):
        a, b = self.said[one], self.said[other]
        share = len(a & b) / max(len(a), len(b))
        return share if share > 0.5 else 0.0

    def all_near(self, one):
        return [other for other in self.said if other != one and self.said[one] & self.said[other]]

    def origins_near(self, one):
        return [other for other in self.all_near(one) if self.origin_of.get(other) == other]

    def origin(self, one):
        return self.origin_of.get(one)

    def copies(self, origin):
        return [one for one, its in self.origin_of.items() if its == origin and one != origin]

    def assign(self, one, origin):
        self.origin_of[one] = origin

    def put(self, one, said, time):
        moved = [one]
        if one in self.said:
            moved += self.copies(one)
            del self.origin_of[one]
        self.said[one], self.times[one] = said, time
        settle(self, moved)


ARTICLES = st.lists(
    st.tuples(st.frozensets(st.integers(0, 9), min_size=1, max_size=7), st.sampled_from("abcdef")), max_size=12
)


def grouped(articles, order) -> dict[int, int]:
    book = Sets()
    for one in order:
        book.put(one, *articles[one])
    return book.origin_of


@given(ARTICLES, st.randoms())
@settings(max_examples=300, deadline=None)
def test_the_order_of_arrival_changes_nothing(articles, random):
    order = list(range(len(articles)))
    first = grouped(articles, order)
    random.shuffle(order)
    assert grouped(articles, order) == first


@given(ARTICLES, ARTICLES, st.randoms())
@settings(max_examples=300, deadline=None)
def test_nor_do_revisions_on_the_way(articles, earlier, random):
    book = Sets()
    events = [(one, earlier[one]) for one in range(min(len(articles), len(earlier)))]
    random.shuffle(events)
    later = list(enumerate(articles))
    random.shuffle(later)
    for one, values in events + later:
        book.put(one, *values)
    assert book.origin_of == grouped(articles, range(len(articles)))


@given(ARTICLES)
@settings(max_examples=200, deadline=None)
def test_every_copy_agrees_with_its_origin_and_origins_do_not_with_each_other(articles):
    book = Sets()
    for one, values in enumerate(articles):
        book.put(one, *values)
    for one, origin in book.origin_of.items():
        assert book.origin_of[origin] == origin
        assert one == origin or (book.agreement(one, origin) and book.key(origin) < book.key(one))
    origins = [one for one, its in book.origin_of.items() if one == its]
    assert not any(book.agreement(a, b) for a in origins for b in origins if a < b)


def test_no_text_joins_two_others():
    chain = [(frozenset(range(at, at + 6)), "abcdef"[at]) for at in range(6)]  # each agrees with its neighbours
    origins = grouped(chain, range(6))
    assert origins == {0: 0, 1: 0, 2: 0, 3: 3, 4: 3, 5: 3}
