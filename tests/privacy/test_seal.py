import io
import os
import re
import zipfile

import pyrage
import pytest

from lcspr_kit.privacy.erase import erase_plan, erase_text
from lcspr_kit.privacy.seal import open_sealed, seal_case
from lcspr_kit.problems import InputError

WORDS = "copper ladder winter moth"


@pytest.fixture(scope="module")  # the passphrase is made costly to guess on purpose: about a second a time
def sealed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sealed")
    return seal_case(_make(folder), folder / "x.age", WORDS)


@pytest.fixture
def case(tmp_path):
    return _make(tmp_path)


def _make(parent):
    folder = parent / "case"
    (folder / "chronologies").mkdir(parents=True)
    (folder / "review.yml").write_text("reference: X\n", encoding="utf-8")
    (folder / "people.csv").write_text("id,name\np01,Kye Brannow\n", encoding="utf-8")
    (folder / "chronologies" / "gp.csv").write_bytes(b"\x00\xffdate")
    return folder


def test_a_case_comes_back_whole_and_private(case, sealed, tmp_path):
    assert b"Brannow" not in sealed.read_bytes() and b"people" not in sealed.read_bytes()
    opened = open_sealed(sealed, WORDS, tmp_path / "again")
    assert {path.relative_to(opened).as_posix(): path.read_bytes() for path in opened.rglob("*") if path.is_file()} == {path.relative_to(case).as_posix(): path.read_bytes() for path in case.rglob("*") if path.is_file()}
    if os.name == "posix":
        assert (opened / "people.csv").stat().st_mode & 0o077 == 0 and sealed.stat().st_mode & 0o077 == 0


def test_a_changed_byte_or_a_wrong_passphrase_opens_nothing(sealed, tmp_path):
    content = bytearray(sealed.read_bytes())
    content[-40] ^= 1
    (tmp_path / "y.age").write_bytes(content)
    for path, words in ((tmp_path / "y.age", WORDS), (sealed, "another passphrase here")):
        with pytest.raises(InputError, match="passphrase is wrong, or the file was changed"):
            open_sealed(path, words, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_nothing_is_written_over_and_short_passphrases_are_refused(case, sealed, tmp_path):
    with pytest.raises(InputError, match="shorter than"):
        seal_case(case, tmp_path / "x.age", "short")
    with pytest.raises(InputError, match="inside the case"):
        seal_case(case, case / "x.age", WORDS)
    with pytest.raises(InputError, match="already"):
        seal_case(case, sealed, WORDS)
    with pytest.raises(InputError, match="already"):
        open_sealed(sealed, WORDS, case)
    with pytest.raises(InputError, match="not a case"):
        seal_case(tmp_path, tmp_path / "z.age", WORDS)


def test_a_file_that_is_too_much_work_is_not_called_a_wrong_passphrase(tmp_path):
    content = pyrage.passphrase.encrypt(b"x", WORDS)
    (tmp_path / "x.age").write_bytes(re.sub(rb"(-> scrypt \S+) \d+\n", rb"\1 40\n", content, count=1))
    with pytest.raises(InputError, match="too slow, or too busy"):
        open_sealed(tmp_path / "x.age", WORDS, tmp_path / "again")


def test_a_moment_in_which_the_machine_is_busy_is_waited_for(sealed, tmp_path, monkeypatch):
    decrypt, busy = pyrage.passphrase.decrypt, [True, True]

    def measured(data, words):
        if busy:
            busy.pop()
            raise pyrage.DecryptError("Excessive work parameter for passphrase.")
        return decrypt(data, words)

    monkeypatch.setattr(pyrage.passphrase, "decrypt", measured)
    assert (open_sealed(sealed, WORDS, tmp_path / "again") / "review.yml").is_file()


@pytest.mark.parametrize("name", ["a/../../evil.txt", "C:\\evil.txt"])
def test_a_sealed_file_built_to_escape_is_refused(tmp_path, name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, "x")
    (tmp_path / "x.age").write_bytes(pyrage.passphrase.encrypt(out.getvalue(), WORDS))
    with pytest.raises(InputError, match="lead out of the case"):
        open_sealed(tmp_path / "x.age", WORDS, tmp_path / "again")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.age"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_out_of_the_case_is_not_sealed(case, tmp_path):
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (case / "narrative").symlink_to(tmp_path)
    with pytest.raises(InputError, match="link"):
        seal_case(case, tmp_path / "x.age", WORDS)


def test_the_plan_for_erasing_lists_everything_and_deletes_nothing(case):
    (case / "audit.jsonl").write_text("", encoding="utf-8")
    (case / "mystery").write_text("x", encoding="utf-8")
    plan = {entry.name: entry for entry in erase_plan(case)}
    assert set(plan) == {"review.yml", "people.csv", "chronologies", "audit.jsonl", "mystery"}
    assert plan["people.csv"].goes and not plan["audit.jsonl"].goes and "look at it" in plan["mystery"].what
    text = erase_text(case)
    assert "people.csv" in text and "backups" in text.lower() and (case / "people.csv").exists()
