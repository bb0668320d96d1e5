"""The drawing: everybody on it once, nothing over a text, a legend of what is used, words and table, no real name."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit import graphviz
from lcspr_kit.edtf import read_edtf
from lcspr_kit.genogram.draw import draw_genogram, draw_strip, layout_of, neutral_json
from lcspr_kit.genogram.family import build_family
from lcspr_kit.genogram.relationships import BONDS, Relation
from lcspr_kit.privacy.register import Person, Stay
from lcspr_kit.problems import InputError
from lcspr_kit.textwidth import text_width

_WORDS = re.compile(r'^n\d+ \[pos="([-\d.]+),([-\d.]+)" shape=none style="" width=([\d.]+) height=([\d.]+).*label="(.*)"\]$')
_EDGE = re.compile(r'^anchor -> anchor \[pos="([^"]+)"')


def words(dot):
    """Every text of a drawing as (left, low, right, high, text)."""
    found = [match.groups() for line in dot.splitlines() if (match := _WORDS.match(line))]
    return [(float(x) - float(w) * 36, float(y) - float(h) * 30, float(x) + float(w) * 36, float(y) + float(h) * 30, text) for x, y, w, h, text in found]


def courses(dot):
    """Every line of a drawing as its corners."""
    return [[tuple(map(float, pair.split(","))) for pair in match[1].split()][::3] for line in dot.splitlines() if (match := _EDGE.match(line))]


def enters(a, b, box):
    low, high = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for p, q in ((-dx, a[0] - box[0]), (dx, box[2] - a[0]), (-dy, a[1] - box[1]), (dy, box[3] - a[1])):
        if abs(p) < 1e-12:
            if q < 0:
                return False
        elif p < 0:
            low = max(low, q / p)
        else:
            high = min(high, q / p)
        if low > high:
            return False
    return True


def spoiled(dot):
    """Texts that a line enters, and pairs of texts that overlap."""
    texts = words(dot)
    bad = [text[4] for text in texts for course in courses(dot) if any(enters(a, b, text) for a, b in zip(course, course[1:], strict=False))]
    bad += [(one[4], two[4]) for n, one in enumerate(texts) for two in texts[:n] if one[0] < two[2] - 0.5 and two[0] < one[2] - 0.5 and one[1] < two[3] - 0.5 and two[1] < one[3] - 0.5]
    return bad


def stay(name, start="", end=""):
    return Stay(name, read_edtf(start) if start else None, read_edtf(end) if end else None)


HOME, GRAN = "Mother's home", "Grandmother's home"
PEOPLE = [
    Person("p1", "Ellis Quarmby", pseudonym="Child B", role="subject child", sex="M", born=read_edtf("2014-05-06"), stays=(stay(HOME, "2014", "2024"), stay(GRAN, "2023"))),
    Person("p2", "Tess Quarmby", pseudonym="Mother", role="mother", sex="F", born=read_edtf("1992"), stays=(stay(HOME),), contribute="Yes"),
    Person("p3", "Rex Odd", pseudonym="Father", role="father", sex="M", born=read_edtf("1990"), died=read_edtf("2021-03-01"), contribute="No"),
    Person("p4", "Al Odd", pseudonym="Mother's partner", sex="M", born=read_edtf("1985~"), stays=(stay(HOME, "2022"),), contribute="After the trial"),
    Person("p5", pseudonym="Pregnancy 2019", sex="U", pregnancy="miscarriage", born=read_edtf("2019")),
    Person("p6", pseudonym="Stillborn sister", sex="F", pregnancy="stillbirth", born=read_edtf("2018")),
    Person("p7", pseudonym="Unborn baby", sex="U", pregnancy="expected", born=read_edtf("2025-06-01"), stays=(stay(HOME),)),
    Person("p8", "Nan Quarmby", pseudonym="Grandmother", sex="F", born=read_edtf("1965"), stays=(stay(GRAN),), contribute="To be asked"),
    Person("p9", pseudonym="Twin 1", sex="F", born=read_edtf("2016-01-01"), stays=(stay(HOME),)),
    Person("p10", pseudonym="Twin 2", sex="M", gender="girl", born=read_edtf("2016-01-01"), stays=(stay(HOME),)),
    Person("p11", pseudonym="Adopted brother", sex="M", born=read_edtf("2012")),
    Person("p12", pseudonym="Foster sister", sex="F", born=read_edtf("2013"), stays=(stay(GRAN),)),
    Person("p13", pseudonym="Family friend", sex="X"),
]
ROWS = [
    *(Relation(parent, child, "parent") for child in ("p1", "p5", "p6", "p9", "p10") for parent in ("p2", "p3")),
    Relation("p2", "p7", "parent"), Relation("p4", "p7", "parent"), Relation("p8", "p2", "parent"),
    Relation("p2", "p3", "divorced", read_edtf("2012"), read_edtf("2020")), Relation("p2", "p4", "partner", read_edtf("2022")),
    Relation("p2", "p11", "adoptive parent"), Relation("p3", "p11", "adoptive parent"), Relation("p8", "p12", "foster parent", read_edtf("2022")),
    Relation("p9", "p10", "twin"), Relation("p4", "p2", "abusive"), Relation("p3", "p2", "abusive", notes="Conviction 2020"), Relation("p8", "p1", "close"),
    Relation("p2", "p8", "conflict"), Relation("p4", "p1", "distant"), Relation("p3", "p8", "cut off"), Relation("p8", "p1", "guardian", read_edtf("2024")),
]  # fmt: skip
FAMILY = build_family(PEOPLE, ROWS)
NAMES = {person.id: person.pseudonym for person in PEOPLE}


def draw(**kwargs):
    return draw_genogram(FAMILY, names=NAMES, subjects=["p1"], **kwargs)


@pytest.mark.parametrize(
    ("notation", "on", "overlay"),
    [("uk", None, True), ("uk", date(2013, 1, 1), False), ("uk", date(2019, 6, 1), False), ("mcgoldrick", date(2023, 7, 1), True), ("nsgc", date(2023, 7, 1), False)],
)
def test_no_line_and_no_text_lies_over_a_text(notation, on, overlay):
    assert spoiled(draw(notation=notation, on=on, overlay=overlay).dot) == []


@pytest.mark.parametrize("notation", ["uk", "mcgoldrick", "nsgc"])
def test_the_engine_draws_it_and_everybody_is_on_it_once(notation):
    drawing = draw(notation=notation)
    svg = graphviz.svg(drawing)
    assert sorted(re.findall(r'data-id="person-(\d+)"', svg), key=int) == [str(n) for n in range(1, 14)]
    texts = " ".join(text[4] for text in words(drawing.dot))
    for name in NAMES.values():
        assert name.split()[0] in texts
    assert graphviz.png(drawing, 60).startswith(b"\x89PNG")


def test_no_real_name_is_anywhere_in_it():
    drawing = draw(on=date(2023, 7, 1), overlay=True)
    everything = drawing.dot + drawing.title + drawing.description + drawing.caption + drawing.table.to_csv()
    for person in PEOPLE:
        for part in person.name.split():
            assert not re.search(rf"\b{part}\b", everything)


def test_the_same_family_gives_the_same_bytes():
    assert draw(on=date(2023, 7, 1)).dot == draw(on=date(2023, 7, 1)).dot


USED = {
    "uk": ["Child who is the subject of the review", "Died", "Unborn child, with the date due", "Miscarriage", "Stillbirth", "Adopted child", "Foster child", "Twins", "Divorced", "Household", "Abuse, alleged", "Abuse, confirmed", "Close", "Conflict", "Distant", "Cut off", "guardianship", "inner: gender"],
    "mcgoldrick": ["Living together, not married"],
    "nsgc": ["No longer together", "AFAB, AMAB, UAAB"],
}


@pytest.mark.parametrize("notation", list(USED))
def test_the_legend_has_every_sign_that_is_used(notation):
    texts = " ".join(text[4] for text in words(draw(notation=notation).dot))
    for entry in USED[notation]:
        assert entry in texts


def test_the_legend_has_no_sign_that_is_not_used():
    plain = build_family([Person("a", sex="F"), Person("b", sex="F")], [Relation("a", "b", "parent")])
    texts = [text[4] for text in words(draw_genogram(plain, names={"a": "Anna", "b": "Bea"}).dot)]
    assert texts == ["Anna", "Bea", "Key (United Kingdom social care notation)", "Female"]


def test_what_can_not_be_drawn_is_listed():
    crowd = [Person(f"p{n}", sex="F", born=read_edtf("1990")) for n in range(4)]
    rows = [Relation(a.id, b.id, kind) for a in crowd for b in crowd if a.id < b.id for kind in BONDS]
    drawing = draw_genogram(build_family(crowd, rows), names={p.id: f"Person {p.id[1:]}" for p in crowd})
    assert spoiled(drawing.dot) == []
    texts = " ".join(text[4] for text in words(drawing.dot))
    assert "could not be drawn clearly" in texts
    assert all(f"Person {n}" in drawing.description for n in range(4))


def test_a_family_of_nobody_and_of_one():
    assert graphviz.svg(draw_genogram(build_family([], []), names={}))
    one = draw_genogram(build_family([Person("a", sex="M")], []), names={"a": "Man"})
    assert "Also shown: Man." in one.description


def test_an_unknown_notation_is_one_sentence():
    with pytest.raises(InputError, match="uk, mcgoldrick, nsgc"):
        draw(notation="us")


def test_the_words_say_what_the_picture_says():
    said = draw(on=date(2023, 7, 1)).description
    for sentence in [
        "as at 1 July 2023",
        "Child B, 9, the subject of the review, lives with Mother, Mother's partner, Twin 1 and Twin 2 (Mother's home) and lives with Grandmother",
        "Mother and Father (died 2021) were divorced.",
        "Their adopted child: Adopted brother (10 or 11).",
        "Twin 1 and Twin 2 are twins.",
        "Pregnancy 2019 (a pregnancy that ended in miscarriage, 2019)",
        "Abuse of Mother by Mother's partner (alleged).",
        "Abuse of Mother by Father (confirmed).",
        "Also shown: Family friend.",
        "Grandmother's foster child: Foster sister (9 or 10)",
    ]:
        assert sentence in said, said


def test_the_table_has_a_row_a_person():
    table = draw().table
    assert list(table["Person"]) == list(NAMES.values())
    assert table.set_index("Person").loc["Child B", "Parents"] == "Parents: Mother and Father; Guardians: Grandmother"
    assert "Contribution" not in table


def test_the_overlay_has_reasons_for_the_author_only():
    drawing = draw(overlay=True)
    rows = drawing.table.set_index("Person")
    assert (rows.loc["Father", "Contribution"], rows.loc["Father", "Reason"]) == ("Not to be contacted", "No")
    assert rows.loc["Mother's partner", "Contribution"].startswith("Parallel proceedings")
    assert "for the author only" in drawing.caption
    assert "After the trial" not in draw().dot + draw().description + draw().table.to_csv()


def test_one_layout_keeps_everybody_in_one_place_from_day_to_day():
    layout = layout_of(FAMILY, names=NAMES)
    places = []
    for on in (date(2019, 6, 1), date(2023, 7, 1)):
        drawing = draw(on=on, layout=layout)
        assert spoiled(drawing.dot) == []
        found = {text[4]: (text[0], text[1]) for text in words(drawing.dot)}
        places.append((found["Mother"][0] - found["Twin 1"][0], found["Mother"][1] - found["Twin 1"][1]))
    assert places[0] == pytest.approx(places[1], abs=0.02)


def test_the_neutral_form_names_everybody_and_every_net():
    layout = layout_of(FAMILY, names=NAMES)
    plain = neutral_json(layout, FAMILY)
    assert [symbol["id"] for symbol in plain["symbols"]] == [person.id for person in PEOPLE]
    assert set(plain["nets"]) == {union.id for union in FAMILY.unions} == set(plain["netmembers"])
    assert all(len(polyline) >= 2 for net in plain["nets"].values() for polyline in net)


HOSTILE = ['<b>"x"</b>', "\\N \\G \\E", "a|b{c}", "]; evil [", "&lt;&#65;", "\u202eabc", "x" * 80, "%s {0}", "é漢字😀", "\n\nline"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_only_text(text):
    family = build_family([Person("a", role=text, gender=text, stays=(stay(text),)), Person("b", stays=(stay(text),))], [Relation("a", "b", "parent")])
    drawing = draw_genogram(family, names={"a": text, "b": "B"}, overlay=True)
    svg = graphviz.svg(drawing)
    assert "<b>" not in svg and "evil" not in re.sub(r">[^<]*<", "><", svg)


kinds = st.sampled_from(["parent", "parent", "married", "divorced", "partner", "adoptive parent", "foster parent", "close", "abusive", "twin"])
pairs = st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1])


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(pairs, kinds), max_size=12), st.lists(st.sampled_from(["", "Home", "Other home"]), min_size=9, max_size=9))
def test_any_family_is_drawn_with_nothing_over_a_text(rows, homes):
    people = [Person(f"p{n}", sex="FMXU"[n % 4], born=read_edtf(str(1950 + n)), stays=(stay(home),) if home else ()) for n, home in enumerate(homes)]
    family = build_family(people, [Relation(f"p{a}", f"p{b}", kind) for (a, b), kind in rows])
    drawing = draw_genogram(family, names={person.id: f"Person {person.id[1:]}" for person in people})
    assert spoiled(drawing.dot) == []
    assert len(drawing.table) == 9


def test_a_strip_shows_each_day_with_everybody_in_place():
    days = [date(2019, 6, 1), date(2023, 7, 1)]
    strip = draw_strip(FAMILY, days, names=NAMES, subjects=["p1"])
    assert [("1 June 2019" in one.description, "1 July 2023" in one.description) for one in strip] == [(True, False), (False, True)]


def test_twenty_people_can_be_read_on_a_page():
    """At 26 cm, the width of A4 landscape between margins, the smallest label is 7 points or more."""
    people, rows = [], []

    def add(identity, role, sex, year, *parents):
        people.append(Person(identity, role=role, pseudonym=role.capitalize(), sex=sex, born=read_edtf(str(year)), stays=(stay(f"{identity[0]} home"),)))
        rows.extend(Relation(parent, identity, "parent") for parent in parents)

    for side in ("maternal", "paternal"):
        s = side[0]
        add(f"{s}a", f"{side} grandmother", "F", 1960)
        add(f"{s}b", f"{side} grandfather", "M", 1958)
        for n, role in enumerate(("mother" if s == "m" else "father", f"{side} aunt", f"{side} uncle")):
            add(f"{s}{n}", role, "FFM"[n] if s == "m" else "MFM"[n], 1985 + n, f"{s}a", f"{s}b")
    add("mx", "mother's former partner", "M", 1980)
    add("px", "paternal aunt's husband", "M", 1980)
    for n in range(4):
        add(f"m{n}k", f"child {n + 1}", "FM"[n % 2], 2012 + n, "m0", "p0")
    add("mh", "half-brother", "M", 2008, "m0", "mx")
    for n in range(3):
        add(f"p{n}k", f"cousin {n + 1}", "F", 2014 + n, "p1", "px")
    rows += [Relation("m0", "p0", "partner"), Relation("m0", "mx", "former partner"), Relation("p1", "px", "married")]
    drawing = draw_genogram(build_family(people, rows), names={p.id: p.pseudonym for p in people}, subjects=["m0k"], on=date(2024, 1, 1))
    width = float(re.search(r'page \[pos="([\d.]+),', drawing.dot)[1]) * 2
    smallest = min(float(size) for size in re.findall(r"fontsize=([\d.]+)", drawing.dot))
    assert len(people) == 20
    assert smallest * min(1.0, 26 / 2.54 * 72 / width) >= 7
    assert spoiled(drawing.dot) == []


def test_the_words_of_a_wide_heading_stay_on_the_page():
    drawing = draw_genogram(build_family([Person("a", pseudonym="Child A", sex="F", contribute="Yes")], []), names={"a": "Child A"}, on=date(2024, 12, 31), overlay=True)
    width = float(re.search(r'page \[pos="([\d.]+),', drawing.dot)[1]) * 2
    heading = "For the author only. The family as at 31 December 2024. Key (United Kingdom social care notation)"
    assert text_width(heading, 10) + 39 <= width
