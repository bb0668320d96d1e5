import pytest

from lcspr_kit.privacy.exactdates import find_dates
from lcspr_kit.privacy.identifiers import find_identifiers


@pytest.mark.parametrize(
    ("text", "kind", "hit"),
    [
        ("NHS 485 777 3457", "NHS number", "485 777 3457"),
        ("NHS no. 485-777-3456 (one digit wrong)", "NHS number", "485-777-3456"),
        ("485.777.3457", "NHS number", "485.777.3457"),
        ("NHS4857773457", "NHS number", "4857773457"),
        ("4 8 5 7 7 7 3 4 5 7", "NHS number", "4 8 5 7 7 7 3 4 5 7"),
        ("485\u00a0777\u00a03457", "NHS number", "485\u00a0777\u00a03457"),
        ("CHI 0304191234", "CHI number", "0304191234"),
        ("CHI no. 030 419 1234", "CHI number", "030 419 1234"),
        ("NHS 485 777\n3457", "NHS number", "485 777\n3457"),
        ("485_777_3457", "NHS number", "485_777_3457"),
        ("UPN: M-455-0842-97076", "unique pupil number", "M-455-0842-97076"),
        ("UPN K272 2292 59391", "unique pupil number", "K272 2292 59391"),
        ("near M4\n5JD", "postcode", "M4\n5JD"),
        ("flat in LS16 6R T", "postcode", "LS16 6R T"),
        ("log NP-20240412-0123", "crime reference", "NP-20240412-0123"),
        ("NI AB 12 34 56 C", "National Insurance number", "AB 12 34 56 C"),
        ("national insurance ab123456", "National Insurance number", "ab123456"),
        ("UPN A123456789012", "unique pupil number", "A123456789012"),
        ("lives at NE29 8NH", "postcode", "NE29 8NH"),
        ("postcode ne29 8n h", "postcode", "ne29 8n h"),
        ("postcode area NE29", "postcode area", "NE29"),
        ("07700 900123", "telephone number", "07700 900123"),
        ("+44 (0)191 498 0123", "telephone number", "+44 (0)191 498 0123"),
        ("(0191) 498 0123", "telephone number", "(0191) 498 0123"),
        ("mail to j.x@nhs.example.uk", "e-mail address", "j.x@nhs.example.uk"),
        ("j.x [at] example [dot] org", "e-mail address", "j.x [at] example [dot] org"),
        ("driving NK19 ABC", "vehicle registration", "NK19 ABC"),
        ("car reg A123 BCD", "vehicle registration", "A123 BCD"),
        ("seen in NK 19 ABC again", "vehicle registration", "NK 19 ABC"),
        ("a blue Corsa, NK-19  ABC", "vehicle registration", "NK-19  ABC"),
        ("reg no A 123 BCD", "vehicle registration", "A 123 BCD"),
        ("crime ref 42/12345/21", "crime reference", "42/12345/21"),
        ("Crime number: NB-2021-00123", "crime reference", "NB-2021-00123"),
        ("PNC ID 19/123456A", "crime reference", "19/123456A"),
        ("Mosaic ID 1234567", "case reference", "1234567"),
        ("LCS no 889123", "case reference", "889123"),
        ("case number ZE21C00123", "court case number", "ZE21C00123"),
        ("passport 123456789", "passport number", "123456789"),
        ("his passport (ZS 4917365)", "passport number", "ZS 4917365"),
        ("Passport no. 123 456 789", "passport number", "123 456 789"),
        ("LCS-1048823 was opened", "case reference", "LCS-1048823"),
        ("under MOS/448211", "case reference", "MOS/448211"),
        ("family file QRX-448211", "case reference", "QRX-448211"),
        ("QUARM912345AB9CD", "driving licence", "QUARM912345AB9CD"),
        ("sort code 12-34-56", "sort code", "12-34-56"),
        ("GB29 NWBK 6016 1331 9268 19", "IBAN", "GB29 NWBK 6016 1331 9268 19"),
        (r"C:\Users\jane.d\Desktop", "file path", r"C:\Users\jane.d\Desktop"),
        ("file:///home/jane/x.docx", "file path", "file:///home/jane/x.docx"),
        ("at 12 Larrow Road", "address", "12 Larrow Road"),
        ("Tue 11:02  01632 960 411, no message", "telephone number", "01632 960 411"),
        ("rang 2024-10-02 01632 960411", "telephone number", "01632 960411"),
        ("text (0)7700 900 412", "telephone number", "(0)7700 900 412"),
        ("in case QV-2024-07 it was said", "case reference", "QV-2024-07"),
        ("54.99123, -1.44567", "position", "54.99123, -1.44567"),
    ],
)
def test_an_identifier_is_found(text, kind, hit):
    assert (kind, hit) in [(found.kind, found.text) for found in find_identifiers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Section 47 enquiry under the Children Act 1989; article 8; chapter 4.28",
        "It cost £12,500.00, then 3,000,000 people; 71% of 85 of 120",
        "Version 3.4.20 on ward 7B, bus 42, the M25 and the A19, junction 12",
        "Childline 0800 1111, the NSPCC on 0808 800 5000, or 999",
        "between 2016 and 2019, the 2020/21 report, at 14:30 and 1430hrs",
        "WT18 and WT23 are editions; in SC12 the panel agreed",
        "the 6 month review; 10 out of 10; 3:1; 1-2-3",
        "Form 12345; page 1234567; ISBN withheld",
        "10 people walked down the road; 2 girls and a close friend",
        "a3239687641b and sha 9407913076cd; the incident on 17/08, police on 17/8; log 14:30; crime 14/06/2025",
        "case 2019, reference made in 2021, file 3",
    ],
)
def test_a_near_miss_is_left_alone(text):
    assert [(found.kind, found.text) for found in find_identifiers(text)] == []


@pytest.mark.parametrize("text", ["bought under order 4857773457", "PO 4857773457", "ref: 4857773457", '<a cx="4857773457">', "4857773456", "for example QQ 12 34 56 C", "unit@x.example", "crg@x.example", "events.team@x.example"])
def test_a_number_of_another_name_a_specimen_and_an_office_are_questions(text):
    assert all(found.confidence < 0.5 for found in find_identifiers(text) if found.kind != "case reference")


@pytest.mark.parametrize(
    "text",
    [
        "reference: INV-2024-001122", "Grant ref TyU/18/2201", "Acct QX-12, batch 20240509", "Board offices at the Ombudsman, 3 Quay Place, M4 5JD", "Registered charity, PO Box 9, post code M4 5JD", "mailbox.childpracticepanel@x.example", "case QV-2024-07",
    ],
)  # fmt: skip
def test_numbers_of_a_purchase_and_addresses_of_an_organisation_are_questions(text):
    assert all(found.confidence < 0.5 for found in find_identifiers(text) if found.kind != "address")


@pytest.mark.parametrize("text", ["mother lives by the Ombudsman at M4 5JD", "family moved to flat 2, PO Box 9, M4 5JD", "case ref ABC/18/2201", "bank account 20240509"])
def test_a_case_reference_and_a_home_beside_an_organisation_are_alarms(text):
    assert max(found.confidence for found in find_identifiers(text)) >= 0.5


@pytest.mark.parametrize("text", ["4857773457", "NHS order 4857773457", "485 777 3456", "mia.hart@x.example", "miahart@x.example"])
def test_a_number_without_another_name_and_a_persons_address_are_alarms(text):
    assert max(found.confidence for found in find_identifiers(text)) >= 0.5


def test_a_right_sum_raises_confidence_and_a_wrong_one_still_counts():
    right, wrong = find_identifiers("485 777 3457")[0], find_identifiers("485 777 3456")[0]
    assert right.confidence > wrong.confidence > 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/04/2019", (3, 4, 2019)), ("3.4.2019", (3, 4, 2019)), ("2019-04-03", (3, 4, 2019)), ("3rd of April 2019", (3, 4, 2019)),
        ("3 Apr 19", (3, 4, 19)), ("April 3rd, 2019", (3, 4, 2019)), ("on 3 April", (3, 4, None)), ("03\u00a0April\u00a02019", (3, 4, 2019)), ("seen on 3.4.19 at home", (3, 4, 19)), ("seen on 3.4.19.", (3, 4, 19)), ("3Apr19", (3, 4, 19)), ("03APR2019", (3, 4, 2019)), ("3. 4. 2019", (3, 4, 2019)), ("Apr 3 '19", (3, 4, 19)),
    ],
)  # fmt: skip
def test_an_exact_day_is_found(text, day):
    assert [(found.day, found.month, found.year) for found in find_dates(text)] == [day]


@pytest.mark.parametrize("text", ["early April 2019", "April 2019", "2019", "31/02/2019", "3/4 of them", "version 3.4.20", "the 3rd", "2026-03-04T10:00:00Z", "12-34-56", "may 3 children stay"])
def test_a_date_that_is_not_exact_is_left_alone(text):
    assert find_dates(text) == []


def test_words_before_a_date_make_it_a_birth():
    assert find_dates("DOB: 03/04/2019")[0].birth and not find_dates("seen 03/04/2019")[0].birth


@pytest.mark.parametrize("text", ["DOB 030419", "DOB030419", "dob: 03042019", "D.O.B. 03 04 19", "date of birth 03 04 2019", "born 030419 at home", "DOB 20190403"])
def test_a_birth_in_one_run_of_digits_is_found(text):
    found = find_dates(text)
    assert [(day.day, day.month, (day.year or 0) % 100, day.birth) for day in found] == [(3, 4, 19, True)]


@pytest.mark.parametrize("text", ["invoice 030419", "DOB unknown, ref 030419", "DOB 990419", "BY 12 MAY the work was done"])
def test_other_runs_of_digits_are_no_birth_and_no_number_plate(text):
    assert find_dates(text) == [] or "MAY" in text
    assert not [found for found in find_identifiers(text) if found.kind == "vehicle registration" and found.confidence >= 0.5]
