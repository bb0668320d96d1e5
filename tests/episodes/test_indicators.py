"""The lexicon as a table: what the author's eye would mark, and what it would pass over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.episodes.indicators import read_indicators
from lcspr_kit.episodes.lexicon import case_lexicon, standard_lexicon
from lcspr_kit.problems import InputError

HITS = [
    ("Bruise to left cheek noted by nursery staff; mother said he fell.", "injury"),
    ("X-ray shows spiral fracture of humerus.", "injury"),
    ("No explanation was given for the bruise.", "injury"),
    ("Injury could not be ruled out as NAI.", "injury"),
    ("Disclosed to teaching assistant that stepfather hits her with a belt.", "disclosure"),
    ("Police called following verbal altercation between mother and partner.", "domestic_abuse"),
    ("Home conditions poor, no food in the kitchen.", "neglect"),
    ("Reported missing by foster carer at 23:10.", "missing"),
    ("Mother took an overdose.", "self_harm"),
    ("WNB 18-week paediatric review.", "not_brought"),
    ("DNA antenatal clinic", "not_brought"),
    ("Child was not brought to the dentist.", "not_brought"),
    ("No reply at door.", "no_access"),
    ("Referral to MASH by school.", "referral"),
    ("Strategy meeting held; agreed joint s47.", "section47"),
    ("Strategy meeting held; agreed joint s47.", "strategy"),
    ("ICPC: child made subject to a CP plan.", "conference"),
    ("Contact screened, NFA.", "closure"),
    ("Escalated to named nurse under the resolution policy.", "escalation"),
    ("Family moved address to the next county.", "move"),
    ("Father arrested and bailed.", "police"),
    ("Routine enquiry: mother disclosed that she is afraid of him.", "domestic_abuse"),
    ("Allocated SW on long term sick, case reallocated.", "worker_change"),
    ("EPO granted this afternoon.", "care"),
    ("Mother smelt strongly of alcohol at the visit.", "substance_use"),
]
MISSES = [
    ("No bruising seen.", "injury", "negated"),
    ("No bruises, marks or injuries noted.", "injury", "negated"),
    ("Bruising: none.", "injury", "negated"),
    ("Mother denied any domestic abuse.", "domestic_abuse", "negated"),
    ("Strategy discussion not held.", "strategy", "negated"),
    ("If she goes missing, call the police.", "missing", "hypothesis"),
    ("History of domestic abuse in a former relationship.", "domestic_abuse", "history"),
    ("Mother suffered neglect as a child.", "neglect", "history"),
    ("In 2009 stepfather was assessed for neglect.", "neglect", "history"),
    ("Staff attended training on child sexual exploitation.", "exploitation", "topic"),
    ("Leaflet about domestic abuse given.", "domestic_abuse", "topic"),
    ("Any domestic abuse?", "domestic_abuse", "question"),
    ("Bruise to knee after accident in the playground.", "injury", "accident"),
    ("Minor head injury after fall in park.", "injury", "accident"),
    ("Routine enquiry about domestic abuse made, nothing disclosed.", "domestic_abuse", "topic"),
    ("Admitted for planned surgery.", "hospital", "planned"),
]


@pytest.mark.parametrize(("text", "family"), HITS)
def test_hit(text, family):
    assert family in read_indicators(text, standard_lexicon(), 2024).severities


@pytest.mark.parametrize(("text", "family", "guard"), MISSES)
def test_near_miss_keeps_its_place_and_says_why(text, family, guard):
    reading = read_indicators(text, standard_lexicon(), 2024)
    assert family not in reading.severities
    assert {match.guard for match in reading.matches if match.family == family} == {guard}


@pytest.mark.parametrize(
    ("text", "adult"),
    [
        ("Mother had a fractured wrist.", True),
        ("Fracture to mother's wrist.", True),
        ("Mum seen in ED with bruising to the neck.", True),
        ("Mother said he had a fractured wrist.", False),
        ("Mother had no idea why; child has a fractured wrist.", False),
        ("Mother had bruising, and bruising to the baby's ear.", False),
    ],
)
def test_who_is_hurt(text, adult):
    reading = read_indicators(text, standard_lexicon())
    assert "injury" in reading.severities and ("injury" in reading.adults) is adult


def test_a_child_in_tears_is_no_parents_illness():
    assert "parent_mental_health" not in read_indicators("Tearful in class. Pupil tearful at lunch.", standard_lexicon()).severities
    assert "parent_mental_health" not in read_indicators("Mother says child tearful at night.", standard_lexicon()).severities
    assert "parent_mental_health" in read_indicators("Mother tearful at the visit.", standard_lexicon()).severities


def test_a_match_shows_its_own_words():
    text = "Seen at home. Two bruises to the left arm."
    match = next(m for m in read_indicators(text, standard_lexicon()).matches if m.family == "injury")
    assert "bruises" in text[match.start : match.end]


def test_a_negation_does_not_reach_past_its_clause():
    reading = read_indicators("No injuries seen, disclosed that father slapped him.", standard_lexicon())
    assert {"disclosure"} <= set(reading.severities) and "injury" not in reading.severities
    reading = read_indicators("No concerns at first but later bruising was found.", standard_lexicon())
    assert "injury" in reading.severities


def test_a_case_adds_mutes_and_reweights(tmp_path):
    (tmp_path / "indicators.yml").write_text(
        "add:\n  - {family: injury, wording: poorly hand, severity: 3, reason: The family's own words.}\n"
        "mute:\n  - {family: police, reason: Police records are all calls.}\n"
        "reweight:\n  - {family: injury, wording: bruis*, severity: 2}\n",
        encoding="utf-8",
    )
    lexicon = case_lexicon(tmp_path)
    assert read_indicators("He has a poorly hand.", lexicon).severities == {"injury": 3}
    assert read_indicators("Arrested.", lexicon).severities == {}
    assert read_indicators("Bruising.", lexicon).severities == {"injury": 2}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mute:\n  - {family: injuries}\n", "Did you mean 'injury'"),
        ("mute:\n  - {family: injury, wording: bruises*}\n", "Did you mean 'bruis*'"),
        ("add:\n  - {family: injury, wording: '(open', severity: 3}\n", "brackets"),
        ("add:\n  - {family: injury, wording: sore, severity: 9}\n", "5"),
    ],
)
def test_a_change_that_cannot_be_made_is_a_sentence(tmp_path, text, says):
    (tmp_path / "indicators.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says.replace("(", r"\(").replace("*", r"\*")):
        case_lexicon(tmp_path)


def test_a_file_of_comments_changes_nothing(tmp_path):
    (tmp_path / "indicators.yml").write_text("# nothing yet\n", encoding="utf-8")
    assert case_lexicon(tmp_path) is standard_lexicon()


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from("no bruise denied,.?;:if s47 DNA'’\n\x00İ"), max_size=80))
def test_any_text_can_be_read(text):
    for match in read_indicators(text, standard_lexicon(), 2024).matches:
        assert 0 <= match.start < match.end <= len(text)


def test_a_text_without_full_stops_is_read_in_little_time():
    import time

    before = time.process_time()
    reading = read_indicators("no bruise if hit and slapped on 3 May " * 20_000, standard_lexicon(), 2024)
    assert reading.matches and time.process_time() - before < 20
