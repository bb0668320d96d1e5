"""The author's decisions while she works: kept at once, taken back, and never over what another wrote."""

from __future__ import annotations

import os
import signal
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.episodes import decide
from lcspr_kit.episodes.decide import Decision, Decisions, read_decisions, save_decisions
from lcspr_kit.problems import InputError
from lcspr_kit.widgets.deciding import EPISODES, differences, joined
from lcspr_kit.widgets.desk import KEPT, Desk, aside


def made(*entries: dict) -> Decisions:
    return Decisions(episodes=[Decision(**{"status": "accepted", "start": date(2025, 1, 1), "end": date(2025, 2, 1), "title": entry["id"], **entry}) for entry in entries])


ASIDE = aside("episodes.yml")
ONE = made({"id": "E1"})


@pytest.fixture
def desk(tmp_path):
    save_decisions(tmp_path, ONE)
    return Desk(tmp_path, EPISODES)


def test_every_change_is_in_the_file_at_once_and_comes_back_with_undo(desk):
    second = decide.change(ONE, "E1", why="Because")
    third = decide.create(second, "Another", date(2025, 3, 1), date(2025, 3, 2))
    for state in (second, third):
        desk.change(state)
        assert read_decisions(desk.folder) == state
    desk.undo()
    assert read_decisions(desk.folder) == second == desk.now
    desk.undo()
    desk.undo()
    assert read_decisions(desk.folder) == ONE and not desk.can_undo
    desk.redo()
    desk.redo()
    desk.redo()
    assert read_decisions(desk.folder) == third and not desk.can_redo
    desk.undo()
    desk.change(decide.change(desk.now, "E1", system="x"))
    assert not desk.can_redo


def test_typing_in_one_text_is_taken_back_at_once(desk):
    for words in ("B", "Be", "Because"):
        desk.change(decide.change(desk.now, "E1", why=words), "E1 why")
    desk.change(decide.change(desk.now, "E1", system="x"), "E1 system")
    desk.undo()
    assert desk.now["E1"].why == "Because" and not desk.now["E1"].system
    desk.undo()
    assert desk.now == ONE
    desk.redo()
    assert desk.now["E1"].why == "Because"


def test_what_was_done_can_be_taken_back_after_the_kernel_was_started_anew(desk):
    states = [decide.change(ONE, "E1", why=f"{number}: 'quoted'\nand more  ") for number in range(KEPT + 5)]
    for state in states:
        desk.change(state)
    again = Desk(desk.folder, EPISODES)
    assert again.opened == states[-1] and again.can_undo
    for state in reversed(states[4:-1]):
        again.undo()
        assert read_decisions(again.folder) == again.now == state
    assert not again.can_undo and again.can_redo
    third = Desk(desk.folder, EPISODES)
    third.redo()
    assert third.now == states[5]


@pytest.mark.parametrize("spoil", [lambda path: path.write_text("[]"), lambda path: path.write_text('{"now": 1}'), lambda path: path.unlink(), lambda path: path.write_bytes(b"\xff")])
def test_without_a_memory_that_fits_there_is_nothing_to_take_back(desk, spoil):
    desk.change(decide.change(ONE, "E1", why="Because"))
    [memory] = (desk.folder / ".lcspr").iterdir()
    spoil(memory)
    assert not Desk(desk.folder, EPISODES).can_undo


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be killed between two instructions")
def test_whenever_the_kernel_is_killed_the_file_holds_one_state_whole_and_undo_goes_on_from_it(desk):
    states = [decide.change(ONE, "E1", why=f"{number} " + "words " * 2000) for number in range(400)]
    for pause in (0.0, 0.004, 0.011, 0.023, 0.05, 0.09):
        child = os.fork()
        if child == 0:
            try:
                working = Desk(desk.folder, EPISODES)
                for state in states:
                    working.change(state)
            finally:
                os._exit(0)
        time.sleep(pause)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        again = Desk(desk.folder, EPISODES)
        assert again.now in (ONE, *states) and again.theirs is None
        if again.can_undo:
            again.undo()
            assert read_decisions(desk.folder) in (ONE, *states)


def test_a_memory_of_another_state_of_the_file_is_not_used(desk):
    desk.change(decide.change(ONE, "E1", why="Because"))
    save_decisions(desk.folder, decide.change(ONE, "E1", why="By hand"))
    assert not Desk(desk.folder, EPISODES).can_undo


def test_what_another_wrote_while_nothing_waited_is_taken_and_can_be_taken_back(desk):
    assert not desk.refresh()
    theirs = decide.change(ONE, "E1", title="Theirs")
    save_decisions(desk.folder, theirs)
    assert desk.refresh() and desk.now == theirs and desk.theirs is None
    desk.undo()
    assert read_decisions(desk.folder) == ONE


def test_a_change_that_changes_nothing_is_no_step(desk):
    desk.change(decide.change(ONE, "E1", why=""))
    assert not desk.can_undo


def test_what_another_wrote_meanwhile_is_shown_and_not_overwritten(desk):
    theirs = decide.change(ONE, "E1", title="Theirs")
    save_decisions(desk.folder, theirs)
    mine = decide.create(ONE, "Mine", date(2025, 3, 1), date(2025, 3, 2))
    desk.change(mine)
    assert desk.theirs == theirs and read_decisions(desk.folder) == theirs
    assert "Mine" in (desk.folder / ASIDE).read_text(encoding="utf-8")
    for action in (desk.undo, desk.redo, lambda: desk.change(ONE)):
        with pytest.raises(InputError, match="changed elsewhere"):
            action()
    assert desk.now == mine


@pytest.mark.parametrize(("how", "titles"), [("mine", ["E1", "Mine"]), ("theirs", ["Theirs"]), ("both", ["Theirs", "Mine"])])
def test_a_conflict_is_settled_as_the_author_says_and_can_be_undone(desk, how, titles):
    save_decisions(desk.folder, decide.change(ONE, "E1", title="Theirs"))
    mine = decide.create(ONE, "Mine", date(2025, 3, 1), date(2025, 3, 2))
    desk.change(mine)
    desk.settle(how)
    assert [decision.title for decision in read_decisions(desk.folder).episodes] == titles
    assert desk.theirs is None and not (desk.folder / ASIDE).exists()
    desk.undo()
    assert read_decisions(desk.folder) == (mine if how != "mine" else ONE)


def test_a_file_written_anew_with_the_same_words_is_no_conflict(desk):
    path = desk.folder / "episodes.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    new = decide.change(ONE, "E1", why="Because")
    desk.change(new)
    assert desk.theirs is None and read_decisions(desk.folder) == new


def test_a_file_changed_once_more_while_the_author_chose_is_shown_again(desk):
    save_decisions(desk.folder, decide.change(ONE, "E1", title="First"))
    desk.change(decide.change(ONE, "E1", why="Because"))
    save_decisions(desk.folder, decide.change(ONE, "E1", title="Second"))
    desk.settle("mine")
    assert desk.theirs is not None and desk.theirs["E1"].title == "Second"
    desk.settle("mine")
    assert desk.theirs is None and read_decisions(desk.folder)["E1"].why == "Because"


def test_a_file_that_cannot_be_read_any_more_is_named_and_left_alone(desk):
    path = desk.folder / "episodes.yml"
    path.write_text("episodes: [", encoding="utf-8")
    with pytest.raises(InputError, match="episodes.yml"):
        desk.change(decide.change(ONE, "E1", why="Because"))
    assert path.read_text(encoding="utf-8") == "episodes: [" and desk.now["E1"].why == "Because"


def test_what_changed_is_told_without_the_authors_prose(desk):
    after = made({"id": "E1", "status": "refused", "reason": "secret words", "why": "secret words"}, {"id": "E2"})
    assert differences(ONE, after) == ["E1 is now refused (it was accepted).", "E1: changed why practice was as it was, reason.", "E2 is new: accepted."]
    assert differences(after, ONE)[-1] == "E2 is taken out."


_SIDES = st.dictionaries(st.sampled_from(["E1", "E2", "E3"]), st.sampled_from(["a", "b", "c"]), max_size=3).map(lambda held: made(*({"id": key, "title": held[key]} for key in sorted(held))))


@settings(max_examples=150, deadline=None)
@given(_SIDES, _SIDES, _SIDES)
def test_joining_two_sides_loses_nothing_that_only_one_changed(base, mine, theirs):
    both = joined(base, mine, theirs)
    was, a, b, out = ({decision.id: decision for decision in side.episodes} for side in (base, mine, theirs, both))
    for identity in {*a, *b}:
        if a.get(identity) == b.get(identity) or b.get(identity) == was.get(identity):
            assert out.get(identity) == a.get(identity)
        elif a.get(identity) == was.get(identity):
            assert out.get(identity) == b.get(identity)
    made_twice = [identity for identity in a if identity in b and identity not in was and a[identity] != b[identity]]
    assert all(out[identity] == b[identity] for identity in made_twice)
    titles = [decision.title for decision in out.values()]
    assert all(a[identity].title in titles for identity in made_twice)


def test_the_authors_comments_survive_a_decision_and_its_undoing(alex):
    desk = Desk(alex, EPISODES)
    desk.change(decide.change(desk.now, "E1", why="Because nobody asked"))
    desk.undo()
    text = (alex / "episodes.yml").read_text(encoding="utf-8")
    assert "# 10 June: Sibling 1 at the school gate" in text and "pinned: [7ee2a2f999]" in text and "the author's decisions on episodes" in text.lower()
