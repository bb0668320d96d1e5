// What the pages of all widgets share; put before each of their scripts by page.py.

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list" && !name.includes("-")) element[name] = value; // an input's list can only be an attribute
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

// A label and its control; `wide` puts the words above it.
const labelled = (words, control, wide = false) => make("label", { className: wide ? "lcspr-wide" : "" }, make("span", {}, words), control);

const list = (lines) => make("ul", {}, ...lines.map((line) => make("li", {}, line)));

// Keys in a widget are the widget's. JupyterLab looks at the element in focus first: without the mark its
// arrow keys would fold headings. All is kept already, so Ctrl+S brings no dialogue of the browser's.
function keepKeys(root) {
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
  root.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") event.preventDefault();
  });
}

// Ctrl+Z and Ctrl+Y outside a text; in a text they undo typing, as everywhere.
function undoKeys(root, undo, redo) {
  root.addEventListener("keydown", (event) => {
    const text = ["INPUT", "TEXTAREA"].includes(event.target.tagName) && event.target.type !== "checkbox";
    if (text || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const button = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
    if (button && !button.disabled) { event.preventDefault(); button.click(); }
  });
}

// Where the author is in a text and what of it she has selected: to be put back into the control that takes its place,
// or what she types next would stand beside what she means to replace.
function caretIn(control) {
  const { selectionStart: from = null, selectionEnd: to, selectionDirection: way } = control || {};
  return (again) => { if (from !== null && (again.selectionStart ?? null) !== null) again.setSelectionRange(from, to, way); };
}

// Both sides of a file that was changed elsewhere, and the three ways to settle it.
function showConflict(place, label, both, settle) {
  place.hidden = !both;
  if (!both) { place.replaceChildren(); return; }
  const choose = (how, words) => make("button", { type: "button", onclick: () => settle(how) }, words);
  const side = (heading, lines) => make("div", {}, make("h3", {}, heading), list(lines));
  place.replaceChildren(
    make("h2", {}, `${label} changed elsewhere while you worked`),
    make("p", {}, `Nothing is lost: your changes are in ${both.aside} until you choose.`),
    make("div", { className: "lcspr-two" }, side("You changed", both.mine), side("Elsewhere was changed", both.theirs)),
    make("div", { className: "lcspr-bar" }, choose("both", "Keep both (yours where they clash)"), choose("mine", "Keep only yours"), choose("theirs", "Keep only theirs")));
  place.scrollIntoView({ block: "nearest" });
}

// Says so where it is seen, with the way back, when the kit does not answer within a quarter of a minute. `sent` and
// `heard` are to be told; `part` is any part of the page.
function patience(part) {
  let timer = 0, bar = null;
  function over() {
    if (bar || part.closest(".lcspr-first")) return; // what comes before the page has no kernel yet
    const again = [...(part.closest(".jp-NotebookPanel")?.querySelectorAll(".lcspr-button") || [])].find((one) => one.textContent === "Read again");
    const back = again ? () => { heard(); again.click(); } : () => location.reload();
    bar = make("div", { className: "lcspr-silent", role: "alert" }, make("span", {}, "The kit does not answer. What you typed and did is held in the case folder. "), make("button", { type: "button", onclick: back }, again ? "Read again" : "Load this page again"));
    document.body.append(bar);
  }
  function heard() { clearTimeout(timer); bar?.remove(); bar = null; }
  return { sent: () => { clearTimeout(timer); timer = setTimeout(over, 15000); }, heard };
}

// Hears the kit through `hear`, but not while a control is pressed: what is drawn anew between the press and its release
// takes the control from under the finger, and the click is lost. What came meanwhile is heard in its order after the
// click. Gives what ends the hearing.
function listen(model, root, hear) {
  const waiting = [], LONGEST = 2000;
  let pressed = 0;
  const press = () => { clearTimeout(pressed); pressed = setTimeout(release, LONGEST); };
  const release = () => { clearTimeout(pressed); pressed = 0; while (waiting.length && !pressed) hear(...waiting.shift()); };
  const after = () => { if (pressed) setTimeout(release); };
  const onPress = ({ target }) => { const at = target.closest("button, summary, input, label"); if ((at?.control ?? at)?.matches("button, summary, [type=checkbox], [type=radio]")) press(); }; // a slider is answered while it moves
  const onKey = ({ key, target }) => { if (key === " " && target.closest("button, summary")) press(); };
  const heard = (...message) => { if (pressed) waiting.push(message); else hear(...message); };
  root.addEventListener("pointerdown", onPress);
  root.addEventListener("keydown", onKey);
  const ends = ["pointerup", "pointercancel", "keyup", "blur"];
  for (const end of ends) window.addEventListener(end, after);
  model.on("msg:custom", heard);
  return () => { model.off("msg:custom", heard); clearTimeout(pressed); for (const end of ends) window.removeEventListener(end, after); };
}

const WAITS = "Not done yet: the kit is starting again. It is done then.";

const WINDOW = (window.lcsprWindow ??= crypto.randomUUID().slice(0, 8));

// Sends to the kit; whether it could be: a kernel that is gone is no reason to stop the author from typing.
function post(model, message, buffers = []) {
  try { model.send({ ...message, from: WINDOW }, undefined, buffers); return true; } catch { return false; }
}

// The way of a page's steps to Jupyter's server, which puts them into the case whatever becomes of page and kernel
// (labserver.py, underway.py). A socket: what is said into it has left the page at once, and there may be any amount of
// it, also while the server is held up. (Requests, which a browser carries on for a page that is gone, may be 64 kB
// together and some six or twenty at a time: they are for when the socket is not open.) Only that goes into it in which a
// step differs from the one before: the operating system holds no more than some megabytes. What the server has not yet
// said to have is said again, and once more in one request when the page goes.
function way(page) {
  const base = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}").baseUrl;
  if (!base) return { late: null, send: () => {} };
  const address = `${location.origin}${base}lcspr/underway/${page}`, unheard = new Map(), CARRIED = 60000, LARGE = 1000000;
  const self = { late: null, send };
  let socket = null, last = new Uint8Array();
  function open() {
    last = new Uint8Array();
    socket = new WebSocket(`${address.replace(/^http/, "ws")}/socket`);
    socket.onopen = () => { for (const step of [...unheard.keys()]) say(step); };
    socket.onmessage = ({ data }) => { if (data === "late") self.late?.(); else unheard.delete(data); };
    socket.onclose = () => setTimeout(open, 500);
  }
  function say(step) {
    const bytes = new TextEncoder().encode(unheard.get(step)), before = last, most = Math.min(bytes.length, before.length);
    if (socket.readyState !== WebSocket.OPEN || bytes.length > LARGE) { carry([step]); return; }
    let head = 0, tail = 0;
    while (head < most && bytes[head] === before[head]) head++;
    while (tail < most - head && bytes[bytes.length - 1 - tail] === before[before.length - 1 - tail]) tail++;
    const front = new TextEncoder().encode(`${step} ${head} ${tail}\n`), frame = new Uint8Array(front.length + bytes.length - head - tail);
    frame.set(front);
    frame.set(bytes.subarray(head, bytes.length - tail), front.length);
    socket.send(frame);
    last = bytes;
  }
  function carry(steps) {
    const request = { method: "POST", credentials: "same-origin", body: steps.map((step) => `${step}\n${unheard.get(step)}`).join("\n"),
      headers: { "Content-Type": "text/plain", "X-XSRFToken": document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] || "" } };
    fetch(address, { ...request, keepalive: true }).catch(() => fetch(address, request)) // too large to be carried on
      .then((answer) => { if (answer.ok) for (const step of steps) unheard.delete(step); }).catch(() => {}); // the kit may have it from the page itself
  }
  function send(step, body) { unheard.set(step, body); say(step); }
  window.addEventListener("pagehide", () => { // the latest that find room; in their order
    let room = CARRIED;
    const steps = [...unheard.keys()].reverse().filter((step) => (room -= 3 * unheard.get(step).length) > 0).reverse();
    if (steps.length) carry(steps);
  });
  open();
  return self;
}
const wayOf = (page) => ((window.lcsprWays ??= {})[page] ??= way(page));

// Gives a step its name and sends it to Jupyter's server; to be posted to the kit then. The number in the name is what a new kernel goes by.
function journal(page, message, buffers = []) {
  const number = (window.lcsprSteps = Math.max((window.lcsprSteps || 0) + 1, Date.now()));
  const whole = { ...message, step: `${number}-${WINDOW}` };
  const text = (buffer) => { let signs = ""; for (const byte of new Uint8Array(buffer)) signs += String.fromCharCode(byte); return btoa(signs); };
  wayOf(page).send(whole.step, JSON.stringify({ message, buffers: buffers.map(text) }));
  return whole;
}

// The numbers of steps go on above those that the kit has done, also where the clock was set back: what was typed earlier is never put over it.
const countOn = ({ after = 0 }) => { window.lcsprSteps = Math.max(window.lcsprSteps || 0, after); };

// Calls `again` soon after it was told that something was done which the page does not show: by the kit, or by the server.
function whenLate(page, again) {
  let timer = 0;
  const late = () => { timer ||= setTimeout(() => { timer = 0; again(); }, 200); };
  wayOf(page).late = late;
  return late;
}

// Calls `back` when the author comes back to the page's tab, and `leave` when it goes.
function watchTab(leave, back) {
  const seen = () => (document.hidden ? leave() : back());
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", seen);
  return () => { window.removeEventListener("pagehide", leave); document.removeEventListener("visibilitychange", seen); };
}

// The way to the kit and back. What the kit has not yet answered for is in the tab's memory, never in the browser's
// storage, and in the case (see way); when a killed kernel is back, it is sent again (a step that is done is known).
//   ask: a question. write: something that may be sent twice; gives the step's name. step: something to be done once; `uses`
//   names the controls whose words it takes. draft: a control whose words are told to the kit with every key, which holds
//   them in the case until they are used, so that a page opened anew goes on with them. hear: whether a message is for the
//   page itself. `again` asks anew for all that the page shows.
function connect(page, model, root, again) {
  const { typed, steps } = ((window.lcsprHeld ??= {})[page] ??= { typed: new Map(), steps: new Map() });
  let first = true;
  const late = whenLate(page, again);
  const write = (message, buffers = []) => { const whole = journal(page, message, buffers); post(model, whole, buffers); return whole.step; };
  const say = (key, value) => { if (value === null) typed.delete(key); else typed.set(key, value); write({ kind: "typed", given: { key, value } }); };
  const ready = (message, uses = [], buffers = []) => {
    const whole = journal(page, { ...message, uses: Object.fromEntries(uses.filter((key) => typed.has(key)).map((key) => [key, typed.get(key)])) }, buffers);
    steps.set(whole.step, [whole, buffers]);
    return () => post(model, whole, buffers);
  };
  root.addEventListener("input", ({ target }) => { if (target.dataset.was !== undefined) say(target.dataset.key, target.value === target.dataset.was ? null : target.value); });
  return {
    say, typed, write, ready,
    ask: (message, buffers) => post(model, message, buffers),
    step: (...what) => ready(...what)(),
    of: (key, otherwise = "") => typed.get(key) ?? otherwise,
    draft: (key, properties = {}, was = "") => make("input", { type: "text", ...properties, value: typed.get(key) ?? was, "data-key": key, "data-was": was }),
    hear: (message) => {
      if (message.kind === "late") { late(); return false; }
      countOn(message);
      steps.delete(message.step);
      for (const [key, value] of Object.entries(message.used || {})) if (typed.get(key) === value) typed.delete(key);
      if (!message.typed) return true; // what this tab holds is newer than what the case does
      for (const [key, value] of Object.entries(message.typed)) if (!typed.has(key)) typed.set(key, value);
      if (!first) return true;
      first = false; // the first answer of this kernel
      for (const [key, value] of typed) if (message.typed[key] !== value) say(key, value);
      for (const [whole, buffers] of steps.values()) post(model, whole, buffers);
      return true;
    },
  };
}
