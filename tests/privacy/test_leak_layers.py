"""Names in the layers, wrappings and slips of a file that a reader doesn't see; and words that are no names."""

import base64
import io
import json
import zipfile

import pikepdf
import pytest

from lcspr_kit.privacy.leaks import find_leaks_in
from lcspr_kit.privacy.leaks.readings import readings
from lcspr_kit.privacy.register import Person, Place, Register

REGISTER = Register(
    (
        Person("p01", "Robin Tregarthwen", (), "Child A", "subject child", "M"),
        Person("p02", "Sunniva O'Mallander", (), "Mother", "mother", "F"),
        Person("p03", "Włodzimierz Krępiński", (), "Father", "father", "M"),
        Person("p04", "Teddy Vosper-Quinnell", (), "Uncle", "maternal uncle", "M"),
        Person("p05", "Ada Small", (), "Teacher 1", "professional teacher", "F"),
        Person("p06", "Hope Nyandoro", (), "Sister", "sister", "F"),
    ),
    (Place("l1", "Hallowmere Junior School", (), "School 1", "school"),),
)


def direct(name, data, register=REGISTER):
    return {leak.person for leak in find_leaks_in(name, data if isinstance(data, bytes) else data.encode(), register) if leak.confidence >= 0.5 and leak.kind not in ("possible name", "exact date")}


def kinds(text):
    """Of a text in a file that is of the case: one that names nobody beyond doubt is looked at otherwise."""
    leaks = find_leaks_in("a.txt", (text + "\n\nWłodzimierz Krępiński").encode(), REGISTER)
    return [(leak.text, leak.kind) for leak in leaks if leak.person != "p03"]


@pytest.mark.parametrize(
    "name",
    ["a.xml", "a.svg"],
)
@pytest.mark.parametrize(
    "xml",
    [
        "<?xml version='1.0'?><!-- Tregarthwen --><r/>",
        "<r/><!-- Tregarthwen -->",
        "<?xml version='1.0'?><?Tregarthwen x?><r/>",
        "<r><?note by Tregarthwen?></r>",
        "<!DOCTYPE r SYSTEM 'Tregarthwen.dtd'><r/>",
        "<r><![CDATA[Tregarthwen]]></r>",
        "<r x='Tregarthwen'/>",
    ],
)
def test_all_of_an_xml_file_is_read(name, xml):
    assert direct(name, xml) == {"p01"}


def test_comments_around_a_page_and_the_parts_of_an_office_file_are_read():
    assert direct("a.html", "<!-- Tregarthwen --><!doctype html><html><body>x</body></html><!-- Krępiński -->") == {"p01", "p03"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<!-- Tregarthwen --><w:document xmlns:w='w'><w:body><w:p><w:bdo w:val='rtl'><w:r><w:t>rednallaM'O</w:t></w:r></w:bdo></w:p></w:body></w:document>")
        packed.writestr("customXml/item1.xml", "<r/><?of Krępiński?>")
    assert direct("a.docx", out.getvalue()) == {"p01", "p02", "p03"}


@pytest.mark.parametrize("key", ["/Producer", "/Creator", "/Subject", "/Kept"])
def test_every_text_of_the_information_of_a_pdf_is_read(key):
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo[key] = "Tregarthwen PC"
    out = io.BytesIO()
    document.save(out)
    assert direct("a.pdf", out.getvalue()) == {"p01"}


def test_ids_of_a_pdf_that_are_texts_are_read():
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.StructTreeRoot = document.make_indirect(pikepdf.Dictionary(K=pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name.Figure, ID=pikepdf.String("tregarthwen"))])))
    out = io.BytesIO()
    document.save(out)
    assert direct("a.pdf", out.getvalue()) == {"p01"}


@pytest.mark.parametrize(
    "text",
    [
        "**Tregar**thwen wrote.",
        "Tre~~gar~~thwen wrote.",
        "<b>Tre</b>garthwen wrote.",
        "[Tregar](https://x.example/a)thwen wrote.",
        "[b]Tre[/b]garthwen wrote.",
        "Tre<!-- x -->garthwen wrote.",
        r"\textbf{Tre}garthwen wrote.",
        r"\emph{Tre}garthwen\footnote{by hand} wrote.",
        "\u202enewhtragerT\u202c wrote.",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_markup_within_a_word_hides_nobody(name, text):
    assert direct(name, text) == {"p01"}


@pytest.mark.parametrize("tag", ["<bdo dir=rtl>", "<span style='direction:rtl;unicode-bidi:bidi-override'>"])
def test_letters_that_a_page_shows_backwards_are_read_as_shown(tag):
    assert direct("a.html", f"<html><body><p>seen by {tag}newhtragerT</{tag[1:].split()[0].strip('>')}> today</p></body></html>") == {"p01"}


NAME = "Krępiński"
DEEP = json.dumps({"a": json.dumps({"b": json.dumps({"n": NAME})})})


@pytest.mark.parametrize(
    "text",
    [
        DEEP,
        json.dumps(DEEP),
        NAME.encode("ascii", "xmlcharrefreplace").decode().replace("&", "&amp;amp;"),
        "Kr%25C4%2599pi%25C5%2584ski",
        "Kr%u0119pi%u0144ski",
        "Kr_x0119_pi_x0144_ski",
        "NOTE:Kr=C4=99pi=\r\n=C5=84ski",
        "Subject =?utf-8?q?Kr=C4=99pi=C5=84ski?=",
        repr(NAME.encode()),
        NAME.encode().decode("latin-1"),
        base64.b64encode(base64.b64encode(NAME.encode())).decode(),
        base64.b64encode(NAME.encode("utf-16-le")).decode(),
    ],
)
def test_escapes_within_escapes_are_undone_until_nothing_changes(text):
    assert direct("a.txt", text) == {"p03"}


def test_plain_prose_has_no_other_reading():
    assert list(readings("Father's records; 50 % of 2*3 = 6? [1] (see x) & more.")) == []


def test_readings_of_a_long_text_of_signs_take_little_time():
    for text in ("\\" * 50_000, "<" * 50_000, "<!--" * 20_000, "[" * 50_000, "&#" * 30_000, "=?" * 30_000, "%25" * 30_000, "\\a{" * 20_000, "_x" * 30_000, "a*" * 30_000):
        for reading in readings(text):
            assert len(reading) <= len(text)


@pytest.mark.parametrize("text", ["Mr Tregrathwen rang.", "Mr Tregrathwne rang.", "Teddi rang.", "the tregrathwen file", "Sunnivva rang.", "seen at Hallowmree Junior", "Hope Nyndoro came.", "Hope Nyandroo came."])
def test_a_slip_that_leaves_no_word_and_nobody_elses_name_is_a_leak(text):
    assert [kind for _, kind in kinds(text)] == ["name"], kinds(text)


@pytest.mark.parametrize("text", ["Mrs Smell rang.", "the rovin file", "the tregrathwne file"])
def test_a_slip_in_small_letters_or_that_leaves_a_word_is_to_decide(text):
    assert [kind for _, kind in kinds(text)] == ["possible name"], kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "St Robin's Church hall was let.",
        "near St. Teddy's",
        "St Hope Church was full.",
        "Saint Teddy Road was shut.",
        "Small children are at risk.",
        "Small parents were asked.",
        "What We Hope For",
        "The Act received Royal Assent on 16 March 2004.",
        "The Care Act 2014 came into force on 1 April 2015.",
    ],
)
def test_saints_people_at_large_verbs_and_days_of_laws_are_passed_over(text):
    assert kinds(text) == []


@pytest.mark.parametrize("text", ["The Teddy bear story was read.", "a Teddy nest was built"])
def test_a_first_name_before_a_thing_is_to_decide(text):
    assert kinds(text) == [("Teddy", "possible name")]


@pytest.mark.parametrize("text", ["Seen at High St. Teddy's mother rang.", "The Robin Tregarthwen file", "Robin's church", "Tregarthwen a", "The Tregarthwen report", "They said Robin left."])
def test_people_beside_such_words_are_still_leaks(text):
    assert [kind for _, kind in kinds(text)] == ["name"], kinds(text)


def test_a_day_in_a_familys_life_is_still_listed():
    assert kinds("An order under the Children Act 1989 was made on 3 May 2021.") == [("3 May 2021", "exact date")]
