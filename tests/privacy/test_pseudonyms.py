import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.chronology.events import events_frame
from lcspr_kit.privacy.folding import fold, squeeze
from lcspr_kit.privacy.pseudonyms import Pseudonymiser, pseudonym_clashes, restore
from lcspr_kit.privacy.register import Person, Place, Register


@pytest.fixture(scope="module")
def pseudonymiser(register):
    return Pseudonymiser(register)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kye Brannow was seen.", "Child A was seen."),
        ("BRANNOW, Kye (dob given)", "Child A (dob given)"),
        ("K Brannow; K. A. Brannow; Kye B", "Child A; Child A; Child A"),
        ("K.A.B. and KAB", "Child A and Child A"),
        ("KyeBrannow, kye_brannow, kye-brannow", "Child A, Child A, Child A"),
        ("Kye  Brannow, Kye\nBrannow, Kye\u00a0Brannow", "Child A, Child A, Child A"),
        ("K\u200bye Bran\u00adnow", "Child A"),
        ("Bran-\nnow, Kye", "Child A"),
        ("Куе Brannow", "Child A"),
        ("Kyz's toys", "Child A's toys"),
        ("Hope Brannow’s flat", "Mother's flat"),
        ("Kye Brannwo and Hope Branow", "Child A and Mother"),
        ("Mr O’Tarrish, otarrish, O Tarrish", "Father, Father, Father"),
        ("SIOBHAN WICK FERRANT; Siobha\u0301n; Mrs Ferrant", "Social Worker 1; Social Worker 1; Social Worker 1"),
        ("Dr Müllach, Dr. Muellach, Mullach, Dr M", "GP 1, GP 1, GP 1, GP 1"),
        ("van der Quell; Anna Quell; Quell, Anna", "Aunt; Aunt; Aunt"),
        ("write to hope.brannow@example.org today", "write to [e-mail of Mother] today"),
        ("K y z l l; K y z", "K y z l l; Child A"),
        ("the Brannows moved; the Brannow family; Brannow children", "the family of Child A moved; the family of Child A; the children in the family of Child A"),
        ("seen. The Brannows left", "seen. The family of Child A left"),
        ("at St. Cuthwins Primary, then 14 Larrow Rd", "at Primary School 1, then Street 1"),
        ("saw May; Nanna May; Mrs Law", "saw Maternal grandmother; Maternal grandmother; Maternal grandmother"),
    ],
)
def test_a_name_however_written_becomes_its_pseudonym(pseudonymiser, text, expected):
    assert pseudonymiser.text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I hope she may attend; the law is clear.",
        "In May 2021 and on 12 May and by 3 May; mid-May; May 3.",
        "May need a referral. Hope to see her.".replace("Hope to", "hope to"),
        "The GP, HV and SW met at CP conference. DV noted.",
        "Anthology, brannowing-like words and Kyeish ones stay".replace("brannowing-like", "larrowed").replace("Kyeish", "keyish"),
        "An annual quelling of the lawful mayor; lawn; Lawrence Maynard",
        "",
        "…  \t\n",
    ],
)
def test_words_that_look_like_names_stay(pseudonymiser, text):
    assert pseudonymiser.text(text) == text


def test_two_people_with_one_name_are_told_apart_by_full_name_then_by_the_record_else_asked(register):
    pseudonymiser = Pseudonymiser(register)
    assert pseudonymiser.text("Kye O'Tarrish called. Kye was angry.") == "Father called. Father was angry."
    assert pseudonymiser.text("Kye was angry.", people=["p03"]) == "Father was angry."
    assert pseudonymiser.text("Kye Brannow hid from Kye O'Tarrish. Kye cried.").startswith("Child A hid from Father. [name to settle ")
    answer = pseudonymiser.text("Kye was angry.")
    assert answer.startswith("[name to settle ") and "Kye" not in answer
    question = pseudonymiser.questions[0]
    assert question.owners == ("p01", "p03") and question.seen == 2 and "Kye" in question.example


def test_a_placeholder_has_the_same_number_whatever_was_read_before(register):
    one, two = Pseudonymiser(register), Pseudonymiser(register)
    one.text("Brannow rang.")
    assert one.text("Kye sat.") == two.text("Kye sat.")


def test_a_title_tells_people_of_one_surname_apart(pseudonymiser):
    assert pseudonymiser.text("Mrs Brannow rang") == "Mother rang"
    assert pseudonymiser.text("Mr Brannow rang").startswith("[name to settle")  # the only man of that name is a child


def _row(event, people=(), **more):
    row = dict.fromkeys(("date_text", "time_text", "source_of_information", "child_seen", "child_voice", "response", "analysis", "significance", "source_sheet"), "")
    row |= {"order": 1, "agency": "Brannow Trust", "source_file": "gp.csv", "source_row": 2, "start": pd.NaT, "end": pd.NaT, "precision": "unknown", "uncertain": False, "people": people, "event": event, "recorded_date": pd.NaT, "extra": {}}
    return row | more


def test_a_rank_before_a_surname_is_no_first_name():
    pseudonymiser = Pseudonymiser(Register((Person("p1", name="Orla Venbrook", aliases=("PS Venbrook", "BJ Venbrook"), pseudonym="Sergeant 1", role="professional: police sergeant"),)))
    assert pseudonymiser.text("PS: police sergeant. PS Venbrook and Venbrook came.") == "PS: police sergeant. Sergeant 1 and Sergeant 1 came."


def test_every_text_column_of_a_chronology_is_replaced_and_the_rest_kept(register):
    events = events_frame([_row("Kye hid.", ("p03",), response="Hope Brannow told", extra={"Worker (May Law)": "S Wick-Ferrant"}, source_sheet="Kyz"), _row("Kye Brannow came, Kye ate.")])
    result = Pseudonymiser(register).frame(events)
    assert list(result["event"]) == ["Father hid.", "Child A came, Child A ate."]
    assert result["response"][0] == "Mother told"
    assert result["extra"][0] == {"Worker (Maternal grandmother)": "Social Worker 1"}
    assert result["source_sheet"][0] == "Child A"
    assert list(result["agency"]) == ["Brannow Trust"] * 2 and list(result["event_id"]) == list(events["event_id"])
    assert events["event"][0] == "Kye hid."


def test_an_empty_chronology_and_an_empty_register_are_no_trouble(register):
    assert Pseudonymiser(Register()).text("Kye Brannow") == "Kye Brannow"
    assert len(Pseudonymiser(register).frame(events_frame([]))) == 0


def test_a_pseudonym_that_is_somebodys_real_name_is_told():
    register = Register((Person("p01", "Ada Ferrant", pseudonym="Bryn"), Person("p02", "Bryn Ferrant", pseudonym="Uncle")))
    assert pseudonym_clashes(register) == [("p01", "p02")]


def test_names_come_back(register):
    assert restore("Child A saw GP 1; Child AB stayed; [name to settle 1]", register) == "Kye Anthony Brannow saw Dr Jana Müllach; Child AB stayed; [name to settle 1]"


def test_replacing_twice_changes_nothing_more(pseudonymiser):
    once = pseudonymiser.text("Kye Brannow, Mrs Law and Dr Müllach at Quayfold; the Brannows")
    assert pseudonymiser.text(once) == once


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=25), min_size=1, max_size=4), st.text(max_size=60))
def test_any_name_in_the_register_is_taken(names, text):
    people = tuple(Person(f"p{number}", name, (name[::-1],), f"Person {number}") for number, name in enumerate(names))
    places = tuple(Place(f"l{number}", name, (), f"Place {number}") for number, name in enumerate(names))
    assert isinstance(Pseudonymiser(Register(people, places)).text(f"{text} {names[0]} {text}"), str)


@settings(max_examples=80, deadline=None)
@given(st.from_regex(r"[A-Z][a-zé'-]{3,9} [A-Z][a-zü]{4,9}", fullmatch=True), st.sampled_from(["{}", "x {} y", "({})", "{}'s", "{}, aged 3", "_{}_", "«{}»"]))
def test_a_full_name_is_always_found(name, around):
    pseudonymiser = Pseudonymiser(Register((Person("p1", name, pseudonym="Person Nought"),)))
    assert squeeze(name) not in squeeze(pseudonymiser.text(around.format(name)))


def test_folding_what_is_folded_changes_nothing():
    signs = (sign for sign in map(chr, range(0x110000)) if unicodedata.decomposition(sign))
    assert [sign for sign in signs if squeeze(sign) != squeeze(squeeze(sign))] == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_folding_maps_every_stretch_back_into_the_text(text):
    folded = fold(text)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)
    assert squeeze(text) == squeeze(squeeze(text))


@settings(max_examples=100, deadline=None)
@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_no_surroundings_hide_a_full_name(pseudonymiser, before, after):
    text = f"{before} Hope Brannow {after}"
    assert "hopebrannow" not in squeeze(pseudonymiser.text(text))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_taken(pseudonymiser, text):
    assert isinstance(pseudonymiser.text(text), str)


def test_a_pseudonym_is_no_slip_of_somebody_s_name():
    both = Pseudonymiser(Register((Person("p01", "Orla Denning", (), "Arina", "subject child"), Person("p02", "Corinna Denning", ("Rina",), "Sister", "sister"))))
    assert both.text("Arina waited for Rina.") == "Arina waited for Sister."


def test_a_town_is_meant_before_a_hospital_that_is_called_after_it():
    register = Register(places=(Place("pl1", "Quorley", pseudonym="the town"), Place("pl2", "Quorley Vale General", ("QVG",), "the hospital")))
    assert Pseudonymiser(register).text("Quorley Council wrote. Quorley Vale General answered.") == "The town Council wrote. The hospital answered."
    alone = Register(places=(Place("pl2", "Quorley Vale General", ("QVG",), "the hospital"),))
    assert Pseudonymiser(alone).text("She was seen at Quorley.") == "She was seen at the hospital."


@pytest.mark.parametrize("cited", ["Brannew (2005) holds that", "(Brannew and Hollis, 2016)", "(Brannew et al., 2016: 12)"])
def test_the_author_of_a_paper_is_no_slip_in_a_name(pseudonymiser, cited):
    assert pseudonymiser.text(cited) == cited
    assert pseudonymiser.text("Brannew came") != "Brannew came"


def test_what_tells_father_from_son_is_no_name():
    register = Register(people=(Person("p1", "Mattick Orrowby the elder", ("Old Matt", "Matt the Hat"), "Paternal grandfather", "paternal grandfather", "M"), Person("p2", "Tomlin Barraclow, junior", (), "Uncle", "uncle", "M")))
    told = "The elders met. The junior officer wrote to the school. The hat was found. Of course."
    assert Pseudonymiser(register).text(told) == told
    assert Pseudonymiser(register).text("Mattick Orrowby the elder, Matt the Hat, M Orrowby; Tomlin Barraclow") == "Paternal grandfather, Paternal grandfather, Paternal grandfather; Uncle"


def test_a_word_that_two_places_share_is_the_towns():
    register = Register(places=(Place("pl1", "Quorley General", (), "Hospital 1", "hospital"), Place("pl2", "Quorley Vale Primary", (), "School 1", "school")))
    assert Pseudonymiser(register).text("Quorley Council; Quorley General; Quorley Vale.") == "Quorley Council; Hospital 1; School 1."


def test_a_word_of_an_agency_s_name_is_no_short_name_of_a_place():
    register = Register(places=(Place("pl1", "Quorley College", (), "the college", "college"), Place("pl2", "Fennelow School", (), "the school", "school")))
    known = Register(places=register.places, public=("Quorley Partnership", "Quorley Council", "Fennelow School"))
    assert Pseudonymiser(register).text("Quorley's director.") == "The college's director."
    assert Pseudonymiser(known).text("Quorley's director met Quorley College.") == "Quorley's director met the college."
    assert Pseudonymiser(known).text("She left Fennelow in May.") == "She left the school in May."


def test_twins_are_nobody_by_that_word():
    register = Register(people=(Person("p1", "Abenny Sandrow", ("twin 1",), "Child Fern", "subject child", "F"), Person("p2", "Thelo Sandrow", ("twin 2",), "Child Reed", "subject child", "M")))
    assert Pseudonymiser(register).text("The twins woke. Twin 1 fed, and a twin room was found.") == "The twins woke. Child Fern fed, and a twin room was found."


def test_the_partnership_keeps_its_name_and_so_does_an_agency_called_after_the_same_town():
    places = (Place("pl1", "Quorley", (), "the town", "town"), Place("pl2", "Easterfold", (), "District B", "district"), Place("pl3", "Fennelow School", (), "Primary school", "school"))
    public = ("Quorley Safeguarding Children Partnership", "Quorley Council", "Easterfold Council", "Fennelow School")
    shown = Pseudonymiser(Register(places=places, public=public)).text
    assert shown("Quorley Safeguarding Children Partnership; Quorley Council's desk") == "Quorley Safeguarding Children Partnership; Quorley Council's desk"
    assert shown("in Quorley; Easterfold Council; Fennelow School") == "in the town; District B Council; Primary school"
