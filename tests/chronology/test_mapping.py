"""mapping.yml: what the author says wins, and mistakes in it are told by line."""

import pytest

from lcspr_kit.chronology.mapping import FileMapping, Mapping, read_mapping
from lcspr_kit.problems import InputError


def write(folder, text):
    (folder / "mapping.yml").write_text(text, encoding="utf-8")


def test_no_file_says_nothing(tmp_path):
    assert read_mapping(tmp_path) == Mapping()


def test_the_shape_in_the_modules_own_words_is_the_shape(tmp_path):
    from lcspr_kit.chronology import mapping

    shown = [line[4:] for line in mapping.__doc__.splitlines() if line.startswith("    ")]
    write(tmp_path, "\n".join(shown))
    (entry,) = read_mapping(tmp_path).files
    assert entry == FileMapping(file="gp.docx", sheet="table 1", agency="Quayside Surgery", header_row=3, columns={"date": "When", "event": "What happened", "response": ""}, date_order="dmy", skip=[4, 5])


def test_what_is_said_of_a_sheet_goes_before_what_is_said_of_its_file():
    whole, sheet = FileMapping(file="A.xlsx", agency="One"), FileMapping(file="a.xlsx", sheet="Notes", skip=True)
    said = Mapping(files=[whole, sheet])
    assert said.of("a.xlsx", "notes") == sheet and said.of("a.xlsx", "Main") == whole and said.of("b.xlsx", "Main") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("files:\n  - file: a.csv\n    columns: {happening: What}\n", "'happening' is no column of a chronology"),
        ("files:\n  - file: a.csv\n    date_order: ymd\n", "dmy"),
        ("files:\n  - file: a.csv\n    colums: {}\n", "Did you mean 'columns'"),
        ("files:\n  - agency: X\n", "file"),
        ("files: 3\n", "list"),
    ],
)
def test_mistakes_are_told_by_line(tmp_path, text, told):
    write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_mapping(tmp_path)
    assert told in str(caught.value) and caught.value.problems[0].file == "mapping.yml"
