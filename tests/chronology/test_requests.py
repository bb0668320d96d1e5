"""Questions to agencies: what they ask, in what words, and what they don't give away."""

from __future__ import annotations

import io
import re

import docx
import pytest

from lcspr_kit.chronology.links import Links, decide_link
from lcspr_kit.chronology.requests import TOPICS, make_requests, request_document, requests_document
from lcspr_kit.problems import Problem


@pytest.fixture
def intake(made):
    e = made.event
    events = made.chronology(
        e(made.POLICE, "2025-03-04 14:00", "Bruise to the left cheek. We informed the school.", child_seen="yes"),
        e(made.CARE, "2025-03-04 17:30", "SECRET of care: no injuries seen", child_seen="no"),
        e(made.SCHOOL, "2025-02-03", "Late again"),
        e(made.SCHOOL, "", "Undated note about a coat", date_text="last winter"),
        e(made.SCHOOL, "2025-05-01", "Swimming"),
    )
    return made.intake_of(
        events,
        quarantined=[("school.csv", "", 9, "The date '31/02/2025' is not a day in the calendar.", "31/02/2025 | <b>odd</b>")],
        notes=[("police.csv", "", 2, "date-ambiguous", "'04/03/2025': The date could be two days."), ("police.csv", "", None, "encoding", "Not UTF-8.")],
        refused=[Problem("csc.csv", "It is locked with a password.")],
    )


def questions(requests, agency, topic):
    return [question for question in requests[agency] if question.topic == topic]


@pytest.fixture
def requests(made, case, intake):
    links = decide_link(Links(), made.id_of(intake.events, "Bruise"), made.id_of(intake.events, "SECRET"), "accepted")
    return make_requests(case, intake, links)


def test_rows_that_could_not_be_read(made, requests):
    (question,) = questions(requests, made.SCHOOL, "rows")
    assert "row 9" in question.about and "31/02/2025" in question.text and question.text.endswith("?")


def test_doubtful_dates_and_undated_rows(made, requests):
    assert "could be two days" in questions(requests, made.POLICE, "dates")[0].text
    assert "coat" in questions(requests, made.SCHOOL, "dates")[0].about


def test_a_refused_file_and_no_file_at_all(made, requests):
    assert "password" in questions(requests, made.CARE, "file")[0].text
    assert "send one" in questions(requests, made.SURGERY, "file")[0].text


def test_both_sides_of_information_that_has_no_record(made, requests):
    assert "We informed the school" in questions(requests, made.POLICE, "told")[0].about
    (asked,) = questions(requests, made.SCHOOL, "told")
    assert made.POLICE in asked.text and "4 March 2025" in asked.about


def test_a_letter_quotes_only_the_agency_s_own_records(made, requests):
    for agency, asked in requests.items():
        text = " ".join(question.about + question.text for question in asked)
        assert ("SECRET" in text) == (agency == made.CARE)
        assert ("cheek" in text) == (agency == made.POLICE)


def test_differences_name_what_they_are_about(made, requests):
    said = " ".join(question.text for question in questions(requests, made.CARE, "differs"))
    assert "whether there was an injury" in said and "the time" in said and "whether the child was seen" in said


def test_plain_courteous_words(requests):
    text = " ".join(question.text for asked in requests.values() for question in asked)
    assert not re.search(r"\b(fail\w*|must|should|wrong|fault|neglect\w*|omi\w+|nan|NaT|None)\b", text)
    assert all(question.text.endswith("?") for asked in requests.values() for question in asked if question.topic != "child")


def test_the_document_reads_well_in_word(made, case, requests):
    for content in (request_document(case, made.SCHOOL, requests[made.SCHOOL]), requests_document(case, requests)):
        document = docx.Document(io.BytesIO(content))
        assert all(table.rows[0].cells[3].text == "Your answer" for table in document.tables)
        assert any("<b>odd</b>" in cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert document.core_properties.author == ""
    own = docx.Document(io.BytesIO(request_document(case, made.SCHOOL, requests[made.SCHOOL])))
    headings = [paragraph.text for paragraph in own.paragraphs if paragraph.style.name == "heading 1" or paragraph.style.name == "Heading 1"]
    assert headings == [heading for topic, heading in TOPICS.items() if questions(requests, made.SCHOOL, topic)]
    assert sum(len(table.rows) - 1 for table in own.tables) == len(requests[made.SCHOOL])


def test_the_same_bytes_each_time(made, case, requests):
    assert requests_document(case, requests) == requests_document(case, requests)


def test_nothing_sent_at_all(made, case):
    requests = make_requests(case, made.intake_of(made.chronology()))
    assert set(requests) == {made.POLICE, made.CARE, made.SCHOOL, made.SURGERY}
