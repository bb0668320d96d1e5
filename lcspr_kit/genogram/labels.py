"""The text at a symbol: pseudonym, role, years below it, an age inside it; and the room they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lcspr_kit.edtf import PartialDate, age_in_words
from lcspr_kit.genogram.canvas import Words
from lcspr_kit.genogram.geometry import SYMBOL
from lcspr_kit.genogram.notation import Notation
from lcspr_kit.genogram.symbols import is_loss, sex_at_birth, shows_gender_apart
from lcspr_kit.privacy.register import Person
from lcspr_kit.textwidth import text_width, widest_piece, wrap_to_width

NAME_SIZE = 9.5
SMALL_SIZE = 9.0
WIDEST = 74.0
"""Points; a label is wrapped to this width."""
_WIDEST_WORD = 130.0
"""Points; a label grows to this width rather than cut a word."""
_LEADING = 1.2
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Label:
    """Lines of text with their sizes, to be centred below a symbol, `gap` points from its edge."""

    lines: tuple[tuple[str, float], ...]
    gap: float = 4.0

    @property
    def width(self) -> float:
        """Width of the widest line in points."""
        return max((text_width(text, size) for text, size in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """From the symbol's lower edge to the end of the text, in points."""
        return self.gap + sum(size * _LEADING for _, size in self.lines) if self.lines else 0.0

    def placed(self, x: float, y: float) -> list[Words]:
        """The lines below a symbol that is centred at (x, y)."""
        top = y + SYMBOL / 2 + self.gap
        words = []
        for text, size in self.lines:
            words.append(Words(x, top + size * _LEADING / 2, text, size))
            top += size * _LEADING
        return words


def label_for(person: Person, name: str, notation: Notation, on: date | None = None, gap: float = 4.0, room: bool = True) -> Label:
    """The text below a person's symbol; never their real name, which is not looked at.

    The age on a day is in it where the symbol has no `room` for it.
    """
    lines = _wrapped(name, NAME_SIZE)
    if _says_more(person.role, name):
        lines += _wrapped(person.role, SMALL_SIZE)
    for extra in (_gender(person, notation), "SB" if person.pregnancy == "stillbirth" and notation.stillbirth == "SB" else "", "" if room or not age_inside(person, on) else f"aged {age_inside(person, on)}", years(person)):
        if extra:
            lines += _wrapped(extra, SMALL_SIZE)
    return Label(tuple(lines), gap)


def _wrapped(text: str, size: float) -> list[tuple[str, float]]:
    width = min(max(WIDEST, widest_piece(text, size)), _WIDEST_WORD)
    return [(line, size) for line in wrap_to_width(text, width, size)]


def _says_more(role: str, name: str) -> bool:
    """Whether the role has a word that the pseudonym has not."""
    plain = role.lower().replace("professional:", "")
    return not set(plain.replace("'s", "").split()) <= set(name.lower().replace("'s", "").split()) and "subject" not in plain


def _gender(person: Person, notation: Notation) -> str:
    if not shows_gender_apart(person):
        return ""
    noted = sex_at_birth(person) if notation.gender == "annotation" else ""
    return f"{person.gender}, {noted}" if noted else person.gender


def years(person: Person) -> str:
    """Birth and death by year: `b. 2019`, `1970–2024`, `due Aug 2026`; for a loss, its year."""
    if person.pregnancy == "expected":
        return f"due {month_and_year(person.born)}" if person.born else ""
    if is_loss(person):
        return f"{_about(person.born)}" if person.born else ""
    if person.died:
        return f"{_about(person.born) if person.born else '?'}–{_about(person.died)}"
    return f"b. {_about(person.born)}" if person.born else ""


def _about(when: PartialDate) -> str:
    if when.precision == "unknown":
        return "?"
    if when.earliest.year != when.latest.year:
        return f"{when.earliest.year}–{when.latest.year}"
    return f"c. {when.earliest.year}" if when.uncertain else str(when.earliest.year)


def month_and_year(when: PartialDate) -> str:
    """A partial date to the month, where it is known to the month: `Aug 2026`."""
    if (when.earliest.year, when.earliest.month) == (when.latest.year, when.latest.month):
        return f"{'about ' if when.uncertain else ''}{_MONTHS[when.earliest.month - 1]} {when.earliest.year}"
    return _about(when)


def day_in_words(day: date) -> str:
    """A day as a report writes it: `2 March 2026`."""
    names = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
    return f"{day.day} {names[day.month - 1]} {day.year}"


def age_inside(person: Person, on: date | None) -> str:
    """An age short enough to stand in a symbol: `14`, `7m`, `3w`, `c. 12`, `4–5`; nothing for the dead."""
    if on is None or not person.born or person.died or person.pregnancy:
        return ""
    words = age_in_words(person.born, on)
    if words == "not yet born":
        return ""
    words = words.replace("about ", "c. ").replace(" to ", "–").replace(" or ", "–")
    for unit in ("month", "week", "day"):
        words = words.replace(f" {unit}s", unit[0]).replace(f" {unit}", unit[0])
    return words


def boxes_for(labels: Mapping[str, Label], above: float) -> dict[str, tuple[float, float, float]]:
    """The room each person needs, as the layout wants it: width, height above the centre, height below."""
    half = SYMBOL / 2
    return {identity: (max(SYMBOL + 8, label.width + 4), half + above, half + label.height + 2) for identity, label in labels.items()}
