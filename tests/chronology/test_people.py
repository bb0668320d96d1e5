import pytest

from lcspr_kit.chronology.people import PeopleFinder
from lcspr_kit.privacy.register import Person

PEOPLE = [
    Person("p1", "Corin Thrale", ("CT", "Baby T")),
    Person("p2", "Mara Thrale", ("Mara", "Ms Thrale")),
    Person("p3", "Mara Quell"),
    Person("p4", "Kyle Pellant"),
    Person("p5", "Kyle O'Dare", ("Ky",)),
    Person("p6", "May Sand"),
    Person("p7", "Ana-Li Sand"),
]
FINDER = PeopleFinder(PEOPLE)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Corin Thrale was seen", ("p1",)),
        ("CORIN seen; corin's cot", ("p1",)),
        ("CT seen, but a ct scan is not CT2", ("p1",)),
        ("ct scan booked", ()),
        ("Mara Quell rang Ms Thrale", ("p2", "p3")),
        ("Kyle was there", ()),
        ("Kyle Pellant and Kyle O’Dare", ("p4", "p5")),
        ("kyle o'dare", ("p5",)),
        ("She may come; May is warm", ()),
        ("May Sand came", ("p6",)),
        ("Ana-Li came", ("p7",)),
        ("Corinthian spirit; Maraschino", ()),
        ("baby t slept", ("p1",)),
        ("Mara Thrale\nand Corin\u00a0Thrale", ("p1", "p2")),
        ("", ()),
    ],
)
def test_who_is_named(text, ids):
    assert FINDER.find(text) == ids


def test_the_alias_of_one_that_is_the_given_name_of_another_belongs_to_none():
    people = [Person("a", "Ro Fell", ("Sam",)), Person("b", "Sam Hurst")]
    assert PeopleFinder(people).find("Sam came") == ()


def test_no_register():
    assert PeopleFinder([]).find("Anybody") == ()
