"""What of a search reaches the databases."""

from hypothesis import given
from hypothesis import strategies as st

from backend.articles import editing, search_terms


def test_common_words_are_left_out_where_there_are_others() -> None:
    assert search_terms.words("How do I calm my anger?") == ["calm", "anger"]
    assert search_terms.words("to be or not") == ["to", "be", "or", "not"]


@given(st.text())
def test_only_letters_and_digits_reach_a_database(text: str) -> None:
    searched = search_terms.words(text)
    assert len(searched) <= search_terms.WORDS_AT_MOST
    assert all(word.isalnum() and len(word) <= 40 for word in searched)


def test_no_article_takes_an_address_of_the_api() -> None:
    assert editing.free_slug("suggestions", set()) == "suggestions-2"
