// The explorer's page: shows what the kit answers, and asks it again when the author changes something.
// Which events meet a filter and where they stand in time is worked out in explorer.py, not here.
// Case text is only ever put in as text (textContent), never as HTML.

const ROW = 25, STRIP = 30, AXIS = 17, NAMES = 190, NEAR = 10, EPOCH = 719163;
let pages = 0;

function draw(tag, attributes = {}, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

const isoDay = (ordinal) => new Date((ordinal - EPOCH) * 86400000).toISOString().slice(0, 10);
const ordinalOf = (iso) => (iso ? Math.round(Date.parse(iso + "T00:00:00Z") / 86400000) + EPOCH : null);

function outline(shape, x, y, size) {
  const r = size / 2;
  const points = {
    square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
    triangle: [[0, -1], [1, 0.8], [-1, 0.8]],
    diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
    star: [...Array(10)].map((_, i) => [Math.sin((i * Math.PI) / 5) * (i % 2 ? 0.42 : 1), -Math.cos((i * Math.PI) / 5) * (i % 2 ? 0.42 : 1)]),
  }[shape];
  return points.map(([dx, dy]) => `${(x + dx * r).toFixed(1)},${(y + dy * r).toFixed(1)}`).join(" ");
}

function render({ model, el }) {
  const page = `lcspr-x${++pages}`;
  const state = { rows: null, found: new Int32Array(0), window: null, zoomed: false, selected: -1, aligned: null, real: false, told: null };
  const chosen = { agencies: new Set(), people: new Set(), families: new Set() };
  const drops = [];
  let asked = 0, waiting = null, busy = false, sentAt = 0, marks = [], spans = [], lastFocus = null;

  // ------------------------------------------------------------------ the parts of the page
  const text = make("input", { type: "search", placeholder: "words in any order", oninput: () => later() });
  const seen = make("select", { onchange: look }, ...[["", "any"], ["yes", "seen"], ["no", "not seen"], ["none", "not recorded"]].map(([value, words]) => make("option", { value }, words)));
  const episode = make("select", { onchange: look });
  const uncertain = make("input", { type: "checkbox", onchange: look });
  const linked = make("input", { type: "checkbox", onchange: look });
  const from = make("input", { type: "date", onchange: typed });
  const to = make("input", { type: "date", onchange: typed });
  const sort = make("select", { onchange: look }, make("option", { value: "date" }, "date"), make("option", { value: "weight" }, "weight, heaviest first"));
  const names = make("input", { type: "checkbox", onchange: switchNames });
  const views = make("select", { onchange: openView });
  const viewName = make("input", { type: "text", maxLength: 80, placeholder: "name of this view", "data-key": "view-name", "data-was": "" });
  const lists = {};
  for (const [key, words] of [["agencies", "Agency"], ["people", "Person"], ["families", "Indicator"]]) {
    lists[key] = { words, summary: make("summary", {}, `${words}: all`), body: make("div", { className: "lcspr-choices", role: "group", "aria-label": words }) };
    lists[key].details = make("details", { className: "lcspr-drop" }, lists[key].summary, lists[key].body);
    drops.push(lists[key].details);
  }
  const button = (words, action, title = "") => make("button", { type: "button", onclick: action, title }, words);
  const drop = (words, ...children) => { const details = make("details", { className: "lcspr-drop" }, make("summary", {}, words), make("div", { className: "lcspr-choices", role: "group", "aria-label": words }, ...children)); drops.push(details); return details; };
  const keyed = make("div", { className: "lcspr-symbols" });
  const filters = make("form", { className: "lcspr-filters", "aria-label": "Filters", onsubmit: (e) => { e.preventDefault(); look(); } },
    labelled("Search", text), lists.agencies.details, lists.people.details, lists.families.details, labelled("Child", seen), labelled("Episode", episode),
    labelled("Date uncertain", uncertain), labelled("Linked", linked), labelled("From", from), labelled("To", to), labelled("Sort by", sort), button("Clear all", clear),
    drop("Views and export", labelled("View", views), labelled("Name", viewName), make("div", { className: "lcspr-tools" }, button("Keep view", saveView), button("Take view out", () => ask("forget", { name: views.value }))),
      button("Export to Excel", () => ask("export", question()), "What is shown now, with pseudonyms, as a workbook in the case's folder exports")));
  const warning = make("p", { className: "lcspr-real", hidden: true }, "REAL NAMES: for your own eyes. Nothing shown here is kept when the notebook is saved.");
  const status = make("span", { className: "lcspr-status", role: "status", "aria-live": "polite" }, "Reading the case…");
  const problem = make("p", { className: "lcspr-problem", role: "alert" });

  const strip = draw("svg", { class: "lcspr-strip", height: STRIP, "aria-hidden": "true" });
  const chart = draw("svg", { class: "lcspr-chart", tabindex: 0, role: "application", "aria-roledescription": "timeline", "aria-label": "Timeline of all agencies", "aria-describedby": `${page}-keys` });
  const aligner = button("Align on this event", () => { if (state.aligned) { state.aligned = null; look(); } else align(); }, "Count days before and after the event chosen");
  const tools = make("div", { className: "lcspr-tools", role: "group", "aria-label": "Time shown" },
    button("◀", () => pan(-0.25), "Earlier"), button("▶", () => pan(0.25), "Later"), button("+", () => zoom(0.5), "Zoom in"), button("−", () => zoom(2), "Zoom out"), button("Whole", whole, "The whole period of the review"),
    aligner, status,
    make("span", { className: "lcspr-right" }, drop("Keys", make("div", { className: "lcspr-keys", id: `${page}-keys` },
      "In the timeline: ← → move, + − zoom, 0 whole period, Page Up and Down go from event to event, A align, Enter read. In the table: ↑ ↓ Page Up and Down, Home, End, A align, Enter read. Esc comes back from reading. Drag the strip to choose a stretch of time; drag the timeline to move it; Ctrl and the wheel zoom. Click a count or column to zoom in on it, an episode's name to see only its events."), keyed),
      labelled("Real names on this screen", names)));
  const [earlier, laterButton, nearer, farther] = tools.querySelectorAll("button");
  for (const [b, words] of [[earlier, "Earlier"], [laterButton, "Later"], [nearer, "Zoom in"], [farther, "Zoom out"]]) b.setAttribute("aria-label", words);
  const hint = make("div", { className: "lcspr-hint", hidden: true, "aria-hidden": "true" });

  const columns = make("div", { className: "lcspr-row lcspr-head", role: "row", "aria-rowindex": 1 });
  const inner = make("div", { className: "lcspr-inner", role: "rowgroup" });
  const table = make("div", { className: "lcspr-table", role: "grid", tabIndex: 0, "aria-label": "Events", onscroll: () => requestAnimationFrame(fillTable) }, make("div", { role: "rowgroup", className: "lcspr-heads" }, columns), inner);
  const inSight = () => Math.max(ROW, table.clientHeight - ROW);
  const reading = make("section", { className: "lcspr-reading", tabIndex: 0, "aria-label": "The event in full" }, make("p", {}, "Choose an event to read it with its source."));
  const root = make("div", { className: "lcspr-explore" },
    filters, warning, tools, problem, strip, make("div", { className: "lcspr-time" }, chart, hint), make("div", { className: "lcspr-below" }, table, reading));
  el.replaceChildren(root);

  // ------------------------------------------------------------------ asking and hearing
  const kit = connect("explorer", model, root, () => ask("start"));
  const kernel = patience(root);
  function ask(kind, more = {}) {
    kernel.sent();
    const whole = { kind, request: ++asked, real: state.real, ...more };
    if (["save", "forget", "export"].includes(kind)) kit.step(whole, kind === "save" ? ["view-name"] : []); else kit.ask(whole);
  }

  function question() {
    const asked = { text: text.value, agencies: [...chosen.agencies], people: [...chosen.people], families: [...chosen.families], child_seen: seen.value, uncertain: uncertain.checked, linked: linked.checked, episode: episode.value };
    if (state.zoomed) { asked.first = isoDay(state.window[0]); asked.last = isoDay(state.window[1]); }
    return { filters: asked, sort: sort.value };
  }

  const width = () => Math.max(120, root.clientWidth - NAMES - 12);
  const laneHeight = () => Math.max(30, Math.min(48, Math.round(300 / Math.max(1, state.told.agencies.length)))) // lower ones have no room for single signs;

  // One question at a time: while one is out, only the latest of those that follow is kept.
  function look() {
    if (!state.told) return;
    const next = () => ask("look", { ...question(), window: state.window, width: width(), lane: laneHeight(), strip: STRIP - 4, aligned: state.aligned });
    if (busy) waiting = next;
    else { busy = true; sentAt = performance.now(); next(); }
    clearTimeout(keeping); keeping = setTimeout(keep, 400);
  }

  // What is looked for is held in the case, so that it is there again when the page is.
  let keeping = 0, all = "";
  function keep() {
    const now = JSON.stringify(question());
    if (now !== kit.of("looked-for", all)) kit.say("looked-for", now === all ? null : now);
  }
  function goOn() {
    all = JSON.stringify(question());
    let kept = {};
    try { kept = JSON.parse(kit.of("looked-for", "{}")); } catch { return; } // what was spoilt from outside
    if (!kept.filters) return;
    setFilters(kept.filters); sort.value = kept.sort === "weight" ? "weight" : "date";
  }
  let timer = 0;
  const later = () => { clearTimeout(timer); timer = setTimeout(look, 30); };

  function hear(message, buffers) {
    kernel.heard();
    if (!kit.hear(message)) return;
    problem.textContent = message.error || "";
    if (message.kind === "look") {
      if (!message.error) showLook(message, buffers[0]);
      busy = false;
      if (waiting) { const next = waiting; waiting = null; busy = true; sentAt = performance.now(); next(); }
    }
    if (message.error) return;
    if (message.kind === "start") { start(message); viewName.value = kit.of("view-name", viewName.value); }
    if (message.kind === "rows") showRows(buffers[0]);
    if (message.kind === "read") showReading(message);
    if (message.kind === "save") fillViews(message.views, viewName.value);
    if (message.kind === "forget") { fillViews(message.views, ""); viewName.value = ""; }
    if (message.said) status.textContent = message.said;
  }

  // The picture first; the words of the rows follow, and the kernel makes itself ready for searching.
  function start(message) {
    const first = !state.told;
    state.told = message;
    if (!state.window) state.window = [...message.period];
    for (const key of Object.keys(lists)) fillChoices(key);
    const now = episode.value;
    episode.replaceChildren(make("option", { value: "" }, "all"), ...message.choices.episode.map(([value, words]) => make("option", { value }, words.startsWith(value) ? words : `${value}: ${words}`)));
    episode.value = now;
    fillViews(message.views, "");
    for (const input of [from, to]) { input.min = isoDay(message.extent[0]); input.max = isoDay(message.extent[1]); }
    showSigns();
    if (first) goOn();
    look();
    ask("rows");
    if (state.selected >= 0) ask("read", { number: state.selected });
  }
  function showRows(buffer) {
    const first = state.rows === null;
    state.rows = JSON.parse(new TextDecoder().decode(buffer));
    fillTable(); markSelected();
    if (first) ask("prepare");
  }
  function showSigns() {
    keyed.replaceChildren(...state.told.symbols.map(([, , , words], severity) => {
      const picture = draw("svg", { width: 18, height: 16, "aria-hidden": "true" });
      picture.append(symbolOf([-1, 9, 8, severity, 0]));
      return make("span", {}, picture, words);
    }), make("span", {}, "hollow: the date is uncertain"), make("span", {}, "line: the day lies within it"), make("span", {}, "dashed box: no record of an agency"));
  }

  // ------------------------------------------------------------------ filters and views
  function fillChoices(key) {
    lists[key].body.replaceChildren(...state.told.choices[key].map(([value, words, count]) => {
      const box = make("input", { type: "checkbox", checked: chosen[key].has(value), onchange: () => { box.checked ? chosen[key].add(value) : chosen[key].delete(value); summarise(key); look(); } });
      return make("label", {}, box, make("span", {}, `${words} (${count})`));
    }));
    summarise(key);
  }
  function summarise(key) {
    const size = chosen[key].size;
    const only = size === 1 ? state.told.choices[key].find(([value]) => chosen[key].has(value)) : null;
    lists[key].summary.textContent = `${lists[key].words}: ${size === 0 ? "all" : only ? only[1] : size + " chosen"}`;
  }
  function clear() {
    setFilters({}); sort.value = "date"; state.aligned = null; views.value = "";
    whole();
  }
  function setFilters(wanted) {
    text.value = wanted.text || ""; seen.value = wanted.child_seen || ""; episode.value = wanted.episode || ""; uncertain.checked = !!wanted.uncertain; linked.checked = !!wanted.linked;
    for (const key of Object.keys(chosen)) { chosen[key] = new Set(wanted[key] || []); fillChoices(key); }
    state.zoomed = !!(wanted.first || wanted.last);
    if (state.zoomed) state.window = [ordinalOf(wanted.first) || state.told.extent[0], ordinalOf(wanted.last) || state.told.extent[1]];
    else state.window = [...state.told.period];
  }
  function fillViews(kept, name) {
    state.told.views = kept;
    views.replaceChildren(make("option", { value: "" }, "none"), ...kept.map((view) => make("option", { value: view.name }, view.name)));
    views.value = kept.some((view) => view.name === name) ? name : "";
  }
  function openView() {
    const view = state.told.views.find((one) => one.name === views.value);
    if (!view) return;
    setFilters(view.filters); sort.value = view.sort; viewName.value = view.name;
    look();
  }
  function saveView() { ask("save", { ...question(), name: viewName.value }); }
  function switchNames() {
    state.real = names.checked;
    warning.hidden = !state.real;
    root.classList.toggle("lcspr-is-real", state.real);
    ask("start");
  }
  function typed() {
    const first = ordinalOf(from.value), last = ordinalOf(to.value);
    if (first === null || last === null || last < first) return;
    setWindow(first, last);
  }

  // ------------------------------------------------------------------ time
  function setWindow(first, last) {
    const [low, high] = state.told.extent;
    const span = Math.max(1, Math.min(Math.round(last - first), Math.max(high - low, state.told.period[1] - state.told.period[0])));
    first = Math.max(low, Math.min(Math.round(first), high - span));
    state.window = [first, Math.min(high, first + span)];
    state.zoomed = true;
    look();
  }
  const pan = (share) => { const [a, b] = state.window; const by = Math.sign(share) * Math.max(1, Math.abs((b - a) * share)); setWindow(a + by, b + by); };
  const zoom = (factor, at = 0.5) => { const [a, b] = state.window; const middle = a + (b - a) * at, span = Math.max(3, (b - a) * factor); setWindow(middle - span * at, middle + span * (1 - at)); };
  function whole() { state.window = [...state.told.period]; state.zoomed = false; look(); }
  function align() {
    if (state.selected < 0 || !state.rows || !state.rows.first[state.selected]) { problem.textContent = "Choose an event with a date first."; return; }
    const day = state.aligned = state.rows.first[state.selected];
    const half = Math.round((state.window[1] - state.window[0]) / 2);
    setWindow(day - half, day + half);
  }
  const dayAt = (x) => state.window[0] + (x / width()) * (state.window[1] + 1 - state.window[0]);
  const xOf = (day) => ((day - state.window[0]) / (state.window[1] + 1 - state.window[0])) * width();

  function showLook(message, buffer) {
    state.found = new Int32Array(buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength));
    state.window = waiting ? state.window : message.window;
    from.value = isoDay(message.window[0]); to.value = isoDay(message.window[1]);
    status.textContent = `${message.found} of ${message.of} events` + (message.undated ? ` (${message.undated} undated)` : "");
    const asked = sentAt;
    requestAnimationFrame(() => setTimeout(() => { root.dataset.milliseconds = (performance.now() - asked).toFixed(1); root.dataset.looks = Number(root.dataset.looks || 0) + 1; }));
    drawStrip(message); drawChart(message); drawHead();
    table.setAttribute("aria-rowcount", state.found.length + 1);
    inner.style.height = `${state.found.length * ROW}px`;
    fillTable();
  }

  const bar = (left, right, floor, height) => `M${left},${floor}v${-height}h${Math.max(0.6, right - left - 0.6).toFixed(1)}v${height}z`; // many bars are one path: quicker to draw

  function drawStrip(message) {
    const c = state.told.colours, [low, high] = state.told.extent, wide = width();
    strip.setAttribute("width", wide + NAMES);
    strip.replaceChildren(draw("text", { x: 4, y: STRIP - 8, fill: c.faint, "font-size": 11 }, "All records, whole time"));
    const shown = draw("g", { transform: `translate(${NAMES},0)` });
    shown.append(draw("rect", { x: 0, y: 0, width: wide, height: STRIP, fill: c.lane }));
    message.strip.forEach((part, number) => shown.append(draw("path", { d: part.map(([left, right, height]) => bar(left, right, STRIP - 2, height)).join(""), fill: number ? c.bandEdge : c.grid })));
    const left = ((message.window[0] - low) / (high + 1 - low)) * wide, right = ((message.window[1] + 1 - low) / (high + 1 - low)) * wide;
    shown.append(draw("rect", { class: "lcspr-window", x: left, y: 0.5, width: Math.max(2, right - left), height: STRIP - 1, fill: c.band, stroke: c.bandEdge }));
    strip.append(shown);
  }

  function drawChart(message) {
    const { agencies, episodes, symbols, colours: c } = state.told, wide = width(), lane = laneHeight(), bottom = lane * agencies.length;
    chart.setAttribute("width", wide + NAMES); chart.setAttribute("height", bottom + AXIS);
    const names = draw("g"), shown = draw("g", { transform: `translate(${NAMES},0)` });
    agencies.forEach((agency, number) => {
      shown.append(draw("rect", { x: -NAMES, y: number * lane, width: wide + NAMES, height: lane, fill: number % 2 ? c.paper : c.lane }));
      const label = draw("text", { x: 4, y: number * lane + lane / 2 + 4, fill: c.ink, "font-size": 11.5 }, fitting(agency));
      label.append(draw("title", {}, agency));
      names.append(label);
    });
    for (const [x, words] of message.ticks) {
      shown.append(draw("line", { x1: x, x2: x, y1: 0, y2: bottom + 3, stroke: c.grid }));
      shown.append(draw("text", { x, y: bottom + 14, "font-size": 10.5, fill: c.faint, "text-anchor": state.aligned ? "middle" : "start" }, words));
    }
    for (const one of episodes) {
      if (one.last < message.window[0] || one.first > message.window[1]) continue;
      const left = Math.max(0, xOf(one.first)), right = Math.min(wide, xOf(one.last + 1));
      const band = draw("rect", { class: "lcspr-band", "data-episode": one.id, x: left, y: 0, width: Math.max(1, right - left), height: bottom, fill: c.band, stroke: c.bandEdge, "stroke-width": 0.7, "stroke-dasharray": one.accepted ? "" : "4 3" });
      shown.append(band);
      if (right - left < 12) continue;
      const label = draw("text", { class: "lcspr-named", "data-episode": one.id, x: left + 2, y: 9, "font-size": 9.5, "font-weight": one.accepted ? "bold" : "normal", fill: c.bandEdge }, right - left > 7 * one.id.length ? one.id : "·");
      label.append(draw("title", {}, `${one.id}: ${one.title}`));
      names.append(draw("g", { transform: `translate(${NAMES},0)` }));
      names.lastChild.append(label);
    }
    const signs = draw("g");
    const bars = symbols.map(() => "");
    marks = []; spans = [];
    message.lanes.forEach((placed, number) => {
      const floor = (number + 1) * lane, middle = floor - lane / 2;
      for (const [first, last] of placed.silences) {
        const left = xOf(first) + 1, right = xOf(last + 1) - 1, weeks = Math.floor((last + 1 - first) / 7);
        shown.append(draw("rect", { x: left, y: middle - 6, width: Math.max(1, right - left), height: 12, fill: c.paper, stroke: c.faint, "stroke-dasharray": "3 3", "stroke-width": 0.7 }));
        if (right - left > 112) shown.append(draw("text", { x: (left + right) / 2, y: middle + 3.5, "text-anchor": "middle", "font-size": 10, fill: c.faint }, `no record, ${weeks} weeks`));
      }
      for (const [left, right, height, severity] of placed.columns) { bars[severity] += bar(left, right, floor - 1, height); spans.push([left, right, floor - 1 - height, floor]); }
      for (const [x, y, count] of placed.counts) { spans.push([x - 12, x + 12, y - 6, y + 6]); shown.append(draw("text", { x, y: y + 3, "text-anchor": "middle", "font-size": 9.5, fill: c.ink }, `+${count}`)); }
      for (const mark of placed.marks) {
        marks.push(mark);
        if (mark.length > 5) signs.append(draw("rect", { x: mark[5], y: mark[2] - 1.4, width: Math.max(1, mark[6] - mark[5]), height: 2.8, fill: c.density }));
        signs.append(symbolOf(mark));
      }
    });
    bars.forEach((d, severity) => { if (d) shown.append(draw("path", { d, fill: symbols[severity][1] })); });
    if (state.aligned) shown.append(draw("line", { x1: xOf(state.aligned + 0.5), x2: xOf(state.aligned + 0.5), y1: 0, y2: bottom, stroke: c.bandEdge, "stroke-width": 2 }));
    shown.append(signs, draw("line", { class: "lcspr-here" }));
    chart.replaceChildren(shown, names);
    markSelected();
  }

  function symbolOf([number, x, y, severity, hollow]) {
    const { symbols, colours: c } = state.told, [shape, fill, size] = symbols[severity], big = size * 1.25;
    const look = { ...(number < 0 ? {} : { class: "lcspr-mark", "data-id": number }), fill: hollow ? c.paper : fill, stroke: c.ink, "stroke-width": hollow ? 1.1 : 0.6 };
    return shape === "circle" ? draw("circle", { cx: x, cy: y, r: big / 2, ...look }) : draw("polygon", { points: outline(shape, x, y, big), ...look });
  }

  const measure = document.createElement("canvas").getContext("2d");
  function fitting(words) { // an agency's name, cut where the lanes begin
    measure.font = `11.5px ${getComputedStyle(root).fontFamily}`;
    if (measure.measureText(words).width <= NAMES - 10) return words;
    while (words && measure.measureText(words + "…").width > NAMES - 10) words = words.slice(0, -1);
    return words.trimEnd() + "…";
  }

  // ------------------------------------------------------------------ the table: only the rows in sight exist
  function drawHead() {
    aligner.textContent = state.aligned ? "Stop aligning" : "Align on this event";
    const heads = ["Date", ...(state.aligned ? ["Days"] : []), "Agency", "What happened", "People"];
    columns.replaceChildren(...heads.map((words) => make("div", { role: "columnheader", className: `lcspr-${words.split(" ")[0].toLowerCase()}` }, words)));
    table.classList.toggle("lcspr-aligned", !!state.aligned);
  }

  function fillTable() {
    if (!state.rows) return;
    const first = Math.max(0, Math.floor(table.scrollTop / ROW) - 8), last = Math.min(state.found.length, first + Math.ceil(inSight() / ROW) + 16);
    const shown = document.createDocumentFragment(), rows = state.rows;
    for (let place = first; place < last; place++) {
      const number = state.found[place], days = rows.first[number] ? rows.first[number] - state.aligned : null;
      const cell = (name, words) => make("div", { role: "gridcell", className: `lcspr-${name}` }, words);
      const row = make("div", { role: "row", id: `${page}-r${number}`, className: "lcspr-row", "aria-rowindex": place + 2, "aria-selected": number === state.selected, onclick: () => select(number, false) },
        cell("date", rows.date[number] + (rows.time[number] ? ` ${rows.time[number]}` : "")),
        ...(state.aligned ? [cell("days", days === null ? "" : days > 0 ? `+${days}` : `${days}`)] : []),
        cell("agency", state.told.agencies[rows.lane[number]]), cell("what", rows.text[number]), cell("people", rows.people[number]));
      row.style.top = `${place * ROW}px`;
      row.dataset.severity = rows.severity[number];
      shown.append(row);
    }
    inner.replaceChildren(shown);
    markActive();
  }
  function markActive() {
    const row = state.selected >= 0 && inner.querySelector(`#${page}-r${state.selected}`);
    if (row) table.setAttribute("aria-activedescendant", row.id); else table.removeAttribute("aria-activedescendant");
  }

  // ------------------------------------------------------------------ one event
  function select(number, scroll = true) {
    state.selected = number;
    ask("read", { number });
    const place = state.found.indexOf(number);
    if (scroll && place >= 0) {
      const top = place * ROW;
      if (top < table.scrollTop || top + ROW > table.scrollTop + inSight()) table.scrollTop = top - inSight() / 2;
    }
    fillTable(); markSelected();
  }
  function markSelected() { // its sign, and a line at its day, as it may have no sign of its own
    for (const mark of chart.querySelectorAll(".lcspr-selected")) mark.classList.remove("lcspr-selected");
    const mark = chart.querySelector(`[data-id="${state.selected}"]`), here = chart.querySelector(".lcspr-here"), day = state.rows && state.rows.first[state.selected];
    if (mark) mark.classList.add("lcspr-selected");
    if (!here) return;
    const shown = day && day >= state.window[0] && day <= state.window[1], lane = laneHeight();
    here.setAttribute("visibility", shown ? "visible" : "hidden");
    if (shown) for (const [name, value] of Object.entries({ x1: xOf(day + 0.5), x2: xOf(day + 0.5), y1: state.rows.lane[state.selected] * lane, y2: (state.rows.lane[state.selected] + 1) * lane })) here.setAttribute(name, value);
  }
  function step(by) {
    if (!state.found.length) return;
    const place = state.found.indexOf(state.selected);
    select(state.found[Math.max(0, Math.min(state.found.length - 1, place < 0 ? 0 : place + by))]);
  }
  function showReading(message) {
    if (message.number !== state.selected) return;
    const list = make("dl");
    for (const [label, words] of message.fields) list.append(make("dt", {}, label), make("dd", {}, words));
    if (message.linked.length) list.append(make("dt", {}, "Told also in"), make("dd", {}, ...message.linked.map(([number, words]) => make("button", { type: "button", onclick: () => select(number) }, words))));
    reading.dataset.number = message.number;
    reading.replaceChildren(list);
    reading.scrollTop = 0;
    chart.setAttribute("aria-label", `Timeline of all agencies. Chosen: ${message.fields.slice(0, 1).map((field) => field[1])}, ${message.fields.filter(([label]) => label === "Agency").map((field) => field[1])}`);
  }

  // ------------------------------------------------------------------ mouse and keys
  chart.addEventListener("keydown", (event) => {
    const action = { ArrowLeft: () => pan(-0.1), ArrowRight: () => pan(0.1), "+": () => zoom(0.7), "=": () => zoom(0.7), "-": () => zoom(1.4), 0: whole, Home: whole, PageDown: () => step(1), PageUp: () => step(-1), a: align, Enter: read }[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault(); action();
  });
  table.addEventListener("keydown", (event) => {
    const page_ = Math.max(1, Math.floor(inSight() / ROW) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page_, PageUp: -page_, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === "Enter") { event.preventDefault(); read(); }
    if (event.key === "a" && !event.ctrlKey && !event.metaKey) align();
    if (by === undefined) return;
    event.preventDefault(); step(by);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const one of drops) if (one.open) { one.open = false; one.querySelector("summary").focus(); }
    if (reading.contains(event.target) && lastFocus) lastFocus.focus();
  });
  for (const kind of ["focusin", "pointerdown"]) root.addEventListener(kind, (event) => { for (const one of drops) if (!one.contains(event.target)) one.open = false; });
  function read() { lastFocus = document.activeElement; reading.focus(); }

  function dragged(target, move, end) {
    target.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      const box = target.getBoundingClientRect(), start = event.clientX - box.left - NAMES, before = [...state.window];
      let last = start, moved = false;
      const onMove = (e) => { last = e.clientX - box.left - NAMES; moved = moved || Math.abs(last - start) > 4; if (moved) move(start, last, before); };
      const onUp = (e) => { window.removeEventListener("pointermove", onMove); window.removeEventListener("pointerup", onUp); end(start, last, moved, e); };
      window.addEventListener("pointermove", onMove); window.addEventListener("pointerup", onUp);
    });
  }
  const stripDay = (x) => state.told.extent[0] + (Math.max(0, Math.min(width(), x)) / width()) * (state.told.extent[1] + 1 - state.told.extent[0]);
  dragged(strip,
    (start, now) => setWindow(stripDay(Math.min(start, now)), stripDay(Math.max(start, now))),
    (start, now, moved) => { if (!moved) { const half = (state.window[1] - state.window[0]) / 2, day = stripDay(start); setWindow(day - half, day + half); } });
  dragged(chart,
    (start, now, before) => { const by = ((start - now) / width()) * (before[1] + 1 - before[0]); setWindow(before[0] + by, before[1] + by); },
    (start, now, moved, event) => {
      if (moved) return;
      const near = nearest(event), named = event.target.closest && event.target.closest(".lcspr-named"), counted = near || named ? null : spanAt(event);
      if (near) select(near[0]);
      else if (named) { episode.value = named.dataset.episode; look(); }
      else if (counted) setWindow(dayAt(counted[0]) - 1, dayAt(counted[1]) + 1);
    });
  function spanAt(event) { // a column or a count under the pointer
    const box = chart.getBoundingClientRect(), x = event.clientX - box.left - NAMES, y = event.clientY - box.top;
    return spans.find(([left, right, top, bottom]) => x >= left && x <= right && y >= top && y <= bottom);
  }
  function nearest(event) { // the mark next to the pointer, if there is one close by
    const box = chart.getBoundingClientRect(), x = event.clientX - box.left - NAMES, y = event.clientY - box.top;
    let best = null, least = NEAR;
    for (const mark of marks) { const far = Math.hypot(mark[1] - x, mark[2] - y); if (far < least) { best = mark; least = far; } }
    return best;
  }
  chart.addEventListener("pointermove", (event) => {
    const near = event.buttons ? null : nearest(event);
    hint.hidden = !near || !state.rows;
    chart.style.cursor = near || (!event.buttons && spanAt(event)) ? "pointer" : "";
    if (hint.hidden) return;
    const words = state.rows.text[near[0]];
    hint.textContent = `${state.rows.date[near[0]]}: ${words.length > 110 ? words.slice(0, 110) + "…" : words}`;
    const left = Math.min(near[1] + NAMES + 12, chart.clientWidth - 290);
    hint.style.left = `${Math.max(0, left)}px`; hint.style.top = `${near[2] + 12}px`;
  });
  chart.addEventListener("pointerleave", () => { hint.hidden = true; });
  chart.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.shiftKey) return; // a plain wheel scrolls the notebook
    event.preventDefault();
    const at = Math.max(0, Math.min(1, (event.clientX - chart.getBoundingClientRect().left - NAMES) / width()));
    zoom((event.deltaY || event.deltaX) > 0 ? 1.25 : 0.8, at);
  }, { passive: false });

  let known = 0;
  const watcher = new ResizeObserver(() => { const now = root.clientWidth; if (now && now !== known) { known = now; later(); } });
  watcher.observe(root);
  keepKeys(root);
  const deaf = listen(model, root, hear);
  ask("start");
  return () => { watcher.disconnect(); kernel.heard(); deaf(); };
}

export default { render };
