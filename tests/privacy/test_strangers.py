import csv

import pytest

from lcspr_kit.privacy.register import Person, Register
from lcspr_kit.privacy.strangers import file_stranger, find_strangers, not_names
from lcspr_kit.problems import InputError


def test_a_common_first_name_that_the_word_list_holds_is_a_stranger(register):
    assert [stranger.text for stranger in find_strangers(["collected by Nan Sheila and Uncle Baz"], register)] == ["Baz", "Sheila"]


def test_a_name_the_register_lacks_is_queued_with_its_contexts(register):
    texts = ["Mother said Zebedee Orrin had stayed.", "Spoke to Zebedee Orrin at Marrow Lane Academy.", "Ms Trewhisk rang. Hope Brannow out."]
    found = {stranger.text: stranger for stranger in find_strangers(texts, register)}
    assert found["Zebedee Orrin"].count == 2 and len(found["Zebedee Orrin"].contexts) == 2 and found["Zebedee Orrin"].guess == "person"
    assert found["Marrow Lane Academy"].guess == "place"
    assert "Trewhisk" in found and not any("Brannow" in name for name in found)


def test_words_shorthand_and_known_names_are_not_queued(register):
    texts = ["The GP rang on Monday. CAMHS referral made in March. Northgate Police attended. Home visit done. Section 47. Discharged."]
    assert find_strangers(texts, register, known=["Northgate Police"]) == []


def test_filing_writes_the_right_table_and_keeps_what_is_there(tmp_path):
    (tmp_path / "people.csv").write_text("id,role,name\np01,mother,Ada Quell\n", encoding="utf-8")
    file_stranger(tmp_path, "Zebedee Orrin", "person")
    file_stranger(tmp_path, "Marrow Lane", "place")
    file_stranger(tmp_path, "Calpol", "neither")
    file_stranger(tmp_path, "Calpol", "neither")
    with (tmp_path / "people.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows == [{"id": "p01", "role": "mother", "name": "Ada Quell"}, {"id": "p02", "role": "", "name": "Zebedee Orrin"}]
    assert "Marrow Lane" in (tmp_path / "places.csv").read_text(encoding="utf-8")
    assert not_names(tmp_path) == ["Calpol"]
    with pytest.raises(InputError):
        file_stranger(tmp_path, "x", "elsewhere")


def test_a_name_that_may_be_another_spelling_of_one_of_the_register_is_queued_too():
    register = Register((Person("p01", "Kezia Brannow", ("Kizi",), "Aunt", "aunt", "F"),))
    assert [stranger.text for stranger in find_strangers(["Mother rang Kizzie. Then Kizi came."], register)] == ["Kizzie"]
