// What arrived: files and their columns, rows in quarantine, links, names. What the author chooses is sent to the
// kit, which keeps it and answers; what a choice does is worked out in mending.py and in lcspr_kit.chronology.
// Case text is only ever put in as text (textContent or a control's value), never as HTML.

const SECTIONS = { files: "Files and columns", rows: "Quarantine", links: "Links", differences: "Discrepancies", names: "Names to file" };
const BANDS = { strong: "Probably one event", possible: "Perhaps one event", decided: "Decided" };
const LOOKS = { open: "To look at", ask: "To ask about", "set aside": "Set aside" };
let intakes = 0;

function render({ model, el }) {
  const page = `lcspr-i${++intakes}`;
  const state = { told: null, section: "files", file: null, previews: {}, band: "strong", at: 0, look: "open", turned: 0, real: false };
  const problem = make("p", { className: "lcspr-problem", role: "alert" });
  const status = make("p", { className: "lcspr-status", role: "status", "aria-live": "polite" }, "Reading the files…");
  const undo = make("button", { type: "button", disabled: true, onclick: () => act("undo", { desk: desk() }) }, "Undo");
  const redo = make("button", { type: "button", disabled: true, onclick: () => act("redo", { desk: desk() }) }, "Redo");
  const again = make("button", { type: "button", onclick: () => { state.previews = {}; ask_("again"); } }, "Read again");
  const names = make("input", { type: "checkbox", onchange: switchNames }), warning = make("p", { className: "lcspr-real", hidden: true }, "REAL NAMES on this screen. They are never kept in the page.");
  const conflict = make("section", { className: "lcspr-conflict", "aria-label": "Changed elsewhere", hidden: true });
  const tabs = Object.fromEntries(Object.entries(SECTIONS).map(([key, words]) => [key, make("button", { type: "button", role: "tab", id: `${page}-tab-${key}`, "aria-controls": `${page}-panel`, "data-key": `tab-${key}`, onclick: () => show(key) }, words)]));
  const bar = make("div", { role: "tablist", className: "lcspr-tabs", "aria-label": "What arrived" }, ...Object.values(tabs));
  const panel = make("div", { role: "tabpanel", id: `${page}-panel`, tabIndex: 0 });
  const root = make("div", { className: "lcspr-page lcspr-intake" },
    make("div", { className: "lcspr-top" }, make("div", { className: "lcspr-bar", role: "group", "aria-label": "Changes" }, undo, redo, again, labelled("Real names on this screen", names), status), warning, problem), conflict, bar, panel);
  keepKeys(root); undoKeys(root, undo, redo);
  el.replaceChildren(root);
  const desk = () => ({ files: "columns", rows: "rows", links: "links", differences: "differences", names: "names" })[state.section] || "columns";

  // ------------------------------------------------------------------ telling the kit, and hearing it
  const kit = connect("intake", model, root, () => ask_("start")), kernel = patience(problem);
  const send = (kind, given = {}) => kit.ask({ kind, given, real: state.real });
  function ask_(kind) { status.textContent = send(kind) ? "Working…" : WAITS; }
  function act(kind, given = {}, uses) { kernel.sent(); status.textContent = kit.step({ kind, given, real: state.real }, uses) ? "Working…" : WAITS; }

  function hear(message) {
    kernel.heard();
    if (!kit.hear(message)) return;
    if (message.kind === "trouble") { problem.textContent = message.error; status.textContent = "Not done."; return; }
    if (message.kind === "preview") { state.previews[message.file] = message.parts; if (state.section === "files") draw(); return; }
    if (message.kind === "links") { state.links = message; state.at = message.page; if (state.section === "links") draw(); settle(); return; }
    if (message.kind === "differences") { state.differences = message; state.turned = message.page; if (state.section === "differences") draw(); settle(); return; }
    if (message.kind === "names") { state.names = message; if (state.section === "names") draw(); settle(); return; }
    state.told = message;
    problem.textContent = message.error || "";
    if (state.file && ["map", "undo", "redo", "settle", "again", "start"].includes(message.did)) { if (message.files.some((one) => one.file === state.file)) send("preview", { file: state.file }); else state.file = null; }
    state.links = state.differences = state.names = null;
    const kept = { map: "Kept in mapping.yml; the file was read again.", mend: "Kept in repairs.yml.", unmend: "Kept in repairs.yml.", link: "Kept in links.yml.", look: "Kept in discrepancies.yml.", name: "Filed.", undo: "Taken back.", redo: "Done again.", settle: "Settled.", again: "Read again." };
    status.textContent = message.error ? "Not done." : Object.values(message.desks).some((one) => one.conflict) ? "Not kept: changed elsewhere." : kept[message.did] || `${message.events} events.`;
    draw();
  }
  const settle = () => { if (["Looking…", "Working…"].includes(status.textContent)) status.textContent = ""; };
  function switchNames() {
    state.real = names.checked; warning.hidden = !state.real; root.classList.toggle("lcspr-is-real", state.real);
    state.previews = {}; ask_("start");
  }

  // ------------------------------------------------------------------ sections
  function show(key) { state.section = key; draw(); }
  bar.addEventListener("keydown", (event) => {
    const keys = Object.keys(SECTIONS), at = keys.indexOf(state.section);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: keys.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault(); show(keys[(to + keys.length) % keys.length]); tabs[state.section].focus();
  });
  function draw() {
    if (!state.told) return;
    const focused = document.activeElement, key = root.contains(focused) ? focused.dataset.key : null;
    const putBack = caretIn(key && focused);
    const { told } = state, here = told.desks[desk()], broken = told.files.filter((one) => one.refused.length || one.unsure.length).length;
    undo.disabled = !here.undo; redo.disabled = !here.redo;
    showConflict(conflict, `${here.file} was`, here.conflict, (how) => act("settle", { desk: desk(), how }));
    const counts = { files: broken ? ` (${broken} to look at)` : "", rows: ` (${told.quarantined.length})`, links: "", differences: "", names: "" };
    for (const [name, tab] of Object.entries(tabs)) {
      tab.textContent = SECTIONS[name] + counts[name];
      tab.setAttribute("aria-selected", name === state.section); tab.tabIndex = name === state.section ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", `${page}-tab-${state.section}`);
    panel.replaceChildren(...{ files, rows, links, differences, names: strangers }[state.section]());
    const back = key && root.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (back) { back.focus({ preventScroll: true }); putBack(back); }
    else if (key && root.isConnected) panel.focus({ preventScroll: true });
  }

  // ------------------------------------------------------------------ files and columns
  function files() {
    const { told } = state, shown = make("tbody", {}, ...told.files.flatMap((one) => fileRows(one)));
    return [make("h2", {}, "Files"), ...told.problems.map((words) => make("p", { className: "lcspr-problem" }, words)),
      make("table", {}, make("caption", {}, "Each row of each file is an event, in quarantine, or a heading or blank row. Open a file to see its first rows and say which column is which."),
        make("thead", {}, make("tr", {}, ...["File", "Agency", "Rows", "Events", "Quarantined", "Headings, blank", "Columns"].map((words) => make("th", { scope: "col" }, words)))), shown)];
  }
  function fileRows(one) {
    const open = state.file === one.file, button = make("button", { type: "button", "data-key": `file-${one.file}`, "aria-expanded": open, onclick: () => { state.file = open ? null : one.file; if (state.file) send("preview", { file: one.file }); draw(); } }, `${open ? "▾" : "▸"} ${one.file}`);
    const parts = one.parts.length ? one.parts : [null];
    const rows = parts.map((part, number) => make("tr", {}, make("th", { scope: "row" }, number ? "" : button, part && part.sheet ? make("small", {}, ` ${part.sheet}`) : ""),
      ...(part ? [part.agency, part.rows, part.events, part.quarantined, part.skipped] : ["", "", "", "", ""]).map((cell) => make("td", {}, `${cell}`)),
      make("td", {}, one.refused.length ? "Not read" : one.unsure.length && !number ? "A guess: look" : part ? (part.columns ? `${part.columns} known` : "Set aside") : "")));
    const more = [];
    for (const words of [...one.refused, ...(open ? one.unsure : [])]) more.push(make("tr", {}, make("td", { colSpan: 7, className: "lcspr-problem" }, words)));
    if (open) more.push(make("tr", {}, make("td", { colSpan: 7 }, ...(state.previews[one.file] ? state.previews[one.file].map((part) => preview(one.file, part)) : [make("p", {}, "Reading…")]))));
    return [...rows, ...more];
  }
  function preview(file, part) {
    const { labels, agencies } = state.told, id = `${file}-${part.sheet}`, say = (given, ...uses) => act("map", { file, sheet: part.sheet, ...given }, uses);
    const choose = (field, column) => {
      const select = make("select", { "data-key": `col-${column}-${id}`, "aria-label": `What column '${part.headings[column]}' is`, className: part.unsure.includes(field) ? "lcspr-guess" : "", onchange: () => {
        const fields = part.fields.map((was, other) => (other === column ? select.value : was === select.value ? "" : was));
        part.fields = fields; // the next choice goes on from this one, whether or not the kit has answered
        say({ fields });
      } }, make("option", { value: "" }, "(kept as it is)"), ...Object.entries(labels).map(([value, words]) => make("option", { value }, words)));
      select.value = field;
      return make("td", {}, select);
    };
    const agency = kit.draft(`agency-${id}`, { list: `${page}-agencies`, placeholder: "as found", onchange: () => say({ agency: agency.value }, `agency-${id}`) }, part.agency);
    const order = make("select", { "data-key": `order-${id}`, onchange: () => say({ date_order: order.value }) }, make("option", { value: "" }, "as found"), make("option", { value: "dmy" }, "day first (03/04 is 3 April)"), make("option", { value: "mdy" }, "month first (03/04 is 4 March)"));
    order.value = part.date_order;
    const row = kit.draft(`row-${id}`, { type: "number", min: 1, placeholder: part.heading_row ?? "", onchange: () => say({ heading_row: row.value ? Number(row.value) : null }, `row-${id}`) }, `${part.chosen_row ?? ""}`);
    const skip = make("input", { type: "checkbox", checked: part.skip, "data-key": `skip-${id}`, onchange: () => say({ skip: skip.checked }) });
    return make("section", { className: "lcspr-preview", "aria-label": `${file} ${part.sheet}`.trim() },
      part.sheet ? make("h3", {}, part.sheet) : null,
      make("div", { className: "lcspr-bar" }, labelled("Agency", agency), labelled("Dates", order), labelled("Headings are in row", row), labelled("This part is no chronology", skip),
        part.unsure.length ? make("button", { type: "button", "data-key": `right-${id}`, onclick: () => say({ fields: part.fields }) }, "These columns are right") : null),
      make("datalist", { id: `${page}-agencies` }, ...agencies.map((name) => make("option", { value: name }))),
      make("div", { className: "lcspr-scroll", tabIndex: 0, role: "group", "aria-label": `First rows of ${file}` }, make("table", {}, make("caption", {}, "First rows, as they stand in the file. Choose above each column what it is."),
        make("thead", {}, make("tr", {}, make("td", {}, ""), ...part.fields.map(choose)), make("tr", {}, make("th", { scope: "col" }, "Row"), ...part.headings.map((words) => make("th", { scope: "col" }, words)))),
        make("tbody", {}, ...part.rows.map(([number, cells]) => make("tr", {}, make("th", { scope: "row" }, `${number}`), ...part.headings.map((_, column) => make("td", {}, cells[column] || "")))))) ));
  }

  // ------------------------------------------------------------------ quarantine
  function rows() {
    const { quarantined, repaired } = state.told;
    return [make("h2", {}, `In quarantine (${quarantined.length})`), quarantined.length ? make("p", {}, "These rows could not be taken in. Mend one here with your reason: the agency's file is never changed, and the event says that you mended it.") : make("p", {}, "Every row was taken in."),
      ...quarantined.slice(0, 100).map(mendable),
      quarantined.length > 100 ? make("p", {}, `And ${quarantined.length - 100} more: mend these first, or look whether a column or the date order is wrong.`) : "",
      make("h2", {}, `Mended by you (${repaired.length})`), ...repaired.map((one, number) => make("p", { className: "lcspr-card" }, make("strong", {}, `${one.where}: `), one.words, one.fits ? "" : " (fits no row of the export any more)", " ",
        make("button", { type: "button", "data-key": `unmend-${number}`, "aria-label": `Take back the repair of ${one.where}`, onclick: () => act("unmend", { number, where: one.where }) }, "Take back")))];
  }
  function mendable(one) {
    const guess = one.reason.includes("text") && !one.reason.includes("date '") ? "event" : "date", uses = ["what", "value", "reason"].map((part) => `${part}-${one.where}`);
    const what = make("select", { "data-key": uses[0], "data-was": guess, onchange: () => { value.disabled = what.value === "skip"; } }, make("option", { value: "date" }, "The date is"), make("option", { value: "event" }, "What happened is"), make("option", { value: "skip" }, "It is no event"));
    what.value = kit.of(uses[0], guess);
    const value = kit.draft(uses[1], { disabled: what.value === "skip", "aria-label": `What to mend ${one.where} with` }), reason = kit.draft(uses[2]);
    const go = () => act("mend", { place: one.place, where: one.where, what: what.value, value: value.value, reason: reason.value }, uses);
    for (const box of [value, reason]) box.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); go(); } });
    return make("article", { className: "lcspr-card", "aria-label": one.where }, make("h3", {}, one.where), make("p", {}, one.reason), make("p", { className: "lcspr-said" }, one.text),
      make("div", { className: "lcspr-bar" }, labelled("Mend", what), value, labelled("because", reason), make("button", { type: "button", "data-key": `mend-${one.where}`, "aria-label": `Mend ${one.where}`, onclick: go }, "Mend")));
  }

  // ------------------------------------------------------------------ links
  function links() {
    if (!state.links) { ask(); return [make("p", {}, "Looking for records of one event…")]; }
    const { counts, pairs, pages } = state.links;
    const choose = Object.entries(BANDS).map(([band, words]) => make("button", { type: "button", "aria-pressed": band === state.band, "data-key": `band-${band}`, onclick: () => { state.band = band; state.at = 0; ask(); } }, `${words} (${counts[band]})`));
    const turn = turning(state.at, pages, (at) => { state.at = at; ask(); });
    return [make("h2", {}, "Records of one event"), make("div", { className: "lcspr-bar", role: "group", "aria-label": "Which links" }, ...choose),
      make("p", {}, "Records of two agencies that may be of one event. Both always stay in the chronology; a link only says that they belong together."),
      ...pairs.map(pairCard), pairs.length ? turn : make("p", {}, "None.")];
  }
  function turning(at, pages, go) {
    if (pages < 2) return "";
    return make("div", { className: "lcspr-bar" }, make("button", { type: "button", disabled: !at, "data-key": "page-back", onclick: () => go(at - 1) }, "Earlier"), make("span", {}, `Page ${at + 1} of ${pages}`),
      make("button", { type: "button", disabled: at + 1 >= pages, "data-key": "page-on", onclick: () => go(at + 1) }, "Later"));
  }
  const sidesOf = (sides) => make("div", { className: "lcspr-two" }, ...sides.map((side) => make("div", {}, make("h3", {}, side.agency), make("p", { className: "lcspr-said" }, side.says), make("small", {}, side.source))));
  function ask() { status.textContent = "Looking…"; send("links", { band: state.band, page: state.at }); }
  function pairCard(one) {
    const key = `${one.a}-${one.b}`, about = `${one.sides[0].agency} and ${one.sides[1].agency}, ${one.sides[0].says.slice(0, 10)}`;
    const note = kit.draft(`note-${key}`, {}, one.note || "");
    const button = (how, words) => make("button", { type: "button", "data-key": `${how}-${key}`, "aria-label": `${words}: ${about}`, onclick: () => act("link", { a: one.a, b: one.b, how, note: note.value }, [`note-${key}`]) }, words);
    return make("article", { className: "lcspr-card", "aria-label": about, "data-pair": key }, make("p", { className: "lcspr-facts" }, one.why || `${one.status}${one.note ? `: ${one.note}` : ""}`),
      sidesOf(one.sides),
      one.unlike.length ? make("div", {}, make("strong", {}, "They differ:"), list(one.unlike)) : null,
      make("div", { className: "lcspr-bar" }, one.status === "accepted" ? null : button("accepted", "One event"), one.status === "refused" ? null : button("refused", "Two events"), one.status ? button("open", "Leave open") : null, labelled("Note", note)));
  }

  // ------------------------------------------------------------------ discrepancies
  function look() { status.textContent = "Looking…"; send("differences", { band: state.look, page: state.turned }); }
  function differences() {
    if (!state.differences) { look(); return [make("p", {}, "Looking where records differ…")]; }
    const { counts, cards, pages } = state.differences;
    const choose = Object.entries(LOOKS).map(([band, words]) => make("button", { type: "button", "aria-pressed": band === state.look, "data-key": `look-${band}`, onclick: () => { state.look = band; state.turned = 0; look(); } }, `${words} (${counts[band]})`));
    return [make("h2", {}, "Where agencies' records differ"), make("div", { className: "lcspr-bar", role: "group", "aria-label": "Which discrepancies" }, ...choose),
      make("p", {}, "Records of one event that tell it differently, and information that one agency says it gave and the other has no record of. Not recorded is not the same as not done. The letters to the agencies (lcspr requests) ask about each, but for those that you set aside."),
      ...cards.map(lookCard), cards.length ? turning(state.turned, pages, (at) => { state.turned = at; look(); }) : make("p", {}, "None.")];
  }
  function lookCard(one) {
    const key = `${one.about}-${one.a}-${one.b}`, about = one.sides.length ? `${one.sides[0].agency} and ${one.sides[1].agency}, ${one.sides[0].says.slice(0, 10)}` : `${one.a} and ${one.b}`;
    const note = kit.draft(`look-note-${key}`, {}, one.note);
    const button = (how, words) => make("button", { type: "button", "data-key": `${how}-${key}`, "aria-label": `${words}: ${one.about}, ${about}`, onclick: () => act("look", { about: one.about, a: one.a, b: one.b, how, note: note.value }, [`look-note-${key}`]) }, words);
    return make("article", { className: "lcspr-card", "aria-label": `${one.about}: ${about}`, "data-look": key }, make("p", {}, make("strong", {}, one.what)), one.sides.length ? sidesOf(one.sides.filter((side) => side.says || side.agency)) : null,
      make("div", { className: "lcspr-bar" }, one.status === "ask" ? null : button("ask", "Ask about it"), one.status === "set aside" ? null : button("set aside", "Set aside"), one.status ? button("open", "Leave open") : null, labelled("Note", note)));
  }

  // ------------------------------------------------------------------ names
  function strangers() {
    if (!state.names) { status.textContent = "Looking…"; send("names"); return [make("p", {}, "Looking for names…")]; }
    const { names: found, more } = state.names;
    return [make("h2", {}, `Names that nobody has filed (${found.length + more})`), make("p", {}, "These may be REAL NAMES of people and places. None is protected by a pseudonym until you file it: a person goes into people.csv, a place into places.csv."),
      ...found.map(nameCard), more ? make("p", {}, `And ${more} more, when these are filed.`) : ""];
  }
  function nameCard(one) {
    const key = one.text, file = (how) => act("name", { text: one.text, how });
    const button = (how, words) => make("button", { type: "button", className: how === one.guess ? "lcspr-likely" : "", "data-key": `${how}-${key}`, "aria-label": `${one.text}: ${words}`, onclick: () => file(how) }, words);
    const other = make("select", { "data-key": `alias-${key}`, onchange: () => { if (other.value) file(`alias:${other.value}`); } }, make("option", { value: "" }, "choose…"), ...state.told.people.map(([id, words]) => make("option", { value: id }, `${words} (${id})`)));
    return make("article", { className: "lcspr-card", "aria-label": one.text }, make("h3", {}, `${one.text} (${one.count}×)`), ...one.contexts.map((words) => make("p", { className: "lcspr-said" }, `… ${words} …`)),
      make("div", { className: "lcspr-bar" }, button("person", "A person"), button("place", "A place"), button("neither", "Not a name to protect"), labelled("Another name of", other)));
  }

  const deaf = listen(model, root, hear);
  send("start");
  return () => { kernel.heard(); deaf(); };
}

export default { render };
