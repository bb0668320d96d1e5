// The cards of the episodes: what the author decides is sent to the kit, which keeps it and answers.
// What a decision does is worked out in deciding.py and in lcspr_kit.episodes, not here.
// Case text is only ever put in as text (textContent or a control's value), never as HTML.

const DAY = 86400000, MARGIN = 21, PAUSE = 500;
let pages = 0;

const days = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / DAY);
const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const said = (date) => new Date(date + "T00:00:00Z").toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function render({ model, el }) {
  const page = `lcspr-e${++pages}`;
  const state = { told: null, open: new Set(), rows: {}, pending: new Map() };
  let asked = 0;

  const problem = make("p", { className: "lcspr-problem", role: "alert" });
  const status = make("p", { className: "lcspr-status", role: "status", "aria-live": "polite" });
  const undo = make("button", { type: "button", onclick: () => act("undo") }, "Undo");
  const redo = make("button", { type: "button", onclick: () => act("redo") }, "Redo");
  const changed = make("details", { className: "lcspr-changed" });
  const conflict = make("section", { className: "lcspr-conflict", "aria-label": "Changed elsewhere", hidden: true });
  const cards = make("div");
  const root = make("div", { className: "lcspr-episodes" },
    make("div", { className: "lcspr-top" }, make("div", { className: "lcspr-bar", role: "group", "aria-label": "Changes" }, undo, redo, status), problem), changed, conflict, cards);
  el.replaceChildren(root);

  // ------------------------------------------------------------------ telling the kit, and hearing it
  function send(kind, id = "", given = {}) { model.send({ kind, id, given, request: ++asked }); }

  function act(kind, id = "", given = {}) { // what was typed and not yet sent goes first
    flush();
    status.textContent = "Working…";
    send(kind, id, given);
  }
  function typing(key, id, name, control) {
    clearTimeout(state.pending.get(key)?.timer);
    const go = () => { state.pending.delete(key); send("write", id, { name, text: control.value }); };
    state.pending.set(key, { timer: setTimeout(go, PAUSE), go });
  }
  function flush() { for (const { timer, go } of [...state.pending.values()]) { clearTimeout(timer); go(); } }

  function hear(message) {
    if (message.kind === "rows") { state.rows[message.id] = message.rows; showRows(message.id); return; }
    state.told = message;
    problem.textContent = message.error || "";
    undo.disabled = !message.undo; redo.disabled = !message.redo;
    status.textContent = message.error ? "Not done." : message.conflict ? "Not kept: changed elsewhere." : message.did === "start" ? "" : "Kept in episodes.yml.";
    changed.replaceChildren(make("summary", {}, message.changed.length ? `Changed since you opened this page: ${message.changed.length}` : "Nothing changed since you opened this page"),
      list(message.changed));
    showConflict(conflict, "episodes.yml was", message.conflict, (how) => act("settle", "", { how }));
    if (message.did !== "write" || message.error) showCards();
  }
  // ------------------------------------------------------------------ the cards
  function showCards() {
    const focused = document.activeElement, key = root.contains(focused) ? focused.dataset.key : null;
    const typed = key && state.pending.has(key) ? focused.value : null, caret = key && "selectionStart" in focused ? focused.selectionStart : null;
    const { episodes, considered, withdrawn, notes } = state.told;
    const accepted = episodes.filter((one) => one.status === "accepted").sort((a, b) => (a.start < b.start ? -1 : 1));
    const proposed = episodes.filter((one) => one.status !== "accepted");
    for (const id of Object.keys(state.rows)) if (![...episodes, ...considered].some((one) => one.id === id)) delete state.rows[id];
    cards.replaceChildren(
      ...notes.map((note) => make("p", { className: "lcspr-problem" }, note)),
      make("h2", {}, `Accepted (${accepted.length})`), ...accepted.map((one) => card(one, accepted)),
      make("h2", {}, `Proposed (${proposed.length}), best first`), ...proposed.map((one) => card(one, accepted)),
      fold("own", "An episode of your own", ownEpisode()),
      fold("considered", `Considered and refused (${considered.length})`, ...considered.map((one) => card(one, accepted))),
      fold("withdrawn", `Withdrawn and merged (${withdrawn.length})`, ...withdrawn.map(([id, title, how, why]) =>
        make("p", {}, `${id}: ${title} (${how}: ${why}) `, button(`Accept ${id} again`, `restore-${id}`, () => act("restore", id))))));
    for (const key_ of state.open) if (key_.startsWith("rows-") && state.rows[key_.slice(5)]) showRows(key_.slice(5));
    const again = key && cards.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (again) {
      if (typed !== null) { again.value = typed; again.dispatchEvent(new Event("input")); }
      again.focus({ preventScroll: true });
      if (caret !== null && again.setSelectionRange && again.type !== "date") again.setSelectionRange(caret, caret);
    }
  }
  function fold(key, words, ...children) {
    const details = make("details", { open: state.open.has(key), ontoggle: () => { details.open ? state.open.add(key) : state.open.delete(key); if (details.open && key.startsWith("rows-")) openRows(key.slice(5)); } },
      make("summary", { "data-key": `fold-${key}` }, words), ...children);
    return details;
  }
  const button = (words, key, action) => make("button", { type: "button", "data-key": key, onclick: action }, words);
  const dateBox = (key, value) => make("input", { type: "date", value, "data-key": key });

  function card(one, accepted) {
    const mine = one.status === "accepted", title = `${one.id}: ${one.title}`;
    return make("article", { className: `lcspr-card lcspr-${one.status}`, "data-id": one.id, "aria-label": title },
      make("h3", {}, title),
      make("p", { className: "lcspr-facts" }, `${said(one.start)} to ${said(one.end)} · ${one.count} rows · ${one.agencies.length} agencies · ${one.score} points · ${one.status}` +
        (one.stability === null ? "" : ` · found by ${Math.round(one.stability * 100)}% of other settings`)),
      one.reason ? make("p", {}, `Refused: ${one.reason}`) : null,
      make("p", {}, one.child),
      one.silent.length ? make("p", { className: "lcspr-facts" }, `No row from: ${one.silent.join(", ")}`) : null,
      fold(`why-${one.id}`, `Why (${one.reasons.length} reasons)`, make("ul", {}, ...one.reasons.map(([points, words, events]) => make("li", {}, `${points}: ${words}${events.length ? ` (${events.length} rows)` : ""}`)))),
      fold(`rows-${one.id}`, "Rows", make("div", { className: "lcspr-rows", "data-rows": one.id })),
      mine ? bounds(one) : null, mine ? notes(one) : null, actions(one, accepted));
  }

  function actions(one, accepted) {
    const id = one.id, mine = one.status === "accepted", bar = make("div", { className: "lcspr-bar", role: "group", "aria-label": `Decide on ${id}` });
    if (!mine && one.status !== "refused") bar.append(button(`Accept ${id}`, `accept-${id}`, () => act("accept", id)));
    if (one.status === "refused") { bar.append(button(`Open ${id} again`, `reopen-${id}`, () => act("reopen", id))); return bar; }
    const reason = make("input", { type: "text", "data-key": `reason-${id}` });
    bar.append(labelled(mine ? "Withdraw, because" : "Refuse, because", reason), button(mine ? `Withdraw ${id}` : `Refuse ${id}`, `refuse-${id}`, () => act("refuse", id, { reason: reason.value })));
    const others = accepted.filter((other) => other.id !== id);
    if (mine && others.length) {
      const other = make("select", { "data-key": `other-${id}` }, ...others.map((each) => make("option", { value: each.id }, `${each.id}: ${each.title}`)));
      bar.append(labelled("Merge with", other), button(`Merge into ${id}`, `merge-${id}`, () => act("merge", id, { others: [other.value] })));
    }
    if (mine && one.end > one.start) {
      const day = dateBox(`day-${id}`, ""), title = make("input", { type: "text", "data-key": `title2-${id}` });
      day.min = iso(days(one.start) + 1); day.max = one.end;
      bar.append(labelled("Second part begins", day), labelled("its title", title), button(`Split ${id}`, `split-${id}`, () => act("split", id, { day: day.value, title: title.value })));
    }
    return bar;
  }

  function notes(one) {
    const area = (name, words, value, rows = 3) => {
      const key = `${name}-${one.id}`, control = make("textarea", { value, rows, "data-key": key, oninput: () => typing(key, one.id, name, control), onblur: flush });
      return labelled(words, control, true);
    };
    const titleKey = `title-${one.id}`, title = make("input", { type: "text", value: one.title, "data-key": titleKey, oninput: () => typing(titleKey, one.id, "title", title), onblur: flush });
    const boxes = Object.entries(state.told.lines).map(([line, words]) => make("label", {}, make("input", { type: "checkbox", value: line, checked: one.key_lines.includes(line), "data-key": `line-${line}-${one.id}`, onchange: tick }), make("span", {}, `${line}: ${words}`)));
    function tick() { flush(); send("lines", one.id, { lines: boxes.map((box) => box.querySelector("input")).filter((box) => box.checked).map((box) => box.value) }); }
    return fold(`notes-${one.id}`, "Title, lines of enquiry and notes", labelled("Title", title, true),
      make("fieldset", {}, make("legend", {}, "Lines of enquiry"), ...boxes),
      ...Object.entries(state.told.prompts).map(([name, words]) => area(name, words, one.notes[name])),
      area("omissions", "What is not recorded (one a line)", one.notes.omissions), area("factors", "Factors (one a line)", one.notes.factors, 2),
      make("fieldset", {}, make("legend", {}, "What each agency did"), ...Object.entries(one.roles).map(([agency, words]) => area(`role:${agency}`, agency, words, 2))));
  }

  // ------------------------------------------------------------------ bounds: two dates, or two handles on a line
  function bounds(one) {
    const from = dateBox(`from-${one.id}`, one.start), to = dateBox(`to-${one.id}`, one.end);
    const low = days(one.start) - MARGIN, high = days(one.end) + MARGIN;
    const line = make("div", { className: "lcspr-line" }), fill = make("div", { className: "lcspr-fill" });
    const share = (day) => ((day - low) / (high - low)) * 100;
    const send_ = () => { if (from.value && to.value && (from.value !== one.start || to.value !== one.end)) act("bounds", one.id, { start: from.value, end: to.value }); };
    const handle = (box, words) => {
      const knob = make("div", { className: "lcspr-knob", role: "slider", tabIndex: 0, "aria-label": `${words} of ${one.id}`, "aria-valuemin": low, "aria-valuemax": high, "data-key": `knob-${words}-${one.id}` });
      const put = (day) => { box.value = iso(Math.max(low, Math.min(high, day))); place(); };
      knob.addEventListener("keydown", (event) => {
        const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 7, PageDown: -7 }[event.key];
        if (event.key === "Enter") { event.preventDefault(); send_(); }
        if (by) { event.preventDefault(); put(days(box.value) + by); }
      });
      knob.addEventListener("pointerdown", (event) => {
        event.preventDefault(); knob.focus();
        const frame = line.getBoundingClientRect();
        const move = (e) => put(Math.round(low + ((e.clientX - frame.left) / frame.width) * (high - low)));
        const up = () => { window.removeEventListener("pointermove", move); window.removeEventListener("pointerup", up); send_(); };
        window.addEventListener("pointermove", move); window.addEventListener("pointerup", up);
      });
      return knob;
    };
    const first = handle(from, "First day"), last = handle(to, "Last day");
    function place() {
      for (const [knob, box] of [[first, from], [last, to]]) {
        if (!box.value) return;
        knob.style.left = `${share(days(box.value))}%`;
        knob.setAttribute("aria-valuenow", days(box.value)); knob.setAttribute("aria-valuetext", said(box.value));
      }
      fill.style.left = first.style.left; fill.style.width = `${Math.max(0, share(days(to.value)) - share(days(from.value)))}%`;
    }
    for (const box of [from, to]) box.addEventListener("change", place);
    place();
    line.append(fill, first, last);
    return make("div", { className: "lcspr-bar", role: "group", "aria-label": `Days of ${one.id}` }, labelled("From", from), line, labelled("To", to), button(`Set days of ${one.id}`, `set-${one.id}`, send_));
  }

  // ------------------------------------------------------------------ rows
  function openRows(id) {
    if (!cards.querySelector(`[data-rows="${CSS.escape(id)}"]`)) return; // the episode is no longer there
    if (state.rows[id]) showRows(id);
    send("rows", id); // asked again after each change: what is inside may be another
  }
  function showRows(id) {
    const place = cards.querySelector(`[data-rows="${CSS.escape(id)}"]`), mine = state.told.episodes.some((one) => one.id === id && one.status === "accepted");
    if (!place) return;
    const key = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const rows = state.rows[id].map((row) => make("tr", { className: row.inside ? "" : "lcspr-outside" },
      make("td", {}, `${row.date} ${row.time}`), make("td", {}, row.agency), make("td", {}, row.text, make("small", {}, ` ${row.source}${row.pinned ? " · added by you" : ""}`)), make("td", {}, row.weighs ? "●" : ""),
      ...(mine ? [make("td", {}, make("button", { type: "button", "data-key": `row-${row.id}-${id}`, "aria-label": `${row.inside ? "Leave out" : "Add"} the row of ${row.date}, ${row.agency}`, onclick: () => act(row.inside ? "leave out" : "pin", id, { events: [row.id] }) }, row.inside ? "Leave out" : "Add"))] : [])));
    place.replaceChildren(make("table", {}, make("caption", {}, mine ? "Rows of the episode; those outside it are paler and can be added. ● gives a reason." : "Rows of the episode. ● gives a reason."),
      make("thead", {}, make("tr", {}, ...["Date", "Agency", "What happened", "Reason", ...(mine ? ["Change"] : [])].map((words) => make("th", { scope: "col" }, words)))), make("tbody", {}, ...rows)));
    const again = key && place.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (again) again.focus({ preventScroll: true });
  }

  function ownEpisode() {
    const title = make("input", { type: "text", "data-key": "own-title" }), from = dateBox("own-from", ""), to = dateBox("own-to", "");
    return make("div", { className: "lcspr-bar", role: "group", "aria-label": "An episode of your own" }, labelled("Title", title), labelled("From", from), labelled("To", to),
      button("Make this episode", "own-make", () => act("create", "", { title: title.value, start: from.value, end: to.value })));
  }

  keepKeys(root);
  undoKeys(root, undo, redo);
  const leaving = () => flush();
  window.addEventListener("pagehide", leaving);
  model.on("msg:custom", hear);
  send("start");
  return () => { flush(); window.removeEventListener("pagehide", leaving); model.off("msg:custom", hear); };
}

export default { render };
