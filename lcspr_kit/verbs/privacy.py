"""Verbs that keep names in the room: leaks, pseudonymise, publish, seal, open, erase."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path
from typing import Annotated

import typer

from lcspr_kit.problems import InputError, Problem
from lcspr_kit.verbs.answers import CaseFolder, Json, Out, app, day, note_action, print_json, write

OfCase = Annotated[Path, typer.Option("--case", metavar="CASE", help="The case whose names they are.", show_default=False)]
Passphrase = Annotated[str, typer.Option("--passphrase", envvar="LCSPR_PASSPHRASE", prompt=True, hide_input=True, help="Asked for where it is not given.")]



@app.command(epilog="Example: lcspr leaks draft.docx --case my-review")
def leaks(files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to look through.")], case: OfCase, as_json: Json = False) -> int:
    """Real names and identifiers left in a file.

    From a confidence of 0.5 on a find is an alarm, which stops publication (from 0.9 on whatever reason is given, addresses and dates apart);
    below it is a question for you to decide: as likely a word, or somebody else's name.
    """
    from lcspr_kit.case import load_case
    from lcspr_kit.privacy.finder import Finder
    from lcspr_kit.privacy.leaks import find_leaks, leaks_json
    from lcspr_kit.privacy.publish import allowed_texts

    loaded = load_case(case)
    allowed = allowed_texts(loaded)
    finder = Finder(loaded.register)
    inside = loaded.folder.resolve()
    found = [leak for path in files for leak in find_leaks(path, loaded.register, allowed, finder, path.resolve().is_relative_to(inside))]
    if as_json:
        print_json(leaks_json(found))
    else:
        from lcspr_kit.console import show_leaks

        show_leaks(found, len(files))
    return 1 if found else 0


@app.command(epilog="Example: lcspr pseudonymise minutes.docx --case my-review")
def pseudonymise(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Text, Word or Excel files.")],
    case: OfCase,
    reverse: Annotated[bool, typer.Option("--reverse", help="Put the real names back; for your own machine only.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FOLDER", help="Where to put them; beside each file by default.")] = None,
) -> int:
    """Write a copy of each file with pseudonyms; layout is kept, the file itself is never changed."""
    from lcspr_kit.case import load_case
    from lcspr_kit.privacy.files import pseudonymise_file, restore_file

    register = load_case(case).register
    needs_author = False
    if output and not output.is_dir() and output.parent.is_dir() and not output.exists():
        output.mkdir(mode=0o700)
    if output and not output.is_dir():
        raise InputError(Problem(output.name, f"There is no folder {output}.", "Make it first, or choose another with -o."))
    for path in files:
        out = (output or path.parent) / f"{path.stem}-{'names' if reverse else 'pseudonyms'}{path.suffix}"
        if reverse:
            print(f"Written: {restore_file(path, register, out)}")
            continue
        made = pseudonymise_file(path, register, out)
        print(f"Written: {made.path}")
        for question in made.questions:
            who = " or ".join(register.pseudonym(owner) for owner in question.owners)
            print(f"  To settle: '{question.text}' ({question.seen} times) may be {who}. In: {' '.join(question.example.split())}")
        for what in made.taken_out:
            print(f"  Taken out: {what}")
        for leak in made.left:
            print(f"  Still there: {leak.kind} in {leak.where}")
        needs_author = needs_author or bool(made.questions or made.left)
    note_action(case, "pseudonymised", files=len(files))
    return 1 if needs_author else 0


@app.command(epilog="Example: lcspr publish my-review --draft 4")
def publish(
    case: CaseFolder,
    draft: Annotated[int, typer.Option(help="Number of a draft made for publication.")],
    prepare: Annotated[bool, typer.Option("--prepare", help="Write release.yml with every detail that needs your decision.")] = False,
    as_json: Json = False,
) -> int:
    """Make the publication version, if nothing stands against it. It publishes nothing anywhere."""
    from lcspr_kit.case import load_case
    from lcspr_kit.chronology.intake import read_case
    from lcspr_kit.privacy.publish import (
        RELEASE_FILE,
        check_gate,
        gate_json,
        publish_draft,
        release_draft_text,
    )
    from lcspr_kit.report.checks import check_case

    loaded = load_case(case)
    folder = loaded.drafts / f"{draft:04d}"
    findings = check_case(case)
    records = list(read_case(loaded).events["event"])
    if prepare or as_json:
        gate = check_gate(loaded, folder, findings, records)
        if prepare:
            write(case / RELEASE_FILE, release_draft_text(gate))
        if as_json:
            print_json(gate_json(gate))
        return 1 if gate.problems else 0
    made = publish_draft(loaded, folder, findings, getpass.getuser(), dt.datetime.now().astimezone(), records)
    print(f"Made: {made}\nNothing was sent anywhere. The evidence is beside it.")
    return 0


@app.command(epilog="Example: lcspr seal my-review -o my-review.age")
def seal(case: CaseFolder, passphrase: Passphrase, output: Out = None) -> None:
    """The whole case as one encrypted file, to hand over or archive."""
    from lcspr_kit.privacy.audit import audit_head
    from lcspr_kit.privacy.seal import SEALED_ENDING, seal_case

    made = seal_case(case, output or case.resolve().with_name(f"{case.resolve().name}{SEALED_ENDING}"), passphrase)
    note_action(case, "sealed")
    head = audit_head(case)
    print(f"Written: {made}\nTell the passphrase by another way than the file.")
    print(f"The audit log has {head['lines']} lines and ends in {head['hash'][:16]}: keep that with the signed papers.")


@app.command("open", epilog="Example: lcspr open my-review.age -o my-review")
def open_file(file: Annotated[Path, typer.Argument(metavar="FILE", help="A sealed case.")], passphrase: Passphrase, output: Out = None) -> None:
    """Unpack a sealed case into a new folder."""
    from lcspr_kit.privacy.seal import open_sealed

    made = open_sealed(file, passphrase, output or file.with_suffix(""))
    note_action(made, "opened")
    print(f"Unpacked: {made}")


@app.command(epilog="Example: lcspr erase my-review --on 2032-08-28")
def erase(case: CaseFolder, on: Annotated[str, typer.Option("--on", metavar="DATE", help="The retention date.")] = "", output: Out = None) -> None:
    """A plan for the retention date: what goes, what stays, who signs. It erases nothing."""
    from lcspr_kit.case import load_case
    from lcspr_kit.privacy.erase import erase_text

    load_case(case)
    write(output or Path("erase-plan.md"), erase_text(case, day(on)))
    note_action(case, "erase planned")
