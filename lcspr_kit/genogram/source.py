"""A genogram from whatever holds a family: a case folder, a GEDCOM file, a PED file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lcspr_kit.case import Case, load_case
from lcspr_kit.genogram.draw import draw_genogram, layout_of
from lcspr_kit.genogram.family import Family, read_family
from lcspr_kit.genogram.geometry import Layout
from lcspr_kit.graphviz import Drawing
from lcspr_kit.problems import InputError, Problem

GEDCOM = (".ged", ".gdz")
PEDIGREE = (".ped", ".fam", ".pre")


@dataclass(frozen=True)
class Source:
    """A family and what is needed to draw it: what each person is called, whom it is about, and when."""

    family: Family
    names: Mapping[str, str]
    subjects: tuple[str, ...] = ()
    on: date | None = None


def read_source(path: Path) -> Source:
    """The family of a case folder (by pseudonyms, at the end of the period) or of a family file (by its own names).

    Raises InputError for what is neither, or can't be read.
    """
    if path.is_dir():
        case = load_case(path)
        return case_source(case, read_family(case.folder, case.register))
    if not path.is_file():
        raise InputError(Problem(path.name, "There is no such file or case folder.", "Check the name."))
    suffix = path.suffix.lower()
    if suffix in GEDCOM:
        from lcspr_kit.genogram.gedcom import read_gedcom

        family = read_gedcom(path)
    elif suffix in PEDIGREE:
        from lcspr_kit.genogram.pedigree import read_ped

        family = read_ped(path)
    else:
        raise InputError(Problem(path.name, "This is neither a case folder nor a family file.", f"Family files end in {', '.join((*GEDCOM, *PEDIGREE))}."))
    return Source(family, {person.id: person.name or person.pseudonym or person.id for person in family.people})


def case_source(case: Case, family: Family) -> Source:
    """What is needed to draw the family of a case."""
    names = {person.id: person.pseudonym for person in case.register.people}
    return Source(family, names, tuple(case.review.subjects), case.review.period.end)


def draw_case(case: Case, family: Family, as_at: str = "") -> Drawing:
    """The genogram of a case on a day (ISO), or at the end of the period. Raises InputError for no date."""
    source = case_source(case, family)
    try:
        on = date.fromisoformat(as_at) if as_at else source.on
    except ValueError:
        raise InputError(Problem("as_at", f"'{as_at[:20]}' is not a date.", "Write it as 2026-03-31.")) from None
    return draw_genogram(family, names=source.names, on=on, subjects=source.subjects)


def draw_source(source: Source, on: date | None = None, notation: str = "uk", overlay: bool = False) -> tuple[Drawing, Layout]:
    """The genogram and its layout."""
    day = on or source.on
    layout = layout_of(source.family, names=source.names, on=day, subjects=source.subjects, notation=notation, overlay=overlay)
    drawing = draw_genogram(source.family, names=source.names, on=day, subjects=source.subjects, notation=notation, overlay=overlay, layout=layout)
    return drawing, layout
