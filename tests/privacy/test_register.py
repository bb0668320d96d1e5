import pytest

from lcspr_kit.privacy.register import read_register
from lcspr_kit.problems import InputError


def _people(tmp_path, text):
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    return read_register(tmp_path)


def test_missing_pseudonyms_come_from_roles_and_professionals_are_numbered(tmp_path):
    register = _people(tmp_path, "id,name,role\np01,A B,subject child\np02,C D,mother\np03,E F,sibling\np04,G H,sibling\np05,I J,professional: social worker\np06,K L,\n")
    assert [person.pseudonym for person in register.people] == ["Child", "Mother", "Sibling 1", "Sibling 2", "Social worker 1", "Person"]


def test_places_are_numbered_by_kind(tmp_path):
    (tmp_path / "places.csv").write_text("id,name,kind\nl1,Marrow Lane,primary school\nl2,Orrin House,primary school\n", encoding="utf-8")
    assert [place.pseudonym for place in read_register(tmp_path).places] == ["Primary school 1", "Primary school 2"]


def test_a_pseudonym_that_gives_the_name_away_or_is_shared_is_told(tmp_path):
    register = _people(tmp_path, "id,name,pseudonym,role\np01,Ada Quell,Ada's family,mother\np02,Bo Orrin,Uncle,uncle\np03,Cy Orrin,Uncle,uncle\np04,D E,GP,professional GP\np05,F G,GP,professional GP\n")
    told = [str(warning) for warning in register.warnings]
    assert len(told) == 2 and "row 2" in told[0] and "own name" in told[0] and "Rows 3, 4" in told[1]


def test_a_word_for_a_baby_in_an_alias_and_in_the_pseudonym_gives_nobody_away(tmp_path):
    assert _people(tmp_path, "id,name,aliases,pseudonym,role\np01,Ada Quell,baby Quell,Baby Robin,subject child\np02,Bo Quell,Nan Bo;Gran,Nan,grandmother\n").warnings == ()


def test_every_fault_is_told_at_once(tmp_path):
    with pytest.raises(InputError) as caught:
        _people(tmp_path, "id,name,sex,born,pregnancy,household\np01,A,Q,03/04/2019,maybe,Home@2019\np01,B,F,,,\n,C,F,,,\n")
    assert len(caught.value.problems) == 6


def test_nothing_of_a_person_shows_in_a_repr(tmp_path):
    register = _people(tmp_path, "id,name\np01,Ada Quell\n")
    assert "Quell" not in repr(register) + repr(register.people) and register.pseudonym("p99") == "p99" and "p01" in register


@pytest.mark.parametrize(
    "rows",
    [
        'p01,Ada Quell,mother,\np02,"Bo Orrin,father,\np03,Cy Hask,brother,\np04,Dee Orrin,sister,\n',
        'p01,Ada Quell,mother,\np02,"Bo Orrin,father,\np03,Cy Hask,brother,\np04,"Dee Orrin",sister,\n',
        'p01,Ada Quell,mother,\np02,Bo Orrin,father,"was away\np03,Cy Hask,brother,\np04,"Dee Orrin",sister,\n',
        'p01,Ada Quell,mother,\np02,"Bo\nOrrin",father,\n',
    ],
    ids=["to the end", "to the next quote", "in the notes", "a name over two lines"],
)
def test_a_quote_that_is_not_closed_takes_nobody_away(tmp_path, rows):
    with pytest.raises(InputError, match="people.csv, row 3: A double quote here is not closed"):
        _people(tmp_path, "id,name,role,notes\n" + rows)


def test_notes_may_run_over_lines(tmp_path):
    register = _people(tmp_path, 'id,name,notes\np01,Ada Quell,"Ill, ""poorly"",\nthen well"\np02,Bo,\n')
    assert [person.id for person in register.people] == ["p01", "p02"]
