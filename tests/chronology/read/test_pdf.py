"""PDF bytes with damage: read or refused, by the reader itself (in the kit it runs in a child process)."""

import random

import pytest
import typst

from lcspr_kit.chronology.read.pdf import read_pdf
from lcspr_kit.problems import InputError


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pdf")
    source = folder / "a.typ"
    source.write_text("#table(columns: 2, [Date],[Event],[03/04/2021],[Seen at home])", encoding="utf-8")
    typst.compile(str(source), output=str(folder / "a.pdf"))
    return (folder / "a.pdf").read_bytes()


@pytest.mark.parametrize("seed", range(25))
def test_damage_anywhere(tmp_path, good, seed):
    rng = random.Random(seed)
    data = bytearray(good)
    for _ in range(rng.choice([1, 5, 40])):
        place = rng.randrange(len(data))
        if rng.random() < 0.5:
            data[place] = rng.randrange(256)
        else:
            del data[place : place + rng.randrange(1, 50)]
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(data))
    try:
        contents = read_pdf(path)
    except InputError as error:
        assert len(error.problems) == 1
    else:
        assert contents.tables


def test_the_undamaged_file(tmp_path, good):
    (tmp_path / "a.pdf").write_bytes(good)
    (table,) = read_pdf(tmp_path / "a.pdf").tables
    assert [row.cells for row in table.rows] == [["Date", "Event"], ["03/04/2021", "Seen at home"]]


def test_a_row_broken_over_two_pages_is_one_row_and_says_so(tmp_path):
    head = "table.header([Date],[Time],[Event])"
    rows = "[03/04/2021],[10:00],[Seen at home.], [04/04/2021],[11:00],[Weight loss of two],"
    more = "[],[],[hundred grams.], [05/04/2021],[],[Discharged.], [],[],[Not a going on: the row above has ended.],"
    (tmp_path / "a.typ").write_text(f"#table(columns: 3, {head}, {rows})\n#pagebreak()\n#table(columns: 3, {head}, {more})", encoding="utf-8")
    typst.compile(str(tmp_path / "a.typ"), output=str(tmp_path / "a.pdf"))
    contents = read_pdf(tmp_path / "a.pdf")
    (one,) = contents.tables
    assert [row.cells[2] for row in one.rows] == ["Event", "Seen at home.", "Weight loss of two\nhundred grams.", "Event", "Discharged.", "Not a going on: the row above has ended."]
    assert [(note.row, "page 2" in note.message) for note in contents.notes if note.code == "row-over-pages"] == [(3, True)]
    assert len(one.rows) + one.blank + one.removed == one.rows[-1].number


def test_a_day_ruled_over_several_rows_holds_for_each(tmp_path):
    (tmp_path / "a.typ").write_text("#table(columns: 2, [Day], [Record], table.cell(rowspan: 2)[03/04/2021], [First lesson], [Second lesson], [04/04/2021], [Third lesson])", encoding="utf-8")
    typst.compile(str(tmp_path / "a.typ"), output=str(tmp_path / "a.pdf"))
    (one,) = read_pdf(tmp_path / "a.pdf").tables
    assert [row.cells[0] for row in one.rows] == ["Day", "03/04/2021", "03/04/2021", "04/04/2021"]
    assert one.rows[2].inherited == {0}
