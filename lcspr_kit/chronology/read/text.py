"""Reader of text files: CSV and TSV with any usual delimiter, in any usual encoding.

The encoding is found by byte order mark, then strict UTF-8, then UTF-16 by its zeros, then
Windows-1252; the delimiter by which of them gives rows that agree, not by counting commas.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lcspr_kit.chronology.columns import SURE, match_heading
from lcspr_kit.chronology.read.tables import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Contents, Note, Row, Table
from lcspr_kit.problems import InputError, Problem

DELIMITERS = ",;\t|"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEP_LINE = re.compile(r"sep=(.)\s*$", re.I)
_ODD = re.compile("[\u0080-\u009f\ufffd]")
_DAMAGED_UTF8 = re.compile("[\u00c3\u00e2][\u0080-\u00bf\u20ac\u201a-\u2122]")
_DATED_LINE = re.compile(r"\W{0,3}\d{1,2}(?:st|nd|rd|th)?[/. -](?:\d{1,2}|[A-Za-z]{3,9})[/. -]\d{2,4}[ \t]*(?:[-–—:][ \t]+|[ \t])[^\W\d]{2,}[ ']")


def read_text_file(path: Path) -> Contents:
    """Read a CSV or TSV file. Raises InputError for one that is no text, or has too many rows."""
    text, notes = decode(path.read_bytes(), path.name)
    delimiter, skip, agree = _delimiter(text)
    if agree < 0.5 or (agree < 1 and _opens_with_dates(text)):
        return Contents([_lines_table(text)], notes)
    rows, blank = [], 0
    records = list(_records(text, delimiter, notes))
    width = Counter(len(cells) for cells in records if len(cells) > 1).most_common(1)
    for number, cells in enumerate(records, start=1):
        if number == 1 and skip:
            rows.append(Row(1, [f"sep={delimiter}"]))
            continue
        if not any(cell and not cell.isspace() for cell in cells):
            blank += 1
            continue
        if len(rows) >= MAX_ROWS:
            raise InputError(Problem(path.name, f"The file has more than {MAX_ROWS:,} rows.", "Split it by year."))
        if width and len(cells) > width[0][0] and any(cell.strip() for cell in cells[width[0][0] :]):
            cells = _rejoined(cells, width[0][0], delimiter)
            what = "put together again" if len(cells) == width[0][0] else "kept beside the event"
            notes.append(Note("extra-cells", f"The row has more cells than the others, perhaps for a '{delimiter}' within a text; what was cut was {what}. Check it.", row=number))
        if len(cells) > MAX_COLUMNS:
            notes.append(Note("far-columns", f"The row has more than {MAX_COLUMNS} cells; those beyond were not read.", row=number))
            cells = cells[:MAX_COLUMNS]
        rows.append(Row(number, [cell[:MAX_CELL].replace("\r\n", "\n").replace("\r", "\n").strip() for cell in cells]))
    return Contents([Table("", rows, blank)], notes)


def _opens_with_dates(text: str) -> bool:
    """Whether most lines are a date and then prose: commas within them part no columns."""
    lines = [line for line in text.splitlines() if line.strip()]
    dated = sum(bool(_DATED_LINE.match(line)) for line in lines[:200])
    return dated >= 3 and dated >= 0.4 * len(lines[:200])


def _lines_table(text: str) -> Table:
    """A text without columns: its lines, in which a chronology may be written as dated paragraphs."""
    lines = [line.strip() for line in text.splitlines()]
    return Table("paragraphs", [Row(number, [line[:MAX_CELL]]) for number, line in enumerate(lines[:MAX_ROWS], start=1) if any(map(str.isalnum, line))], has_headings=False)


def _rejoined(cells: list[str], width: int, delimiter: str) -> list[str]:
    """A comma within a text is followed by a space, one between cells is not: join by that, if it comes out right."""
    joined: list[str] = []
    for cell in cells:
        if joined and cell[:1] == " " and cell.strip():
            joined[-1] += delimiter + cell
        else:
            joined.append(cell)
    return joined if len(joined) == width else cells


def decode(data: bytes, name: str) -> tuple[str, list[Note]]:
    """The text of a file and notes on its encoding. Raises InputError where it is no text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff"), []
    sample = data[:20_000]
    if b"\x00" in sample:
        for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
            if zeros.count(0) > 0.6 * max(len(zeros), 1):
                return data.decode(encoding, errors="replace"), [Note("encoding", f"The file was read as {encoding.upper()}.")]
    if sum(byte < 9 or 13 < byte < 32 for byte in sample) > max(4, 0.02 * len(sample)):
        raise InputError(Problem(name, "This is not a text file, nor any kind of file that is known here.", "Save it as XLSX, DOCX or CSV."))
    data = data.replace(b"\x00", b"")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        notes = [Note("encoding", "The file is not UTF-8; it was read as Windows-1252 (Western European). Look at £ signs and accents.")]
        return text, [*notes, *_odd_lines(text, _ODD, "has signs that don't exist in this encoding")]
    return text, _odd_lines(text, _DAMAGED_UTF8, "has signs that look damaged before the file was saved (such as â€™ for an apostrophe)")


def _odd_lines(text: str, odd: re.Pattern[str], what: str) -> list[Note]:
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if odd.search(line)]
    if not lines:
        return []
    shown = ", ".join(map(str, lines[:10])) + (" ..." if len(lines) > 10 else "")
    return [Note("odd-characters", f"Line {shown} {what}; check against the source.")]


def _delimiter(text: str) -> tuple[str, bool, float]:
    """The delimiter, whether the first line only says which it is (Excel's `sep=;`), and how many rows agree on it (1 where headings are known)."""
    first = text.split("\n", 1)[0].strip().strip('"')
    said = _SEP_LINE.match(first)
    if said and said[1] in DELIMITERS:
        return said[1], True, 1.0
    sample = text[:60_000]
    scores = []
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)][:200]
        except csv.Error:
            rows = []
        widths = [len(row) for row in rows]
        known = max((sum(match_heading(cell)[1] >= SURE for cell in row[:60] if len(cell) <= 80) for row in rows[:40]), default=0)
        common = Counter(width for width in widths if width > 1).most_common(1)
        agree = common[0][1] / len(widths) if common else 0.0
        # prose has commas too: what counts is a row of headings that are known, then that rows agree
        certain = 1.0 if known > 1 else agree
        scores.append((min(known, 6) if known > 1 else 0, round(agree * min(common[0][0], 6) if common else 0.0, 3), -DELIMITERS.index(delimiter), delimiter, certain))
    best = max(scores)
    return best[3], False, best[4]


def _records(text: str, delimiter: str, notes: list[Note]) -> Iterator[list[str]]:
    """Records of the text; a double quote that is never closed costs its own line only, with a note."""
    csv.field_size_limit(2**31 - 1)
    lines = text.splitlines(keepends=True) if "\x0b" not in text and "\x0c" not in text and "\x85" not in text and "\u2028" not in text else _lines(text)
    start, record, repairs = 0, 0, 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=delimiter, strict=False)
        done = 0
        for cells in reader:
            if reader.line_num - done > 1 and start + reader.line_num == len(lines) and repairs < 50 and _unclosed(lines[start + done : start + reader.line_num], delimiter):
                break
            if reader.line_num - done > 3 and repairs < 50 and _swallows_rows(cells, delimiter, reader.line_num - done):
                break
            done = reader.line_num
            record += 1
            yield cells
        else:
            return
        start += done
        repairs += 1
        record += 1
        notes.append(Note("quote-not-closed", "A double quote in this row is not closed; the row was read without regard to quotes.", row=record))
        yield [cell.strip().strip('"') for cell in lines[start].rstrip("\r\n").split(delimiter)]
        start += 1


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", text)


def _unclosed(lines: list[str], delimiter: str) -> bool:
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _swallows_rows(cells: list[str], delimiter: str, lines: int) -> bool:
    """A cell over several lines, most of which look like rows of their own: a stray quote swallowed them."""
    for cell in cells:
        inner = cell.split("\n")[1:-1]
        if len(inner) >= 2 and sum(line.count(delimiter) >= 2 and line[:1].isdigit() for line in inner) >= 0.8 * len(inner):
            return True
    return False
