import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.episodes.wordings import find_wordings, make_finder, read_wording, split_words

LISTS = {"child": ["boy", "girl"], "strike": ["hit", "hits"]}


def found(notation: str, text: str) -> list[str]:
    finder = make_finder(read_wording(notation, "x", LISTS))
    words = split_words(text)
    return [text[words.starts[each.first] : words.ends[each.last]] for each in find_wordings(finder, words)]


@pytest.mark.parametrize(
    ("notation", "text", "expected"),
    [
        ("bruis*", "Two BRUISES seen", ["BRUISES"]),
        ("bruis*", "a bru is", []),
        ("black/swollen eye", "A black eye.", ["black eye"]),
        ("black eye", "black. Eye", []),  # never over the end of a sentence
        ("did not attend", "She didn't attend", ["didn't attend"]),
        ("did not attend", "She didn’t attend", ["didn’t attend"]),
        ("can not cope", "mother cannot cope", ["cannot cope"]),
        ("<strike> .. belt", "he hits me with his belt", ["hits me with his belt"]),
        ("<strike> .. belt", "hit one two three four five six belt", []),  # more than five words between
        ("(the) <child> (was) hit", "the boy was hit; girl hit", ["the boy was hit", "boy was hit", "girl hit"]),
        ("s47", "S.47 begun", []),
        ("s 47", "S.47 begun", ["S.47"]),
        ("section 47", "Section-47", ["Section-47"]),
        ("a&e", "taken to A&E", ["A&E"]),
        ("mother partner", "Mother's partner", ["Mother's partner"]),
    ],
)
def test_notation(notation, text, expected):
    assert found(notation, text) == expected


@pytest.mark.parametrize("notation", ["(open", "<nobody> seen", "a*", "", "b*d thing", "&"])
def test_notation_that_cannot_be_read_says_so(notation):
    with pytest.raises(ValueError, match=r"\w"):
        read_wording(notation, "x", LISTS)


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_words_keep_their_places_in_any_text(text):
    words = split_words(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
    assert words.starts == sorted(words.starts)
    assert len({len(part) for part in (words.words, words.starts, words.ends, words.sentences, words.breaks)}) == 1
