"""The author's words in `contribute`, sorted into groups: hits and near misses."""

import pytest

from lcspr_kit.genogram.contribution import contribution_of
from lcspr_kit.privacy.register import Person


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("Yes", "invited"),
        ("Yes: with an advocate and an easy-read letter", "invited"),
        ("Yes: through her school's trusted adult", "invited"),
        ("Invited, letter sent", "invited"),
        ("Yes, but not at home", "invited"),
        ("No", "no contact"),
        ("Not approached: her safety comes first", "no contact"),
        ("Do not contact", "no contact"),
        ("Never; risk to the children", "no contact"),
        ("Not yet decided", "wait"),
        ("To be asked", "wait"),
        ("After the summer", "wait"),
        ("?", "wait"),
        ("After the charging decision", "proceedings"),
        ("Yes, after the trial", "proceedings"),
        ("Witness in criminal proceedings", "proceedings"),
        ("Subject of a disciplinary investigation", "proceedings"),
        ("No; criminal trial in May", "no contact"),
        ("Grandmother knows more", "wait"),
    ],
)
def test_the_group_of_the_authors_words(words, group):
    found = contribution_of(Person("p", contribute=words))
    assert found is not None
    assert (found.group, found.reason) == (group, words)


def test_nothing_written_is_no_group():
    assert contribution_of(Person("p", contribute="  ")) is None
