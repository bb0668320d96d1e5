"""How many names the finder finds, and how often it cries wolf. Run by hand: `python benchmarks/privacy.py`.

Sixty invented people, 6,000 lines, two mentions a line in 24 distortions; then clean prose without any
of them. Prints recall by distortion, recall by person (a person is protected only where every mention is
found), false alarms a thousand words (and, apart, what is listed for a person to decide), and seconds of
the processor. `python benchmarks/privacy.py SEED` plants others. Nothing is read from outside the project.
"""

from __future__ import annotations

import random
import string
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable

from lcspr_kit.privacy.finder import Finder
from lcspr_kit.privacy.identifiers import find_identifiers
from lcspr_kit.privacy.leaks import DIRECT
from lcspr_kit.privacy.pseudonyms import Pseudonymiser
from lcspr_kit.privacy.register import Person, Register

FIRSTS = "Corwen Maisry Hope May Mark Tamsin Zofia Siobhán Jaxton Ali Mo Kye Ellis Rhosyn Dariusz Chidera Amrit Noor Léa Grace Lorcan Perran Wilf Bryony Kerensa Dai Faith Idris Jory Senara".split()  # noqa: SIM905
LASTS = "Quarmby Thrale O'Brannan Law Brown Okwuosa Smith-Haddow Wickett Młynarz Ferreby Young Pellant Njoku Garrowby Straker Özkan Beynon Hale Yewdall Marsden Lumley van-Stelt Rao Trewhella Moss Ashdowne Catterick Ings Dunmail Hardraw".split()  # noqa: SIM905
LINES = (
    "Home visit by health visitor, {} present, house tidy, no concerns raised.",
    "Telephone call from school: {} was collected late by {} and seemed withdrawn.",
    "Police attended address following report of shouting. {} spoken to alone, denied assault.",
    "Strategy discussion held. Agreed that {} would be seen by the paediatrician tomorrow.",
    "{} did not attend the appointment; letter sent to {} and copied to the GP.",
    "I hope that the plan will mark a change; it may be that the law requires more. {} agreed.",
)
CLEAN = (
    "In May the panel may hope that services mark a change, and the law is clear about brown envelopes and young people.",
    "Working Together to Safeguard Children 2018 asks partners to publish within 6 months; see chapter 4, paragraph 4.28.",
    "The Crown Court heard that Will Power was a scheme run in Moss Side between 2016 and 2019 at a cost of £12,500.00.",
    "Version 3.4.20 of the form was used on ward 7B; 85 of 120 records (71%) had a current sequence.",
    "Practitioners said that grace, faith and mercy were words the family used; a hale and hearty breakfast was given.",
    "Section 47 enquiries began after the ABE interview. The M25 was closed and bus 42 was diverted via A19.",
    "Smith and colleagues found that brown-eyed cohorts did not differ; see table 12 of the 2020/21 annual report.",
    "The review had regard to the Children Act 1989, the Equality Act 2010 and article 8; ratio 3:1, page 12 of 48.",
)


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word))
    kind = rng.choice("drsi")
    if kind == "d":
        return word[:at] + word[at + 1 :]
    if kind == "r":
        return word[:at] + rng.choice(string.ascii_lowercase) + word[at + 1 :]
    if kind == "i":
        return word[:at] + rng.choice(string.ascii_lowercase) + word[at:]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word[:at] + word[at:][::-1][:2] + word[at + 2 :]


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn").replace("ł", "l").replace("Ł", "L")


DISTORTIONS: dict[str, Callable[[str, str, random.Random], str]] = {
    "full": lambda f, s, r: f"{f} {s}",
    "first": lambda f, s, r: f,
    "title surname": lambda f, s, r: f"{r.choice(['Mr', 'Ms', 'Mrs', 'Dr'])} {s}",
    "upper": lambda f, s, r: f"{f} {s}".upper(),
    "lower": lambda f, s, r: f"{f} {s}".lower(),
    "surname first": lambda f, s, r: f"{s.upper()}, {f}",
    "initial surname": lambda f, s, r: f"{f[0]} {s}",
    "initial. surname": lambda f, s, r: f"{f[0]}. {s}",
    "first initial": lambda f, s, r: f"{f} {s[0].upper()}",
    "initials": lambda f, s, r: f"{f[0]}.{s[0].upper()}.",
    "possessive": lambda f, s, r: f"{f} {s}’s",
    "plain accents": lambda f, s, r: _plain(f"{f} {s}"),
    "decomposed": lambda f, s, r: unicodedata.normalize("NFD", f"{f} {s}"),
    "no-break space": lambda f, s, r: f"{f}\u00a0{s}",
    "line end": lambda f, s, r: f"{f}\n{s}",
    "two spaces": lambda f, s, r: f"{f}  {s}",
    "zero width": lambda f, s, r: f"{f[:2]}\u200b{f[2:]} {s[:3]}\u200d{s[3:]}",
    "soft hyphen": lambda f, s, r: f"{f} {s[:2]}\u00ad{s[2:]}",
    "curly": lambda f, s, r: f"{f} {s}".replace("'", "’").replace("-", "‑"),
    "e-mail": lambda f, s, r: f"{_plain(f).lower()}.{_plain(s).lower()}@example.org",
    "joined": lambda f, s, r: f"{f}{s}",
    "underscore": lambda f, s, r: f"{f}_{s}",
    "slip in first": lambda f, s, r: f"{_slip(f, r)} {s}",
    "slip in surname": lambda f, s, r: f"{f} {_slip(s, r)}",
}


def people(count: int = 60) -> Register:
    """Invented people; first names and surnames repeat as they do in families."""
    chosen = [(FIRSTS[i % len(FIRSTS)], LASTS[(i * 7 + i // len(FIRSTS)) % len(LASTS)]) for i in range(count)]
    return Register(tuple(Person(f"p{i:02d}", f"{first} {last}", pseudonym=f"Person {i}") for i, (first, last) in enumerate(chosen)))


def main() -> None:
    """Measure and print."""
    rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 20261123)
    register = people()
    finder = Finder(register)
    finder.mentions("Warm Upp")
    hits: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    missed: dict[str, int] = defaultdict(int)
    examples: dict[str, list[str]] = defaultdict(list)
    lines = []
    for number in range(6000):
        template = LINES[number % len(LINES)]
        planted = []
        for _ in range(template.count("{}")):
            person = rng.choice(register.people)
            first, _, last = person.name.partition(" ")
            kind = rng.choice(list(DISTORTIONS))
            planted.append((person.id, kind, DISTORTIONS[kind](first, last, rng)))
        lines.append((template.format(*(words for _, _, words in planted)), planted))
    start = time.process_time()
    found = [finder.mentions(line) for line, _ in lines]
    seconds = time.process_time() - start
    false = 0
    for (line, planted), mentions in zip(lines, found, strict=True):
        spans, at = [], 0
        for identity, kind, words in planted:
            first_at = line.index(words, at)
            at = first_at + len(words)
            spans.append((first_at, at))
            hit = any(identity in mention.owners and mention.start < at and mention.end > first_at for mention in mentions)
            hits[kind][0] += hit
            hits[kind][1] += 1
            missed[identity] += not hit
            if not hit and len(examples[kind]) < 3:
                examples[kind].append(words)
        false += sum(not any(mention.start < end and mention.end > begin for begin, end in spans) for mention in mentions)
    words = sum(len(line.split()) for line, _ in lines)
    total = [sum(pair[0] for pair in hits.values()), sum(pair[1] for pair in hits.values())]
    for kind, (good, all_) in hits.items():
        print(f"{kind:18} {good / all_:.3f}  {examples[kind] or ''}")
    print(f"mentions  {total[0]}/{total[1]} = {total[0] / total[1]:.4f}")
    print(f"people with every mention found  {sum(missed[p.id] == 0 for p in register.people)}/{len(register.people)}")
    print(f"false alarms in the lines  {false} in {words} words = {1000 * false / words:.2f} a thousand")
    print(f"seconds  {seconds:.2f} for {words} words")
    clean = "\n\n".join(CLEAN * 20)
    alarms = [(mention.text, mention.confidence) for mention in finder.mentions(clean)] + [(hit.text, hit.confidence) for hit in find_identifiers(clean)]
    for what, chosen in (("clean text", [text for text, sure in alarms if sure >= DIRECT]), ("clean text, to decide", [text for text, sure in alarms if sure < DIRECT])):
        print(f"{what}  {len(chosen)} in {len(clean.split())} words = {1000 * len(chosen) / len(clean.split()):.2f} a thousand  {sorted(set(chosen))}")
    pages = "\n\n".join(line for line, _ in lines)[:300_000]
    pseudonymiser = Pseudonymiser(register, finder)
    start = time.process_time()
    pseudonymiser.text(pages)
    print(f"100 pages pseudonymised in {time.process_time() - start:.2f} s")


if __name__ == "__main__":
    main()
