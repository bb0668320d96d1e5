import pytest

from lcspr_kit.chronology.agencies import known_name, named_by_file, named_in_lines
from lcspr_kit.review import Agency

AGENCIES = [Agency(name="Northport Police", kind="police"), Agency(name="Quayside Surgery", kind="gp"), Agency(name="Northport Children's Social Care", kind="social care"), Agency(name="Bay School", kind="school"), Agency(name="Hill School", kind="school")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Northport Police", "Northport Police"), ("NORTHPORT  POLICE", "Northport Police"), ("Police", "Northport Police"), ("Northport Police Service", "Northport Police"),
        ("GP", "Quayside Surgery"), ("CSC", "Northport Children's Social Care"), ("Children's Social Care", "Northport Children's Social Care"), ("Bay", "Bay School"),
        ("School", ""), ("Northport", ""), ("Fire service", ""), ("", ""),
    ],
)  # fmt: skip
def test_which_agency_a_word_means(text, name):
    assert known_name(text, AGENCIES) == name


@pytest.mark.parametrize(
    ("file", "name"),
    [("police_chronology_v2 FINAL.docx", "Northport Police"), ("Chronology - Hill School (Mar 2021).xlsx", "Hill School"), ("chronology.csv", "chronology"), ("Elm Nursery.csv", "Elm Nursery")],
)
def test_which_agency_a_file_name_means(file, name):
    assert named_by_file(file, AGENCIES) == name


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ([["Chronology"], ["Agency:", "Elm Nursery"]], "Elm Nursery"),
        ([["Agency: Elm Nursery"]], "Elm Nursery"),
        ([["Name of agency", "", "Elm Nursery"]], "Elm Nursery"),
        ([["Organisation – Elm Nursery"]], "Elm Nursery"),
        ([["Agency", "Service"]], ""),
        ([["The agency was asked for a chronology"]], ""),
    ],
)
def test_lines_above_a_table(lines, name):
    assert named_in_lines(lines) == name
