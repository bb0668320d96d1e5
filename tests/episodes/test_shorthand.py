"""Clinical signs and typing slips: `# radius`, `?NAI`, `brusing`."""

import pytest

from lcspr_kit.episodes.indicators import read_indicators
from lcspr_kit.episodes.lexicon import standard_lexicon
from lcspr_kit.episodes.study import study_case
from lcspr_kit.episodes.wordings import split_words
from lcspr_kit.privacy.words import vocabulary


def families(text):
    return {family for family, severity in read_indicators(text, standard_lexicon(), 2024).severities.items() if severity > 1}


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Ref by ED, #L tib, 9/12 old.", "injury"),
        ("# clavicle seen on plain film", "injury"),
        ("Bruise L pinna ?NAI", "injury"),
        ("Bruise to cheek ? cause", "injury"),
        ("Swollen wrist, ?# distal radius", "injury"),
        ("brusing to both shins, 4/12 old", "injury"),
        ("Strat dicussion held this pm with CSC", "strategy"),
        ("MASH refferal made", "referral"),
        ("Mum took an overdsoe last night", "self_harm"),
        ("Domsetic violence incident, mum assualted by dad", "domestic_abuse"),
        ("Child alone at home, very neglcted", "neglect"),
    ],
)
def test_shorthand_is_read(text, family):
    assert family in families(text)


@pytest.mark.parametrize("text", ["No # seen.", "X-ray L wrist: no #, no dislocation.", "#NAD on x-ray", "Item #12 on the list", "Ref #4471", "Any domestic violence ? No.", "Any bruising?", "Is there any DV ? Denied."])
def test_what_looks_like_shorthand_is_not(text):
    assert families(text) == set()


def test_places_are_those_of_the_text():
    text = "O/E ?# L radius, brusing +"
    found = {text[m.start : m.end] for m in read_indicators(text, standard_lexicon()).matches}
    assert {"#", "brusing"} <= {part for each in found for part in each.split()} or "# L radius" in found
    words = split_words("?NAI. Why? ?# wrist")
    assert words.asks == {1} and words.words == ["nai", "why", "fracture", "wrist"]


def test_no_english_word_is_taken_for_a_slip():
    slips = standard_lexicon().slips
    taken = {word for word in vocabulary() if slips.right(word) != word and slips.right(word)[:5] != word[:5]}
    assert taken <= {"braising"}


def test_months_of_follow_up_do_not_make_an_episode(case, frame):
    ways = ["Low mood continues.", "Remains low in mood, on sertraline.", "Mood still low, tearful at times.", "Depression, repeat medication.", "Low mood, sleeping a little better."]
    follow_up = [(f"2024-{month:02}-{day:02}", "GP", ways[(month + day) % 5]) for month in range(1, 11) for day in (4, 18)]
    crisis = [("2024-05-06", "GP", "Mother says voices tell her to hurt the baby. Crisis team called."), ("2024-05-07", "Acute Trust", "Mother took an overdose of paracetamol, admitted."), ("2024-05-09", "Social Care", "Referral to MASH. Baby placed with grandmother.")]
    [episode] = study_case(case, frame(*follow_up, *crisis)).episodes
    assert (str(episode.start), str(episode.end)) == ("2024-05-06", "2024-05-09")
