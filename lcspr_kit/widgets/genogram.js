// The genogram's page: a slider over the days on which the family changed, and the tables it is drawn from.
// What a change does is worked out in genogram.editing; the drawing is the kit's cleaned SVG. All else is
// only ever put in as text (textContent or a control's value), never as HTML.

const PAUSE = 700;
const WORDS = { parent: "parent of", "adoptive parent": "adoptive parent of", "foster parent": "foster parent of", "step-parent": "step-parent of", guardian: "guardian of", donor: "donor for", surrogate: "surrogate for",
  married: "married to", partner: "partner of", separated: "separated from", divorced: "divorced from", "former partner": "former partner of", twin: "twin of", "identical twin": "identical twin of",
  close: "close to", distant: "distant from", conflict: "in conflict with", abusive: "abusive towards", "cut off": "cut off from" };
const HEADS = { id: "Id", name: "Real name", aliases: "Also called", pseudonym: "Pseudonym", role: "Role", sex: "Sex", born: "Born", died: "Died", contribute: "Contribute?", household: "Homes", pregnancy: "Pregnancy" };
const MAIN = ["id", "name", "pseudonym", "role", "sex", "born", "died", "contribute"];
const DATES = "2019, 2019-03 or 2019-03-04; add ~ for about, ? for unsure";

function render({ model, el }) {
  const state = { told: null, tab: "people", day: null, iso: [], real: false, overlay: false, open: new Set(), wrong: new Map(), typing: new Map(), asking: null, zoom: 0, only: "", staff: false };
  const out = [];
  let waiting = false, asked = 0, drawing = false, stale = false;

  // ------------------------------------------------------------------ the parts of the page
  const button = (words, key, action, more = {}) => make("button", { type: "button", "data-key": key, onclick: action, ...more }, words);
  const undo = button("Undo", "undo", () => act("undo")), redo = button("Redo", "redo", () => act("redo"));
  const status = make("span", { className: "lcspr-status", role: "status", "aria-live": "polite" });
  const problem = make("p", { className: "lcspr-problem", role: "alert" });
  const kernel = patience(problem);
  const names = make("input", { type: "checkbox", onchange: () => { state.real = names.checked; warning.hidden = !state.real; root.classList.toggle("lcspr-is-real", state.real); act("start"); } });
  const overlay = make("input", { type: "checkbox", onchange: () => { state.overlay = overlay.checked; draw(); } });
  const warning = make("p", { className: "lcspr-real", hidden: true }, "REAL NAMES: for your own eyes. Nothing shown here is kept when the notebook is saved.");
  const conflict = make("section", { className: "lcspr-conflict", "aria-label": "Changed elsewhere", hidden: true });
  const slider = make("input", { type: "range", min: 0, max: 0, step: 1, "aria-label": "The family as on", oninput: () => { state.day = Number(slider.value) === state.iso.length - 1 ? null : state.iso[Number(slider.value)]; tellDay(); draw(); } });
  const day = make("output", { className: "lcspr-day" });
  const picture = make("div", { className: "lcspr-picture", tabIndex: 0, role: "group", "aria-label": "Genogram" });
  const described = make("p");
  const zoom = (by) => { state.zoom = Math.max(0.2, Math.min(4, shownShare() * by)); size(); };
  const tabs = make("div", { className: "lcspr-tabs", role: "tablist", "aria-label": "Tables of the family" });
  const panel = make("div", { className: "lcspr-panel", role: "tabpanel", id: `lcspr-g${Math.random().toString(36).slice(2)}` });
  const root = make("div", { className: "lcspr-genogram" },
    make("div", { className: "lcspr-top" }, make("div", { className: "lcspr-bar", role: "group", "aria-label": "Changes" }, undo, redo, status,
      make("span", { className: "lcspr-right" }, labelled("Show who is to contribute", overlay), labelled("Real names on this screen", names))), problem),
    warning, conflict,
    make("div", { className: "lcspr-bar", role: "group", "aria-label": "Day and size" }, make("span", {}, "The family as on"), slider, day,
      button("Wide", "wide", () => { state.zoom = 0; size(); }, { title: "As wide as the page" }), button("Whole", "whole", () => { state.zoom = -1; size(); }, { title: "All of it, with its key" }), button("+", "nearer", () => zoom(1.25), { "aria-label": "Larger" }), button("−", "farther", () => zoom(0.8), { "aria-label": "Smaller" })),
    picture, make("details", {}, make("summary", {}, "The same in words"), described), tabs, panel);
  el.replaceChildren(root);

  // ------------------------------------------------------------------ telling the kit, one thing at a time, and hearing it
  function tell(kind, given = {}, buffers = [], uses = undefined) {
    const message = { kind, given, real: state.real, request: ++asked }; // what waits here for its turn is in the case already
    out.push({ kind, message, buffers, uses, go: typeof given === "function" || ["start", "refresh"].includes(kind) ? null : kit.ready(message, uses, buffers) });
    if (kind !== "start" && kind !== "refresh") status.textContent = "Working…";
    next();
  }
  function next() {
    if (waiting || !out.length) return;
    const { kind, message, buffers, uses, go } = out.shift();
    if (typeof message.given === "function") message.given = message.given();
    if (message.given === null) { next(); return; }
    kernel.sent();
    waiting = go ? go() : ["start", "refresh"].includes(kind) ? kit.ask(message) : kit.step(message, uses, buffers);
  }
  const kit = connect("genogram", model, root, () => tell("refresh"));
  function act(kind, given = {}, buffers = [], uses = undefined) { flush(); tell(kind, given, buffers, uses); }
  function flush() { for (const { timer, go } of [...state.typing.values()]) { clearTimeout(timer); go(false); } }

  function hear(message) {
    if (message.kind === "draw") { showDrawing(message); return; }
    if (message.kind === "late") { kit.hear(message); return; }
    waiting = false;
    kernel.heard();
    const cell = state.asking;
    state.asking = null;
    kit.hear(message);
    if (cell) { if (!message.error) state.wrong.delete(cell.key); else if (!cell.draft) state.wrong.set(cell.key, { text: cell.text, error: message.error }); }
    const quiet = message.error && cell && cell.draft;
    const before = state.told && JSON.stringify([state.told.people, state.told.relations]);
    const first = !state.told;
    state.known = new Set(state.told ? state.told.people.map((row) => row.id) : []);
    state.told = message;
    if (!quiet) problem.textContent = message.error || "";
    undo.disabled = !message.undo; redo.disabled = !message.redo;
    status.textContent = quiet ? "Typing…" : message.error ? "Not kept." : message.conflict ? "Not kept: changed elsewhere." : message.said ? message.said : ["start", "refresh"].includes(message.did) ? "" : "Kept in the case folder.";
    if (message.did === "start") sendAgain();
    showConflict(conflict, "people.csv or relationships.csv was", message.conflict, (how) => act("settle", { how }));
    const added = message.error ? "" : { "add person": "people.csv", "add relation": "relationships.csv" }[message.did];
    if (!quiet) showTables();
    if (added) showAdded(added);
    if (before === null || before !== JSON.stringify([message.people, message.relations]) || message.did === "start") draw();
    next();
  }

  // ------------------------------------------------------------------ the drawing
  function draw() {
    if (drawing) { stale = true; return; }
    drawing = true;
    kit.ask({ kind: "draw", given: { day: state.day, overlay: state.overlay }, real: state.real, request: ++asked });
  }
  function tellDay() {
    day.textContent = slider.dataset.days ? JSON.parse(slider.dataset.days)[Number(slider.value)] || "" : "";
    slider.setAttribute("aria-valuetext", day.textContent);
  }
  function showDrawing(message) {
    drawing = false;
    state.iso = message.iso;
    slider.max = message.days.length - 1;
    slider.dataset.days = JSON.stringify(message.days);
    if (!stale) slider.value = message.place;
    tellDay();
    const { scrollLeft, scrollTop } = picture;
    picture.innerHTML = message.svg;
    described.textContent = message.words;
    if (!message.svg) picture.append(make("p", { className: "lcspr-problem" }, message.words));
    size();
    picture.scrollTo(scrollLeft, scrollTop);
    if (stale) { stale = false; draw(); }
  }
  const natural = () => { const svg = picture.querySelector("svg"), box = svg && svg.viewBox.baseVal; return box && box.width ? [box.width * 4 / 3, box.height * 4 / 3] : null; };
  function shownShare() { const full = natural(); return full ? picture.querySelector("svg").getBoundingClientRect().width / full[0] : 1; }
  function size() {
    const svg = picture.querySelector("svg"), full = natural();
    if (!svg || !full || picture.clientWidth < 10) return; // nothing to measure while out of sight
    const wide = Math.min(1.2, (picture.clientWidth - 4) / full[0]);
    const share = state.zoom > 0 ? state.zoom : state.zoom ? Math.min(wide, (picture.clientHeight - 4) / full[1]) : wide;
    svg.setAttribute("width", full[0] * share); svg.setAttribute("height", full[1] * share);
  }

  // ------------------------------------------------------------------ cells
  const nameOf = (id) => state.told.names[id] || id;
  const named = (id) => (id in state.told.names ? `${nameOf(id)} (${id})` : `${id} (not in people.csv)`);
  const whoIs = (file, row) => (file === "people.csv" ? row.id : ["a", "kind", "b"].map((column) => row.cells[column]?.[0]).join("|"));
  const heldCell = (file, row, column) => JSON.stringify([file, whoIs(file, row), column]);
  function sendAgain() { // what was typed in a cell and not kept; a real name waits until real names are shown
    for (const [held, text] of kit.typed) {
      if (!held.startsWith("[")) continue;
      const [file, who, column] = JSON.parse(held), row = state.told[file === "people.csv" ? "people" : "relations"].find((each) => whoIs(file, each) === who);
      if (!row) kit.say(held, null);
      else if (state.told.columns.includes(column) || file !== "people.csv") if (!row.cells[column]?.[1]) commit(file, row.key, column, { value: text }, false);
    }
  }
  const rowOf = (file, key) => state.told[file === "people.csv" ? "people" : "relations"].find((row) => row.key === key);

  function commit(file, key, column, control, draft) {
    const name = `${file}|${key}|${column}`;
    clearTimeout(state.typing.get(name)?.timer); state.typing.delete(name);
    const text = control.value.trim();
    tell("change", () => {
      const row = rowOf(file, key), was = row && (row.cells[column] || ["", false])[0];
      if (row && text === was && kit.typed.has(heldCell(file, row, column))) kit.say(heldCell(file, row, column), null);
      if (!row || text === was) { if (state.wrong.delete(name)) { problem.textContent = ""; setTimeout(showTables); } status.textContent = ""; return null; }
      state.asking = { key: name, text, draft };
      return { file, key, who: whoIs(file, row), column, was, text };
    }, [], rowOf(file, key) && [heldCell(file, rowOf(file, key), column)]);
  }
  function cell(file, row, column, label, properties = {}) {
    const [text, locked] = row.cells[column] || ["", false], name = `${file}|${row.key}|${column}`, wrong = state.wrong.get(name);
    if (locked) return make("span", { className: "lcspr-locked", title: "A name in it is hidden. Switch on real names to change it." }, text);
    const dated = ["born", "died", "from", "to"].includes(column);
    const control = make("input", { type: "text", value: wrong ? wrong.text : kit.of(heldCell(file, row, column), text), "data-key": name, "aria-label": label, title: wrong ? wrong.error : dated ? `A date: ${DATES}` : "", ...properties });
    if (wrong) { control.setAttribute("aria-invalid", "true"); control.className = "lcspr-wrong"; }
    control.addEventListener("input", () => {
      kit.say(heldCell(file, row, column), control.value.trim());
      clearTimeout(state.typing.get(name)?.timer);
      const go = (draft) => commit(file, row.key, column, control, draft);
      state.typing.set(name, { timer: setTimeout(() => go(true), PAUSE), go });
    });
    control.addEventListener("change", () => commit(file, row.key, column, control, false));
    control.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); clearTimeout(state.typing.get(name)?.timer); state.typing.delete(name); state.wrong.delete(name); control.value = (rowOf(file, row.key).cells[column] || [""])[0]; commit(file, row.key, column, control, false); }
      const by = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const same = [...panel.querySelectorAll(`[data-key$="|${column}"]`)].filter((other) => other.dataset.key.startsWith(file));
      const other = same[same.indexOf(control) + by];
      if (other) { other.focus(); other.select?.(); } else if (event.key === "Enter") { control.blur(); control.focus(); }
    });
    return control;
  }
  function choice(file, row, column, label, options) {
    const [text] = row.cells[column] || [""], name = `${file}|${row.key}|${column}`;
    const all = options.some(([value]) => value === text) ? options : [[text, text ? `${text} (not known)` : "not said"], ...options];
    const control = make("select", { "data-key": name, "aria-label": label }, ...all.map(([value, words]) => make("option", { value, selected: value === text }, words)));
    control.addEventListener("change", () => commit(file, row.key, column, control, false));
    return control;
  }
  const people = (some = () => true) => Object.keys(state.told.names).filter(some).map((id) => [id, named(id)]);
  const kinds = () => state.told.kinds.map((kind) => [kind, WORDS[kind] || kind]);

  // ------------------------------------------------------------------ the tables
  function showTables() {
    const focused = document.activeElement, key = panel.contains(focused) ? focused.dataset.key : null;
    const dirty = key && state.typing.has(key) ? focused.value : null, putBack = caretIn(key && focused);
    const from = panel.scrollTop, kind = key && key.split("-")[0], place = key ? [...panel.querySelectorAll(`[data-key^="${kind}-"]`)].indexOf(focused) : -1;
    const { people: rows, relations, notes, changed } = state.told;
    const all = [["people", `People (${rows.filter((row) => !row.professional).length})`], ["relations", `Relationships (${relations.length})`], ["notes", `To look at (${notes.length})`], ["changed", `Changed (${changed.length})`], ["files", "In and out"]];
    const held = tabs.contains(focused) ? focused.dataset.tab : null;
    tabs.replaceChildren(...all.map(([name, words]) => make("button", { type: "button", role: "tab", "data-tab": name, "aria-selected": state.tab === name, "aria-controls": panel.id, tabIndex: state.tab === name ? 0 : -1, onclick: () => open(name) }, words)));
    if (held) tabs.querySelector(`[data-tab="${held}"]`)?.focus({ preventScroll: true });
    panel.setAttribute("aria-label", all.find(([name]) => name === state.tab)[1]);
    panel.replaceChildren(...{ people: peopleTable, relations: relationTable, notes: notesList, changed: () => [list(changed), changed.length ? null : make("p", {}, "Nothing since you opened this page.")].filter(Boolean), files: filesPanel }[state.tab]());
    panel.scrollTop = from;
    const same = key ? [...panel.querySelectorAll(`[data-key^="${kind}-"]`)] : []; // where a row is gone, the next one's button
    const again = key && (panel.querySelector(`[data-key="${CSS.escape(key)}"]`) || same[Math.min(place, same.length - 1)]);
    if (!again) return;
    again.focus({ preventScroll: true });
    if (dirty !== null) { again.value = dirty; again.dispatchEvent(new Event("input")); }
    putBack(again);
  }
  function open(tab) { flush(); if (tab !== state.tab) panel.scrollTop = 0; state.tab = tab; showTables(); tabs.querySelector(`[data-tab="${tab}"]`).focus(); }
  tabs.addEventListener("keydown", (event) => {
    const order = [...tabs.children].map((each) => each.dataset.tab), by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) { event.preventDefault(); open(order[(order.indexOf(state.tab) + by + order.length) % order.length]); }
  });

  function table(caption, heads, rows) {
    return make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads.map((words) => make("th", { scope: "col" }, words)))), make("tbody", {}, ...rows));
  }

  function peopleTable() {
    const columns = MAIN.filter((column) => state.told.columns.includes(column)), shown = state.told.people.filter((row) => state.staff || !row.professional);
    const staff = make("input", { type: "checkbox", checked: state.staff, "data-key": "staff", onchange: () => { state.staff = staff.checked; showTables(); } });
    const rows = shown.flatMap((row) => {
      const who = nameOf(row.id), expanded = state.open.has(row.id);
      const line = make("tr", {}, ...columns.map((column) => column === "id" ? make("th", { scope: "row" }, row.id)
        : make("td", { className: `lcspr-c-${column}` }, column === "sex" ? choice("people.csv", row, column, `Sex of ${who}`, [["", "not said"], ...state.told.sexes.map((sex) => [sex, sex])])
          : cell("people.csv", row, column, `${HEADS[column]} of ${who}`, column === "contribute" ? { list: "lcspr-g-ways" } : {}), column === "contribute" && row.group ? make("small", { title: row.group }, row.group) : null)),
        make("td", { className: "lcspr-c-do" }, button(expanded ? "Less" : "More", `more-${row.id}`, () => { flush(); expanded ? state.open.delete(row.id) : state.open.add(row.id); showTables(); if (!expanded) panel.scrollTop += panel.querySelector(`[data-key="more-${row.id}"]`).closest("tr").getBoundingClientRect().top - panel.getBoundingClientRect().top - 26; }, { "aria-expanded": expanded, "aria-label": `${expanded ? "Less" : "More"} of ${who}` }),
          button("Remove", `remove-${row.id}`, () => act("remove person", { key: row.key, who: row.id }), { "aria-label": `Remove ${who} and their relationships` })));
      return expanded ? [line, make("tr", { className: "lcspr-open" }, make("td", { colSpan: columns.length + 1 }, moreOf(row, who)))] : [line];
    });
    const pseudonym = kit.draft("new-pseudonym"), role = kit.draft("new-role"), name = kit.draft("new-name");
    const add = () => act("add person", { values: { pseudonym: pseudonym.value, role: role.value, ...(state.real ? { name: name.value } : {}) } }, [], ["new-pseudonym", "new-role", ...(state.real ? ["new-name"] : [])]);
    return [make("div", { className: "lcspr-bar", role: "group", "aria-label": "A new person" }, ...(state.real ? [labelled("Real name", name)] : []), labelled("Pseudonym", pseudonym), labelled("Role", role), button("Add this person", "new-person", add),
      make("span", { className: "lcspr-right" }, labelled("Show professionals too", staff))),
      make("datalist", { id: "lcspr-g-ways" }, ...["Yes", "To be asked", "No: ", "After proceedings: "].map((value) => make("option", { value }))),
      table("Each change is kept in people.csv at once. Arrow keys and Enter go up and down a column; Esc takes back what is typed.", [...columns.map((column) => HEADS[column] || column), "Change"], rows)];
  }

  function moreOf(row, who) {
    const rest = state.told.columns.filter((column) => !MAIN.includes(column) && column !== "household");
    const homeKey = (number, place) => `home-${row.id}-${number}-${place}`;
    const homes = [...row.stays, ["", "", ""]].map((stay, number) => stay.map((text, place) => kit.of(homeKey(number, place), text)));
    const [was, locked] = row.cells.household;
    const send = () => tell("homes", () => { const now = rowOf("people.csv", row.key); return now ? { key: row.key, who: row.id, was: now.cells.household[0], stays: homes } : null; }, [], homes.flatMap((_, number) => [0, 1, 2].map((place) => homeKey(number, place))));
    const homeRow = (stay, number) => make("div", { className: "lcspr-bar" }, ...["Home", "from", "to"].map((words, place) =>
      labelled(words, kit.draft(homeKey(number, place), { "aria-label": `${words === "Home" ? "Home" : `Home ${number + 1} ${words}`} of ${who}`, title: place ? `A date: ${DATES}; empty where it is open` : "", list: place ? "" : "lcspr-g-homes", onchange: (event) => { stay[place] = event.target.value; if (stay[0].trim()) send(); } }, row.stays[number]?.[place] || ""))),
      number < row.stays.length ? button("Take out", `unhome-${row.id}-${number}`, () => { homes.splice(number, 1); send(); }, { "aria-label": `Take out home ${number + 1} of ${who}` }) : null);
    const every = [...new Set(state.told.people.flatMap((each) => each.stays.map(([home]) => home)))];
    return make("div", { className: "lcspr-more" },
      make("fieldset", {}, make("legend", {}, "Homes"), make("datalist", { id: "lcspr-g-homes" }, ...every.map((value) => make("option", { value }))),
        ...(locked ? [make("p", { className: "lcspr-locked" }, was, " (a name in it is hidden; switch on real names to change it)")] : homes.map(homeRow))),
      make("div", { className: "lcspr-fields" }, ...rest.map((column) => labelled(HEADS[column] || column, column === "pregnancy" ? choice("people.csv", row, column, `Pregnancy: ${who}`, [["", "born"], ...state.told.pregnancies.map((each) => [each, each])]) : cell("people.csv", row, column, `${HEADS[column] || column} of ${who}`), true))),
      state.real ? null : make("p", { className: "lcspr-facts" }, "Real name and other names are shown when real names are switched on."),
      button(`Relationships of ${who}`, `go-${row.id}`, () => { state.only = row.id; open("relations"); }));
  }

  function relationTable() {
    const only = make("select", { "data-key": "only", onchange: () => { state.only = only.value; showTables(); } }, make("option", { value: "" }, "everybody"), ...people().map(([value, words]) => make("option", { value, selected: state.only === value }, words)));
    const shown = state.told.relations.filter((row) => !state.only || [row.cells.a?.[0], row.cells.b?.[0]].includes(state.only));
    const rows = shown.map((row) => {
      const about = `${nameOf(row.cells.a?.[0])}, ${row.cells.kind?.[0]}, ${nameOf(row.cells.b?.[0])}`;
      return make("tr", {}, make("td", {}, choice("relationships.csv", row, "a", `Who: ${about}`, people())), make("td", {}, choice("relationships.csv", row, "kind", `What: ${about}`, kinds())), make("td", {}, choice("relationships.csv", row, "b", `Of whom: ${about}`, people())),
        ...["from", "to", "notes"].map((column) => make("td", { className: `lcspr-c-${column}` }, cell("relationships.csv", row, column, `${column}: ${about}`))),
        make("td", { className: "lcspr-c-do" }, button("Remove", `unrelate-${row.key}`, () => act("remove relation", { key: row.key, who: whoIs("relationships.csv", row) }), { "aria-label": `Remove: ${about}` })));
    });
    const pick = (key, options, words) => make("select", { "data-key": key, "data-was": key === "new-a" ? state.only : "" }, make("option", { value: "" }, words), ...options.map(([value, label]) => make("option", { value, selected: value === kit.of(key, key === "new-a" ? state.only : "") }, label)));
    const a = pick("new-a", people(), "who"), kind = pick("new-kind", kinds(), "is what"), b = pick("new-b", people(), "of whom"), from = kit.draft("new-from", { size: 10, title: DATES }), to = kit.draft("new-to", { size: 10, title: DATES });
    const add = () => act("add relation", { values: { a: a.value, kind: kind.value, b: b.value, from: from.value, to: to.value } }, [], ["new-a", "new-kind", "new-b", "new-from", "new-to"]);
    for (const [control, words] of [[a, "Who is related"], [kind, "How they are related"], [b, "To whom"]]) control.setAttribute("aria-label", words);
    return [make("div", { className: "lcspr-bar", role: "group", "aria-label": "A new relationship" }, a, kind, b, labelled("from", from), labelled("to", to), button("Add this relationship", "new-relation", add), make("span", { className: "lcspr-right" }, labelled("Show only those of", only))),
      table("Each change is kept in relationships.csv at once.", ["Who", "is", "of whom", "From", "To", "Notes", "Change"], rows)];
  }

  function notesList() {
    return [state.told.notes.length ? make("ul", {}, ...state.told.notes.map(([file, key, words], number) => make("li", {}, words + " ", key === null ? null : button("Go to the row", `note-${number}`, () => goTo(file, key))))) : make("p", {}, "Nothing contradicts itself.")];
  }
  function showAdded(file) { // a person's row is gone on with; of relationships several may follow
    const rows = file === "people.csv" ? state.told.people.filter((row) => !state.known.has(row.id)) : state.told.relations.slice(-1);
    const control = rows.length && panel.querySelector(`[data-key="${CSS.escape(`${file}|${rows[0].key}|${file === "people.csv" ? "born" : "from"}`)}"]`);
    if (!control) return;
    control.scrollIntoView({ block: "nearest" });
    if (file === "people.csv") control.focus();
  }
  function goTo(file, key) {
    const row = rowOf(file, key);
    if (file === "people.csv") { state.staff = state.staff || row.professional; open("people"); } else { state.only = ""; open("relations"); }
    const control = panel.querySelector(`[data-key^="${file}|${key}|"]`);
    if (control) { control.focus(); control.scrollIntoView({ block: "center" }); }
  }

  function filesPanel() {
    const file = make("input", { type: "file", accept: ".csv,.ged,.gdz,.ped,.fam,.pre", "data-key": "file", onchange: async () => {
      const chosen = file.files[0];
      if (chosen) act("bring in", { name: chosen.name }, [await chosen.arrayBuffer()]);
    } });
    const write = (words, to) => button(words, `out-${to}`, () => act("export", { to, day: state.day }));
    return [make("div", { className: "lcspr-bar" }, labelled("Add a family from a file (GEDCOM, CSV, PED)", file)),
      make("p", { className: "lcspr-facts" }, "Who is here already is kept; empty cells are filled in. It can be undone. The file itself is not changed."),
      make("div", { className: "lcspr-bar" }, write("Genogram as SVG", "svg"), write("Genogram as PNG", "png"), write("Family as GEDCOM (real names)", "ged")),
      make("p", { className: "lcspr-facts" }, "They are put into the case's folder exports. Drawings have pseudonyms and show the day chosen above. As CSV the family is people.csv and relationships.csv in the case folder, up to date after each change.")];
  }

  // ------------------------------------------------------------------ coming and going
  keepKeys(root);
  undoKeys(root, undo, redo);
  const unwatch = watchTab(flush, () => { if (state.told && !waiting) tell("refresh"); });
  const watcher = new ResizeObserver(size);
  watcher.observe(picture);
  const deaf = listen(model, root, hear);
  tell("start");
  return () => { flush(); watcher.disconnect(); unwatch(); kernel.heard(); deaf(); };
}

export default { render };
