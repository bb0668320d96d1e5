// The cards of the episodes: what the author decides is sent to the kit, which keeps it and answers.
// What a decision does is worked out in deciding.py and in lcspr_kit.episodes, not here.
// Case text is only ever put in as text (textContent or a control's value), never as HTML.

const DAY = 86400000, MARGIN = 28;
let pages = 0;
const unkept = (window.lcsprUnkept ??= new Map()); // texts sent and not yet answered for, by control: in the tab's memory only

const days = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / DAY);
const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const said = (date) => new Date(date + "T00:00:00Z").toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function render({ model, el }) {
  const page = `lcspr-e${++pages}`;
  const state = { told: null, open: new Set(), rows: {}, days: null, real: false, acted: { kind: "", id: "" } };
  let asked = 0;

  const problem = make("p", { className: "lcspr-problem", role: "alert" });
  const status = make("p", { className: "lcspr-status", role: "status", "aria-live": "polite" });
  const undo = make("button", { type: "button", onclick: () => act("undo") }, "Undo");
  const redo = make("button", { type: "button", onclick: () => act("redo") }, "Redo");
  const changed = make("details", { className: "lcspr-changed" });
  const conflict = make("section", { className: "lcspr-conflict", "aria-label": "Changed elsewhere", hidden: true });
  const names = make("input", { type: "checkbox", onchange: () => { state.real = names.checked; warning.hidden = !state.real; root.classList.toggle("lcspr-is-real", state.real); for (const id of Object.keys(state.rows)) send("rows", id); } });
  const warning = make("p", { className: "lcspr-real", hidden: true }, "REAL NAMES: for your own eyes. Nothing shown here is kept when the notebook is saved.");
  const overview = make("div", { className: "lcspr-overview", role: "group", "aria-label": "All episodes in time" });
  const cards = make("div");
  const root = make("div", { className: "lcspr-page lcspr-episodes" },
    make("div", { className: "lcspr-top" }, make("div", { className: "lcspr-bar", role: "group", "aria-label": "Changes" }, undo, redo, status, make("span", { className: "lcspr-right" }, labelled("Real names on this screen", names))), problem, overview), warning, changed, conflict, cards);
  el.replaceChildren(root);

  // ------------------------------------------------------------------ telling the kit, and hearing it
  const kernel = patience(problem);
  const kit = connect("episodes", model, root, () => send("refresh"));
  const whole = (kind, id, given) => ({ kind, id, given, real: state.real, request: ++asked });
  function send(kind, id = "", given = {}) { kernel.sent(); return (["write", "lines"].includes(kind) ? kit.write : kit.ask)(whole(kind, id, given)); }

  function act(kind, id = "", given = {}, uses) {
    state.acted = { kind, id, place: [...cards.querySelectorAll("article")].findIndex((each) => each.contains(document.activeElement)) };
    kernel.sent();
    status.textContent = kit.step(whole(kind, id, given), uses) ? "Working…" : WAITS;
  }
  // The texts of an episode are kept with every key; what the kit has not yet answered for is sent again if it is lost.
  function write(key, id, name, text) {
    unkept.set(key, { id, name, text });
    unkept.get(key).step = send("write", id, { name, text });
  }

  function hear(message) {
    kernel.heard();
    if (!kit.hear(message)) return;
    if (message.days) state.days = message.days;
    if (message.kind === "rows") { state.rows[message.id] = message.rows; showRows(message.id); return; }
    const first = message.did === "start" && !state.told;
    if (first) for (const [held, text] of kit.typed) if (held.startsWith("[")) { const [id, name] = JSON.parse(held), key = `${name}-${id}`; if (!unkept.has(key)) unkept.set(key, { id, name, text }); }
    for (const [key, { id, name, text, step }] of unkept) { // answered for, or to be sent anew after a kernel was lost
      const held = JSON.stringify([id, name]), wrote = message.step === step || (message.did === "write" && message.wrote[0] === id && message.wrote[1] === name && message.wrote[2] === text);
      if (wrote && message.error) kit.say(held, text); // it waits in the case until it can be kept
      else if (wrote) { unkept.delete(key); if (kit.typed.has(held)) kit.say(held, null); }
      else if (first || message.did === "settle") write(key, id, name, text);
    }
    state.before = new Set(state.told ? state.told.episodes.map((one) => one.id) : []);
    state.told = message;
    problem.textContent = message.error || "";
    undo.disabled = !message.undo; redo.disabled = !message.redo;
    status.textContent = message.error ? "Not done." : message.conflict ? "Not kept: changed elsewhere." : ["start", "refresh"].includes(message.did) ? "" : "Kept in episodes.yml.";
    changed.replaceChildren(make("summary", {}, message.changed.length ? `Changed since you opened this page: ${message.changed.length}` : "Nothing changed since you opened this page"),
      list(message.changed));
    showConflict(conflict, "episodes.yml was", message.conflict, (how) => act("settle", "", { how }));
    const again = message.wrote && !cards.contains(document.activeElement); // a text that an earlier kernel did not keep
    if (message.did !== "write" || message.error || again) { showCards(); showOverview(); }
    else for (const one of message.episodes) { // the texts stay as they are being typed; only their number is told anew
      const summary = cards.querySelector(`[data-key="fold-notes-${CSS.escape(one.id)}"]`);
      if (summary && one.notes) summary.textContent = notesTitle(one);
    }
  }

  // ------------------------------------------------------------------ records by day, under the line of an episode and above all
  function bars(low, high, width) { // the days from low to high as columns, `width` of them at the most
    const step = Math.max(1, Math.ceil((high - low + 1) / width)), columns = [];
    for (let day = low; day <= high; day += step) {
      let count = 0, worst = 0;
      for (let each = day; each < day + step; each++) { const place = each - state.days.first; count += state.days.counts[place] || 0; worst = Math.max(worst, state.days.worst[place] || 0); }
      columns.push([count, worst]);
    }
    const most = Math.max(1, ...columns.map(([count]) => count)), svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${columns.length} 100`, preserveAspectRatio: "none", "aria-hidden": "true" })) svg.setAttribute(name, value);
    columns.forEach(([count, worst], place) => {
      if (!count) return;
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect"), height = (92 * Math.log1p(count)) / Math.log1p(most);
      for (const [name, value] of Object.entries({ x: place + 0.1, width: 0.8, y: 100 - height, height, fill: state.days.colours[worst] })) rect.setAttribute(name, value);
      svg.append(rect);
    });
    return svg;
  }
  const recordsIn = (first, last) => { let sum = 0; for (let day = first; day <= last; day++) sum += state.days.counts[day - state.days.first] || 0; return sum; };

  function showOverview() {
    const { first, counts } = state.days, last = first + counts.length - 1, share = (day) => (100 * (day - first)) / (last + 1 - first);
    const held = overview.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const shown = state.told.episodes.map((one) => {
      const band = make("button", { type: "button", className: `lcspr-band lcspr-${one.status}`, "data-key": `band-${one.id}`, title: `${one.title}, ${said(one.start)} to ${said(one.end)}`, "aria-label": `${one.status === "accepted" ? one.id : "Proposal"}: ${one.title}, ${said(one.start)} to ${said(one.end)}. Go to it`, onclick: () => goTo(one.id) }, one.status === "accepted" ? one.id : "");
      band.style.left = `${share(days(one.start))}%`; band.style.width = `${Math.max(0.6, share(days(one.end) + 1) - share(days(one.start)))}%`;
      return band;
    });
    const years = [];
    for (let year = new Date(first * DAY).getUTCFullYear() + 1; Date.UTC(year, 0, 1) / DAY <= last; year++) {
      const mark = make("span", { className: "lcspr-year", "aria-hidden": "true" }, String(year));
      mark.style.left = `${share(Date.UTC(year, 0, 1) / DAY)}%`;
      if (share(Date.UTC(year, 0, 1) / DAY) > 92) mark.classList.add("lcspr-last"); // its number would be cut off
      years.push(mark);
    }
    overview.replaceChildren(counts.length ? bars(first, last, 240) : "", ...years, ...shown);
    if (held) overview.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }
  function goTo(id) {
    const card_ = cards.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (!card_) return;
    card_.closest("details:not([open])")?.setAttribute("open", "");
    card_.scrollIntoView({ block: "start" });
    card_.focus({ preventScroll: true });
  }

  // ------------------------------------------------------------------ the cards
  function showCards() {
    const focused = document.activeElement, key = root.contains(focused) ? focused.dataset.key : null;
    const putBack = caretIn(key && focused);
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
    const made = ["accept", "create", "split", "restore"].includes(state.acted.kind) && !state.told.error && accepted.find((one) => !state.before.has(one.id));
    const again = key && cards.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (made) goTo(made.id);
    else if (key && !again) { const all = cards.querySelectorAll("article"); all[Math.min(Math.max(0, state.acted.place), all.length - 1)]?.focus({ preventScroll: true }); }
    state.acted = { kind: "", id: "" };
    if (again && !made) {
      again.focus({ preventScroll: true });
      putBack(again);
    }
  }
  function fold(key, words, ...children) {
    const details = make("details", { open: state.open.has(key), ontoggle: () => { details.open ? state.open.add(key) : state.open.delete(key); if (details.open && key.startsWith("rows-")) openRows(key.slice(5)); } },
      make("summary", { "data-key": `fold-${key}` }, words), ...children);
    return details;
  }
  const button = (words, key, action) => make("button", { type: "button", "data-key": key, onclick: action }, words);
  const dateBox = (key, value) => kit.draft(key, { type: "date" }, value);

  function card(one, accepted) {
    const mine = one.status === "accepted";
    return make("article", { className: `lcspr-card lcspr-${one.status}`, "data-id": one.id, "aria-label": `${one.id}: ${one.title}`, tabIndex: -1 },
      make("h3", {}, mine ? `${one.id}: ${one.title}` : one.title, mine ? null : make("small", {}, ` proposal ${one.id}`)),
      make("p", { className: "lcspr-facts" }, `${said(one.start)} to ${said(one.end)} · ${one.count} rows · ${one.agencies.length} agencies · ${one.score} points · ${one.status}` +
        (one.stability === null ? "" : ` · found by ${Math.round(one.stability * 100)}% of other settings`)),
      one.reason ? make("p", {}, `Refused: ${one.reason}`) : null,
      make("p", {}, one.child),
      one.silent.length ? make("p", { className: "lcspr-facts" }, `No row from: ${one.silent.join(", ")}`) : null,
      fold(`why-${one.id}`, `Why (${one.reasons.length} reasons)`, make("ul", {}, ...one.reasons.map(([points, words, rows]) => make("li", {}, `${points}: ${words}${rows ? ` (${rows} rows)` : ""}`)))),
      fold(`rows-${one.id}`, mine ? "Rows: add and leave out" : "Rows", make("div", { className: "lcspr-rows", "data-rows": one.id })),
      mine ? notes(one) : null, mine ? bounds(one) : null, mine ? fold(`more-${one.id}`, "Merge, split or withdraw", ...actions(one, accepted)) : make("div", {}, ...actions(one, accepted)));
  }

  // What can be done. The buttons' full names say to which episode, for those who hear them.
  function actions(one, accepted) {
    const id = one.id, mine = one.status === "accepted";
    const act_ = (words, key, action) => make("button", { type: "button", "data-key": `${key}-${id}`, "aria-label": `${words} ${id}`, onclick: action }, words);
    const bar = (about, ...parts) => make("div", { className: "lcspr-bar", role: "group", "aria-label": `${about} ${id}` }, ...parts);
    if (one.status === "refused") return [bar("Decide on", act_("Open again", "reopen", () => act("reopen", id)))];
    const reason = kit.draft(`reason-${id}`, { onkeydown: (event) => { if (event.key === "Enter") refuse(); } });
    const refuse = () => act("refuse", id, { reason: reason.value }, [`reason-${id}`]);
    const refusing = [labelled(mine ? "Withdraw, because" : "Refuse, because", reason), act_(mine ? "Withdraw" : "Refuse", "refuse", refuse)];
    if (!mine) return [bar("Decide on", act_("Accept", "accept", () => act("accept", id)), ...refusing)];
    const parts = [], others = accepted.filter((other) => other.id !== id);
    if (others.length) {
      const other = make("select", { "data-key": `other-${id}` }, ...others.map((each) => make("option", { value: each.id }, `${each.id}: ${each.title}`)));
      parts.push(bar("Merge with", labelled("Merge with", other), act_("Merge", "merge", () => act("merge", id, { others: [other.value] }))));
    }
    if (one.end > one.start) {
      const day = dateBox(`day-${id}`, ""), title = kit.draft(`title2-${id}`);
      day.min = iso(days(one.start) + 1); day.max = one.end;
      parts.push(bar("Split", labelled("Second part begins", day), labelled("its title", title), act_("Split", "split", () => act("split", id, { day: day.value, title: title.value }, [`day-${id}`, `title2-${id}`]))));
    }
    return [...parts, bar("Withdraw", ...refusing)];
  }

  function notesTitle(one) {
    const texts = [...Object.values(one.notes), ...Object.values(one.roles)];
    return `Title, lines of enquiry and notes (${texts.filter(Boolean).length} of ${texts.length} written)`;
  }
  function notes(one) {
    const area = (name, words, value, rows = 3) => {
      const key = `${name}-${one.id}`, control = make("textarea", { value: unkept.get(key)?.text ?? value, rows, "data-key": key, oninput: () => write(key, one.id, name, control.value) });
      return labelled(words, control, true);
    };
    const titleKey = `title-${one.id}`, title = make("input", { type: "text", value: unkept.get(titleKey)?.text ?? one.title, "data-key": titleKey, oninput: () => write(titleKey, one.id, "title", title.value) });
    const boxes = Object.entries(state.told.lines).map(([line, words]) => make("label", {}, make("input", { type: "checkbox", value: line, checked: one.key_lines.includes(line), "data-key": `line-${line}-${one.id}`, onchange: tick }), make("span", {}, `${line}: ${words}`)));
    function tick() { send("lines", one.id, { lines: boxes.map((box) => box.querySelector("input")).filter((box) => box.checked).map((box) => box.value) }); }
    return fold(`notes-${one.id}`, notesTitle(one), labelled("Title", title, true),
      make("fieldset", {}, make("legend", {}, "Lines of enquiry"), ...boxes),
      ...Object.entries(state.told.prompts).map(([name, words]) => area(name, words, one.notes[name])),
      area("omissions", "What is not recorded (one a line)", one.notes.omissions), area("factors", "Factors (one a line)", one.notes.factors, 2),
      make("fieldset", {}, make("legend", {}, "What each agency did"), ...Object.entries(one.roles).map(([agency, words]) => area(`role:${agency}`, agency, words, 2))));
  }

  // ------------------------------------------------------------------ bounds: two dates, or two handles on a line
  function bounds(one) {
    const from = dateBox(`from-${one.id}`, one.start), to = dateBox(`to-${one.id}`, one.end);
    const reach = Math.max(MARGIN, Math.round((days(one.end) - days(one.start)) / 2)), low = days(one.start) - reach, high = days(one.end) + reach;
    const line = make("div", { className: "lcspr-line" }, bars(low, high, 400)), fill = make("div", { className: "lcspr-fill" }), count = make("output", { className: "lcspr-facts" });
    const share = (day) => ((day - low) / (high + 1 - low)) * 100;
    for (let day = low; day <= high; day++) {
      const date = new Date(day * DAY);
      if (date.getUTCDate() !== 1) continue;
      const mark = make("span", { className: "lcspr-month", "aria-hidden": "true" }, date.toLocaleDateString("en-GB", { month: "short", year: "2-digit", timeZone: "UTC" }));
      mark.style.left = `${share(day)}%`;
      line.append(mark);
    }
    const send_ = () => { if (from.value && to.value && (from.value !== one.start || to.value !== one.end)) act("bounds", one.id, { start: from.value, end: to.value }, [`from-${one.id}`, `to-${one.id}`]); };
    const handle = (box, words) => {
      const knob = make("div", { className: "lcspr-knob", role: "slider", tabIndex: 0, "aria-label": `${words} of ${one.id}`, "aria-valuemin": low, "aria-valuemax": high, "data-key": `knob-${words}-${one.id}` });
      const put = (day) => { box.value = iso(Math.max(low, Math.min(high, day))); kit.say(box.dataset.key, box.value === box.dataset.was ? null : box.value); place(); };
      knob.addEventListener("keydown", (event) => {
        const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 7, PageDown: -7 }[event.key];
        if (event.key === "Enter") { event.preventDefault(); send_(); }
        if (event.key === "Escape") { event.preventDefault(); from.value = one.start; to.value = one.end; for (const box of [from, to]) kit.say(box.dataset.key, null); place(); }
        if (by) { event.preventDefault(); put(days(box.value) + by); }
      });
      knob.addEventListener("pointerdown", (event) => {
        event.preventDefault(); knob.focus();
        const frame = line.getBoundingClientRect();
        const move = (e) => put(Math.round(low + ((e.clientX - frame.left) / frame.width) * (high + 1 - low) - (box === to ? 1 : 0)));
        const up = () => { window.removeEventListener("pointermove", move); window.removeEventListener("pointerup", up); send_(); };
        window.addEventListener("pointermove", move); window.addEventListener("pointerup", up);
      });
      return knob;
    };
    const first = handle(from, "First day"), last = handle(to, "Last day");
    function place() {
      for (const [knob, box] of [[first, from], [last, to]]) {
        if (!box.value) return;
        knob.style.left = `${share(days(box.value) + (box === to ? 1 : 0))}%`;
        knob.setAttribute("aria-valuenow", days(box.value)); knob.setAttribute("aria-valuetext", said(box.value));
      }
      fill.style.left = first.style.left; fill.style.width = `${Math.max(0, share(days(to.value) + 1) - share(days(from.value)))}%`;
      const moved = from.value !== one.start || to.value !== one.end;
      count.textContent = `${recordsIn(days(from.value), days(to.value))} records begin in these days${moved ? "; Enter or Set keeps them, Esc takes them back" : ""}`;
    }
    for (const box of [from, to]) box.addEventListener("change", place);
    place();
    line.append(fill, first, last);
    return make("div", { className: "lcspr-bar", role: "group", "aria-label": `Days of ${one.id}` }, labelled("From", from), labelled("To", to), make("button", { type: "button", "data-key": `set-${one.id}`, "aria-label": `Set days of ${one.id}`, onclick: send_ }, "Set days"), count, line);
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
    const title = kit.draft("own-title"), from = dateBox("own-from", ""), to = dateBox("own-to", "");
    return make("div", { className: "lcspr-bar", role: "group", "aria-label": "An episode of your own" }, labelled("Title", title), labelled("From", from), labelled("To", to),
      button("Make this episode", "own-make", () => act("create", "", { title: title.value, start: from.value, end: to.value }, ["own-title", "own-from", "own-to"])));
  }

  keepKeys(root);
  undoKeys(root, undo, redo);
  const unwatch = watchTab(() => {}, () => { if (state.told && !unkept.size) send("refresh"); });
  const deaf = listen(model, root, hear);
  send("start");
  return () => { unwatch(); kernel.heard(); deaf(); };
}

export default { render };
