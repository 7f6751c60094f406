"""A text's letters and digits, whatever stands between them."""

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.letters import letters


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_left_are_the_letters_and_digits_in_their_order(text):
    assert letters(text) == "".join(filter(str.isalnum, text))


def test_marks_of_any_script_go():
    assert letters("央行：“降准” 0.5%_〔2024〕\ud800") == "央行降准052024"
