"""A page in a real Chromium: a click or a selection is not lost where the page is drawn anew under it."""

from __future__ import annotations

from lcspr_kit.widgets.page import script

PAGE = """
() => {
  const root = document.body, calls = [];
  window.done = [];
  const model = { on: (_, call) => calls.push(call), off: (_, call) => calls.splice(calls.indexOf(call), 1) };
  const draw = () => root.replaceChildren(make("button", { type: "button", onclick: () => window.done.push("clicked") }, "Decide"));
  window.deaf = listen(model, root, (message) => { window.done.push(message); draw(); });
  window.tell = (message) => { for (const call of [...calls]) call(message); };
  draw();
}
"""


def opened(chromium):
    page = chromium.new_page()
    page.set_content("<body></body>")
    page.add_script_tag(content=script("welcome").split("export default")[0])
    page.evaluate(PAGE)
    return page


def test_a_click_is_done_though_the_kit_answers_between_press_and_release(chromium):
    page = opened(chromium)
    page.hover("button")
    page.mouse.down()
    page.evaluate("() => { tell('first'); tell('second'); }")
    assert page.evaluate("done") == []
    page.mouse.up()
    page.wait_for_function("done.length === 3")
    assert page.evaluate("done") == ["clicked", "first", "second"]


def test_a_space_is_done_though_the_kit_answers_before_it_is_let_go(chromium):
    page = opened(chromium)
    page.focus("button")
    page.keyboard.down(" ")
    page.evaluate("() => tell('first')")
    page.keyboard.up(" ")
    page.wait_for_function("done.length === 2")
    assert page.evaluate("done") == ["clicked", "first"]


def test_a_slider_is_answered_while_it_moves(chromium):
    page = opened(chromium)
    page.evaluate("() => document.body.replaceChildren(labelled('Day', make('input', { type: 'range' })))")
    page.hover("input")
    page.mouse.down()
    page.evaluate("() => tell('first')")
    assert page.evaluate("done") == ["first"]


def test_the_kit_is_heard_at_once_otherwise_and_not_after_the_end(chromium):
    page = opened(chromium)
    page.evaluate("() => { tell('first'); deaf(); tell('second'); }")
    assert page.evaluate("done") == ["first"]


def test_a_press_that_is_never_let_go_does_not_hold_the_kit_back_for_long(chromium):
    page = opened(chromium)
    page.hover("button")
    page.mouse.down()
    page.evaluate("() => tell('first')")
    page.wait_for_function("done.length === 1", timeout=6000)


def test_what_is_typed_takes_the_place_of_what_was_selected_though_the_text_was_drawn_anew(chromium):
    page = opened(chromium)
    page.evaluate("""() => {
      const one = () => make("input", { type: "text", value: "1978", className: "one" });
      document.body.replaceChildren(one());
      window.anew = () => { const putBack = caretIn(document.activeElement), again = one(); document.body.replaceChildren(again); again.focus(); putBack(again); };
    }""")
    page.locator(".one").press("Control+a")
    page.evaluate("() => anew()")
    page.keyboard.type("1950-")
    assert page.locator(".one").input_value() == "1950-"
    page.evaluate("() => { const putBack = caretIn(null); putBack(document.querySelector('.one')); caretIn(make('select'))(make('button')); }")
