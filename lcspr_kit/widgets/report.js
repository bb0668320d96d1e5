// The report: checklist, dates, the sections to write, and making a draft. What is typed goes to the kit with every
// key, which keeps it in narrative/; after a pause the kit says what the checks find. What it has not yet said to be
// kept stays in `unsaved` (this page's memory only), so that a kernel that was killed loses nothing that was typed.
// Case text is only ever put in as text (textContent or a control's value), never as HTML.

const REPORT_SECTIONS = { write: "Write", checks: "Checklist", dates: "Dates", draft: "Make a draft" };
const MARKS = { error: "✗ needed", warning: "! look at", advice: "· advice", off: "off", passed: "✓" };
const unsaved = (window.lcsprUnsaved ??= new Map()); // section -> its text, what the file said, and what was sent since: [step, text]
let reports = 0;

function render({ model, el }) {
  const page = `lcspr-r${++reports}`, PAUSE = 350;
  const state = { told: null, section: "write", part: null, base: "", real: false, timer: 0, theirs: null, mark: "todo", progress: null, rendered: null, audience: "working" };
  const problem = make("p", { className: "lcspr-problem", role: "alert" });
  const status = make("p", { className: "lcspr-status", role: "status", "aria-live": "polite" }, "Reading the case…");
  const again = make("button", { type: "button", onclick: () => { flush(); act("again"); } }, "Read again");
  const names = make("input", { type: "checkbox", onchange: switchNames }), warning = make("p", { className: "lcspr-real", hidden: true }, "REAL NAMES on this screen. They are never kept in the page, and no draft has them.");
  const tabs = Object.fromEntries(Object.entries(REPORT_SECTIONS).map(([key, words]) => [key, make("button", { type: "button", role: "tab", id: `${page}-tab-${key}`, "aria-controls": `${page}-panel`, onclick: () => show(key) }, words)]));
  const bar = make("div", { role: "tablist", className: "lcspr-tabs", "aria-label": "The report" }, ...Object.values(tabs)), panel = make("div", { role: "tabpanel", id: `${page}-panel`, tabIndex: 0 });
  const root = make("div", { className: "lcspr-page lcspr-report" }, make("div", { className: "lcspr-bar", role: "group", "aria-label": "The page" }, again, labelled("Real names on this screen", names), status), warning, problem, bar, panel);
  keepKeys(root);
  el.replaceChildren(root);

  // ------------------------------------------------------------------ the section that is open: its parts live as long as it does
  const choose = make("select", { onchange: () => { flush(); open(choose.value); } });
  const prompt = make("p", { className: "lcspr-prompt" }), area = make("textarea", { rows: 9, oninput: typing, onblur: () => flush(), spellcheck: true });
  const words = make("p", { className: "lcspr-facts" }), found = make("ul", { className: "lcspr-found", "aria-label": "What the checks say of this section" }), clash = make("section", { className: "lcspr-conflict", "aria-label": "Changed elsewhere", hidden: true });
  const shown = make("div", { className: "lcspr-shown", tabIndex: 0, role: "group", "aria-label": "How a draft names people" });
  const writing = [make("div", { className: "lcspr-bar" }, labelled("Section", choose)), prompt, clash, labelled("Your text (Markdown; names become pseudonyms in every draft)", area, true), words, make("h3", {}, "What the checks say"), found, make("h3", {}, "How a draft names people"), shown];

  const kernel = patience(problem);
  function send(kind, given = {}) {
    kernel.sent();
    const message = { kind, given, real: state.real }, whole = kind === "write" ? journal("report", message) : message;
    if (!post(model, whole)) status.textContent = "Not kept yet: the kit is starting again. What you type waits here.";
    return whole.step;
  }
  function act(kind, given = {}) { status.textContent = "Working…"; send(kind, given); }
  function open(name) { state.part = name; send("part", { name }); }
  function typing() {
    const { before = state.base, sent = [] } = unsaved.get(state.part) || {};
    unsaved.set(state.part, { text: area.value, before, sent });
    status.textContent = "Typing…";
    write(state.part, [before]); // what waits to be settled is kept aside
    clearTimeout(state.timer); state.timer = setTimeout(() => send("look", { name: state.part }), PAUSE);
  }
  function write(name, before) {
    const waiting = unsaved.get(name);
    waiting.sent.push([send("write", { name, text: waiting.text, before }), waiting.text]);
  }
  function flush(name = state.part) { // again, as it may not have been heard: the file may say anything that was sent
    const waiting = unsaved.get(name);
    if (waiting) write(name, [waiting.before, ...waiting.sent.map(([, text]) => text)]);
  }

  const late = whenLate("report", () => (state.part ? send("part", { name: state.part }) : send("start")));
  function hear(message) {
    kernel.heard();
    countOn(message);
    if (message.kind === "late") { late(); return; }
    if (message.kind === "trouble") { problem.textContent = message.error; status.textContent = "Not done."; if (message.did === "write") setTimeout(() => flush(message.name), 3000); return; }
    problem.textContent = "";
    if (message.kind === "said") { status.textContent = message.words; return; }
    if (message.kind === "progress") { state.progress = message; state.rendered = null; status.textContent = `${message.what}…`; if (state.section === "draft") draw(); return; }
    if (message.kind === "rendered") { state.progress = null; state.rendered = message; state.told.drafts = message.drafts; status.textContent = message.draft ? `Draft ${message.draft} is made.` : "No draft was made."; draw(); return; }
    if (message.kind === "part") { showPart(message); return; }
    if (message.kind === "kept") { kept(message); return; }
    if (message.kind === "looked") { if (message.name === state.part) look(message); return; }
    state.told = message;
    status.textContent = message.did === "again" ? "Read again." : "";
    if (message.rendering && !state.progress) state.progress = { done: 0, of: 6, what: "A draft is being made" };
    choose.replaceChildren(...message.parts.map((part) => make("option", { value: part.name }, `${part.written ? "✓" : "…"} ${part.title}`)));
    draw();
    if (message.did === "start") for (const name of unsaved.keys()) if (name !== state.part) flush(name); // what an earlier kernel did not keep
    const first = [...unsaved.keys()].find((name) => message.parts.some((part) => part.name === name));
    open(state.part || first || (message.parts.find((part) => !part.written) || message.parts[0])?.name);
  }
  function showPart(message) {
    if (message.name !== state.part) return;
    choose.value = message.name; prompt.textContent = `What belongs here: ${message.prompt}`;
    state.base = message.text; state.theirs = null;
    const waiting = unsaved.get(message.name);
    if (document.activeElement !== area || !waiting) { area.value = waiting ? waiting.text : message.text; }
    area.dataset.part = message.name;
    look(message);
    if (message.mine !== null && !waiting) conflict(message.mine, message.text); else conflict(null);
    if (waiting) flush();
  }
  function kept(message) {
    const waiting = unsaved.get(message.name), at = waiting ? waiting.sent.findIndex(([step]) => step === message.step) : -1;
    if (message.theirs !== null) { if (message.name === state.part && waiting && state.theirs !== message.theirs) { state.theirs = message.theirs; status.textContent = "Not kept: changed elsewhere."; conflict(waiting.text, message.theirs); } return; }
    if (at < 0) return;
    const text = (waiting.before = waiting.sent[at][1]);
    waiting.sent = waiting.sent.slice(at + 1);
    if (waiting.text === text) unsaved.delete(message.name);
    if (message.name !== state.part) return;
    state.base = text; conflict(null);
    status.textContent = unsaved.has(message.name) ? "Typing…" : `Kept in narrative/${message.name}.md.`;
    const option = [...choose.options].find((one) => one.value === message.name), part = state.told.parts.find((one) => one.name === message.name);
    part.written = !!text.trim(); option.textContent = `${part.written ? "✓" : "…"} ${part.title}`;
  }
  function look(message) {
    words.textContent = `${message.words} words`;
    found.replaceChildren(...(message.findings.length ? message.findings.map((one) => make("li", { className: `lcspr-${one.severity}` }, one.message)) : [make("li", {}, message.words ? "Nothing." : "Nothing is written yet.")]));
    shown.textContent = message.shown;
  }
  function conflict(mine, theirs) {
    clash.hidden = mine === null;
    if (mine === null) { clash.replaceChildren(); return; }
    const hers = () => unsaved.get(state.part)?.text ?? mine, take = (text) => { state.theirs = null; state.base = theirs; area.value = text; unsaved.set(state.part, { text, before: theirs, sent: [] }); flush(); send("look", { name: state.part }); };
    const side = (heading, text) => make("div", {}, make("h3", {}, heading), make("pre", { tabIndex: 0 }, text));
    clash.replaceChildren(make("h2", {}, "This section was changed elsewhere while you worked"), make("p", {}, "Nothing is lost: both are here, and yours is kept in the folder .lcspr until you choose."), make("div", { className: "lcspr-two" }, side("Yours", mine), side("In the file now", theirs)),
      make("div", { className: "lcspr-bar" }, make("button", { type: "button", onclick: () => take(hers()) }, "Keep yours"), make("button", { type: "button", onclick: () => take(theirs) }, "Keep what is in the file"), make("button", { type: "button", onclick: () => take(`${theirs.trimEnd()}\n\n${hers()}`) }, "Keep both, one below the other")));
  }
  function switchNames() {
    state.real = names.checked; warning.hidden = !state.real; root.classList.toggle("lcspr-is-real", state.real);
    flush(); if (state.part) open(state.part);
  }

  // ------------------------------------------------------------------ sections of the page
  function show(key) { flush(); if (state.section !== key) { state.section = key; draw(); if (key === "checks") act("again"); } }
  bar.addEventListener("keydown", (event) => {
    const keys = Object.keys(REPORT_SECTIONS), at = keys.indexOf(state.section);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: keys.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault(); show(keys[(to + keys.length) % keys.length]); tabs[state.section].focus();
  });
  function draw() {
    if (!state.told) return;
    for (const [name, tab] of Object.entries(tabs)) { tab.setAttribute("aria-selected", name === state.section); tab.tabIndex = name === state.section ? 0 : -1; }
    const missing = state.told.checks.filter((one) => one.mark === "error" || one.mark === "warning").length;
    tabs.checks.textContent = `Checklist (${missing} to do)`;
    panel.setAttribute("aria-labelledby", `${page}-tab-${state.section}`);
    const focused = root.contains(document.activeElement) ? document.activeElement : null, key = focused?.dataset.key;
    if (state.section !== "write" || !panel.contains(area)) panel.replaceChildren(...{ write: () => [make("h2", {}, "Write"), ...writing], checks, dates, draft }[state.section]());
    const back = key && panel.querySelector(`[data-key="${key}"]`);
    if (back) back.focus({ preventScroll: true });
  }
  function checks() {
    const all = state.told.checks, wanted = { todo: (one) => !["passed", "off"].includes(one.mark), passed: (one) => one.mark === "passed", all: () => true }[state.mark];
    const select = make("select", { "data-key": "mark", onchange: () => { state.mark = select.value; draw(); } }, make("option", { value: "todo" }, "What is to do"), make("option", { value: "passed" }, "What passes"), make("option", { value: "all" }, "All"));
    select.value = state.mark;
    return [make("h2", {}, "Checklist"), make("div", { className: "lcspr-bar" }, labelled("Show", select), make("span", {}, `${all.filter((one) => one.mark === "passed").length} of ${all.length} pass`)),
      make("table", {}, make("caption", {}, "Against the guidance; each line says on whose word."), make("thead", {}, make("tr", {}, ...["Mark", "What is looked at", "What to do", "Basis"].map((words) => make("th", { scope: "col" }, words)))),
        make("tbody", {}, ...all.filter(wanted).map((one) => make("tr", { className: `lcspr-${one.mark}` }, make("td", {}, MARKS[one.mark]), make("td", {}, one.asks), make("td", {}, one.todo.length > 1 ? list(one.todo) : one.todo[0] || ""), make("td", {}, make("small", {}, one.by))))))];
  }
  function dates() {
    return [make("h2", {}, "Dates that count"), make("table", {}, make("caption", {}, "Working days are England's."), make("thead", {}, make("tr", {}, ...["Date", "What", "Left", "Basis"].map((words) => make("th", { scope: "col" }, words)))),
      make("tbody", {}, ...state.told.dates.map((one) => make("tr", { className: one.late ? "lcspr-late" : "" }, make("th", { scope: "row" }, one.day), make("td", {}, one.what), make("td", {}, one.left), make("td", {}, make("small", {}, one.basis))))))];
  }
  function draft() {
    const { drafts, audiences } = state.told, going = state.progress, done = state.rendered;
    const whom = make("select", { "data-key": "whom", onchange: () => { state.audience = whom.value; } }, ...Object.entries(audiences).map(([value, words]) => make("option", { value }, words)));
    whom.value = state.audience;
    const names_ = { "report.docx": "Word", "report.html": "Page", "report.pdf": "PDF", "chronology.xlsx": "Chronology" };
    return [make("h2", {}, "Make a draft"), make("p", {}, "A draft takes in all that is decided and written, with pseudonyms throughout. No earlier draft is ever changed."),
      make("div", { className: "lcspr-bar" }, labelled("For whom", whom), make("button", { type: "button", "data-key": "render", disabled: !!going, onclick: () => { flush(); act("render", { audience: whom.value }); } }, "Make a draft")),
      going ? make("div", {}, make("progress", { max: going.of, value: going.done, "aria-label": "Making a draft" }), make("span", {}, ` ${going.what} (step ${Math.min(going.done + 1, going.of)} of ${going.of})`)) : null,
      done ? make("p", { className: done.draft && !done.failed.length ? "lcspr-good" : "lcspr-problem" }, done.draft ? `Draft ${done.draft} was made in ${Math.round(done.seconds)} seconds.${done.failed.length ? ` These sections failed: ${done.failed.join(", ")}.` : ""}` : [done.reason, ...done.problems.slice(1)].join(" ")) : null,
      make("h2", {}, `Drafts (${drafts.length})`), drafts.length ? make("ul", { className: "lcspr-drafts" }, ...drafts.map((one) => make("li", {}, `drafts/${one.name} `, ...one.files.map((file) => make("button", { type: "button", "data-key": `open-${one.name}-${file.replace(".", "-")}`, "aria-label": `Open ${names_[file]} of draft ${one.name}`, onclick: () => act("open", { draft: one.name, name: file }) }, `Open ${names_[file]}`))))) : make("p", {}, "There is none yet."),
    ].filter((part) => part !== null);
  }

  const leaving = () => flush();
  window.addEventListener("pagehide", leaving);
  document.addEventListener("visibilitychange", leaving);
  const deaf = listen(model, root, hear);
  send("start");
  return () => { flush(); window.removeEventListener("pagehide", leaving); document.removeEventListener("visibilitychange", leaving); kernel.heard(); deaf(); };
}

export default { render };
