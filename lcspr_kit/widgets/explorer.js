// The explorer's page: shows what the kit answers, and asks it again when the author changes something.
// Which events meet a filter and where they stand in time is worked out in explorer.py, not here.
// Case text is only ever put in as text (textContent), never as HTML.

const ROW = 27, STRIP = 34, AXIS = 18, NAMES = 190, EPOCH = 719163;
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
  let asked = 0, waiting = null, busy = false, sentAt = 0;

  // ------------------------------------------------------------------ the parts of the page
  const text = make("input", { type: "search", placeholder: "words in any order", oninput: () => later() });
  const seen = make("select", { onchange: look }, ...[["", "any"], ["yes", "seen"], ["no", "not seen"], ["none", "not recorded"]].map(([value, words]) => make("option", { value }, words)));
  const episode = make("select", { onchange: look });
  const uncertain = make("input", { type: "checkbox", onchange: look });
  const from = make("input", { type: "date", onchange: typed });
  const to = make("input", { type: "date", onchange: typed });
  const sort = make("select", { onchange: look }, make("option", { value: "date" }, "date"), make("option", { value: "weight" }, "weight, heaviest first"));
  const names = make("input", { type: "checkbox", onchange: switchNames });
  const views = make("select", { onchange: openView });
  const viewName = make("input", { type: "text", maxLength: 80, placeholder: "name of this view" });
  const lists = {};
  for (const [key, words] of [["agencies", "Agency"], ["people", "Person"], ["families", "Indicator"]]) {
    lists[key] = { words, summary: make("summary", {}, `${words}: all`), body: make("div", { className: "lcspr-choices", role: "group", "aria-label": words }) };
    lists[key].details = make("details", { className: "lcspr-drop" }, lists[key].summary, lists[key].body);
  }
  const button = (words, action, title = "") => make("button", { type: "button", onclick: action, title }, words);
  const filters = make("form", { className: "lcspr-filters", "aria-label": "Filters", onsubmit: (e) => { e.preventDefault(); look(); } },
    labelled("Search", text), lists.agencies.details, lists.people.details, lists.families.details,
    labelled("Child", seen), labelled("Episode", episode), labelled("Date uncertain", uncertain),
    labelled("From", from), labelled("To", to), labelled("Sort by", sort), button("Clear all", clear));
  const keeping = make("div", { className: "lcspr-filters", role: "group", "aria-label": "Views and names" },
    labelled("View", views), labelled("Keep as", viewName), button("Keep view", saveView),
    button("Export to Excel", () => ask("export", question()), "What is shown now, with pseudonyms, as a workbook in the case's folder exports"),
    labelled("Real names on this screen", names));
  const warning = make("p", { className: "lcspr-real", hidden: true }, "REAL NAMES: for your own eyes. Nothing shown here is kept when the notebook is saved.");
  const status = make("p", { className: "lcspr-status", role: "status", "aria-live": "polite" });
  const problem = make("p", { className: "lcspr-problem", role: "alert" });

  const strip = draw("svg", { class: "lcspr-strip", height: STRIP, "aria-hidden": "true" });
  const chart = draw("svg", { class: "lcspr-chart", tabindex: 0, role: "application", "aria-roledescription": "timeline", "aria-label": "Timeline of all agencies", "aria-describedby": `${page}-keys` });
  const tools = make("div", { className: "lcspr-tools", role: "group", "aria-label": "Time shown" },
    button("◀", () => pan(-0.25), "Earlier"), button("▶", () => pan(0.25), "Later"),
    button("＋", () => zoom(0.5), "Zoom in"), button("－", () => zoom(2), "Zoom out"), button("Whole period", whole),
    button("Align on this event", align, "Count days before and after the event chosen"), button("Stop aligning", () => { state.aligned = null; look(); }),
    make("span", { className: "lcspr-keys", id: `${page}-keys` }, "In the timeline: ← → move, + − zoom, 0 whole period, Page Up and Down go from event to event, A align, Enter read. Drag the strip to choose a stretch of time."));
  const [earlier, laterButton, nearer, farther] = tools.querySelectorAll("button");
  for (const [b, words] of [[earlier, "Earlier"], [laterButton, "Later"], [nearer, "Zoom in"], [farther, "Zoom out"]]) b.setAttribute("aria-label", words);

  const columns = make("div", { className: "lcspr-row lcspr-head", role: "row", "aria-rowindex": 1 });
  const inner = make("div", { className: "lcspr-inner", role: "rowgroup" });
  const scroller = make("div", { className: "lcspr-scroll", role: "presentation", onscroll: () => requestAnimationFrame(fillTable) }, inner);
  const table = make("div", { className: "lcspr-table", role: "grid", tabIndex: 0, "aria-label": "Events" }, make("div", { role: "rowgroup" }, columns), scroller);
  const reading = make("section", { className: "lcspr-reading", tabIndex: 0, "aria-label": "The event in full" }, make("p", {}, "Choose an event to read it with its source."));
  const root = make("div", { className: "lcspr-explore" },
    filters, keeping, warning, problem, status, tools, strip, chart, make("div", { className: "lcspr-below" }, table, reading));
  el.replaceChildren(root);

  // ------------------------------------------------------------------ asking and hearing
  function ask(kind, more = {}) {
    model.send({ kind, request: ++asked, real: state.real, ...more });
  }

  function question() {
    const asked = { text: text.value, agencies: [...chosen.agencies], people: [...chosen.people], families: [...chosen.families], child_seen: seen.value, uncertain: uncertain.checked, episode: episode.value };
    if (state.zoomed) { asked.first = isoDay(state.window[0]); asked.last = isoDay(state.window[1]); }
    return { filters: asked, sort: sort.value };
  }

  const width = () => Math.max(120, root.clientWidth - NAMES - 12);
  const laneHeight = () => Math.max(22, Math.min(60, Math.round(380 / Math.max(1, state.told.agencies.length))));

  // One question at a time: while one is out, only the latest of those that follow is kept.
  function look() {
    if (!state.told) return;
    const next = () => ask("look", { ...question(), window: state.window, width: width(), lane: laneHeight(), strip: STRIP - 4, aligned: state.aligned });
    if (busy) waiting = next;
    else { busy = true; sentAt = performance.now(); next(); }
  }
  let timer = 0;
  const later = () => { clearTimeout(timer); timer = setTimeout(look, 120); };

  function hear(message, buffers) {
    problem.textContent = message.error || "";
    if (message.kind === "look") {
      if (!message.error) showLook(message, buffers[0]);
      busy = false;
      if (waiting) { const next = waiting; waiting = null; busy = true; sentAt = performance.now(); next(); }
    }
    if (message.error) return;
    if (message.kind === "start") start(message, buffers[0]);
    if (message.kind === "read") showReading(message);
    if (message.kind === "save") { fillViews(message.views, viewName.value); }
    if (message.said) status.textContent = message.said;
  }

  function start(message, buffer) {
    state.told = message;
    state.rows = JSON.parse(new TextDecoder().decode(buffer));
    if (!state.window) state.window = [...message.period];
    for (const key of Object.keys(lists)) fillChoices(key);
    const now = episode.value;
    episode.replaceChildren(make("option", { value: "" }, "all"), ...message.choices.episode.map(([value, words]) => make("option", { value }, `${value}: ${words}`)));
    episode.value = now;
    fillViews(message.views, "");
    for (const input of [from, to]) { input.min = isoDay(message.extent[0]); input.max = isoDay(message.extent[1]); }
    look();
    if (state.selected >= 0) ask("read", { number: state.selected });
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
    text.value = wanted.text || ""; seen.value = wanted.child_seen || ""; episode.value = wanted.episode || ""; uncertain.checked = !!wanted.uncertain;
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
    if (state.selected < 0 || !state.rows.first[state.selected]) { problem.textContent = "Choose an event with a date first."; return; }
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
    status.textContent = `${message.found} of ${message.of} events` + (message.undated ? `, ${message.undated} of them without a date` : "");
    root.dataset.milliseconds = (performance.now() - sentAt).toFixed(1);
    drawStrip(message); drawChart(message); drawHead();
    table.setAttribute("aria-rowcount", state.found.length + 1);
    inner.style.height = `${state.found.length * ROW}px`;
    fillTable();
  }

  function drawStrip(message) {
    const c = state.told.colours, [low, high] = state.told.extent, wide = width();
    strip.setAttribute("width", wide + NAMES);
    strip.replaceChildren(draw("text", { x: 4, y: STRIP - 8, fill: c.faint, "font-size": 11 }, "All records, whole time"));
    const shown = draw("g", { transform: `translate(${NAMES},0)` });
    shown.append(draw("rect", { x: 0, y: 0, width: wide, height: STRIP, fill: c.lane }));
    message.strip.forEach((part, number) => part.forEach(([left, right, height]) =>
      shown.append(draw("rect", { x: left, y: STRIP - 2 - height, width: Math.max(0.6, right - left - 0.6), height, fill: number ? c.bandEdge : c.grid }))));
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
      const words = agency.length > 31 ? agency.slice(0, 30) + "…" : agency;
      const label = draw("text", { x: 4, y: number * lane + lane / 2 + 4, fill: c.ink, "font-size": 11.5 }, words);
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
      band.append(draw("title", {}, `${one.id}: ${one.title}`));
      shown.append(band);
    }
    const marks = draw("g");
    message.lanes.forEach((placed, number) => {
      const floor = (number + 1) * lane, middle = floor - lane / 2;
      for (const [first, last] of placed.silences) {
        const left = xOf(first) + 1, right = xOf(last + 1) - 1, weeks = Math.floor((last + 1 - first) / 7);
        shown.append(draw("rect", { x: left, y: middle - 6, width: Math.max(1, right - left), height: 12, fill: c.paper, stroke: c.faint, "stroke-dasharray": "3 3", "stroke-width": 0.7 }));
        if (right - left > 110) shown.append(draw("text", { x: (left + right) / 2, y: middle + 3.5, "text-anchor": "middle", "font-size": 10, fill: c.faint }, `no record, ${weeks} weeks`));
      }
      for (const [left, right, height, severity] of placed.columns) shown.append(draw("rect", { x: left + 0.3, y: floor - 1 - height, width: Math.max(0.5, right - left - 0.6), height, fill: symbols[severity][1] }));
      for (const [x, y, count] of placed.counts) shown.append(draw("text", { x, y: y + 3, "text-anchor": "middle", "font-size": 9.5, fill: c.ink }, `+${count}`));
      for (const mark of placed.marks) marks.append(symbolOf(mark, symbols, c));
    });
    if (state.aligned) shown.append(draw("line", { x1: xOf(state.aligned + 0.5), x2: xOf(state.aligned + 0.5), y1: 0, y2: bottom, stroke: c.bandEdge, "stroke-width": 2 }));
    shown.append(marks);
    chart.replaceChildren(shown, names);
    markSelected();
  }

  function symbolOf([number, x, y, severity, hollow, left, right], symbols, c) {
    const [shape, fill, size] = symbols[severity], look = { fill: hollow ? c.paper : fill, stroke: c.ink, "stroke-width": hollow ? 1.1 : 0.6 };
    const group = draw("g", { "data-id": number, class: "lcspr-mark" });
    if (left !== undefined) group.append(draw("rect", { x: left, y: y - 1.4, width: Math.max(1, right - left), height: 2.8, fill: c.density }));
    const big = size * 1.25;
    group.append(shape === "circle" ? draw("circle", { cx: x, cy: y, r: big / 2, ...look }) : draw("polygon", { points: outline(shape, x, y, big), ...look }));
    group.append(draw("circle", { cx: x, cy: y, r: Math.max(6, big / 2), fill: "transparent" }));
    return group;
  }

  // ------------------------------------------------------------------ the table: only the rows in sight exist
  function drawHead() {
    const heads = ["Date", ...(state.aligned ? ["Days"] : []), "Agency", "What happened", "People"];
    columns.replaceChildren(...heads.map((words) => make("div", { role: "columnheader", className: `lcspr-${words.split(" ")[0].toLowerCase()}` }, words)));
    table.classList.toggle("lcspr-aligned", !!state.aligned);
  }

  function fillTable() {
    if (!state.rows) return;
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - 8), last = Math.min(state.found.length, first + Math.ceil(scroller.clientHeight / ROW) + 16);
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
      if (top < scroller.scrollTop || top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top - scroller.clientHeight / 2;
    }
    fillTable(); markSelected();
  }
  function markSelected() {
    for (const mark of chart.querySelectorAll(".lcspr-selected")) mark.classList.remove("lcspr-selected");
    const mark = chart.querySelector(`[data-id="${state.selected}"]`);
    if (mark) mark.classList.add("lcspr-selected");
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
    reading.dataset.number = message.number;
    reading.replaceChildren(list);
    reading.scrollTop = 0;
    chart.setAttribute("aria-label", `Timeline of all agencies. Chosen: ${message.fields.slice(0, 1).map((field) => field[1])}, ${state.told.agencies[state.rows.lane[message.number]]}`);
  }

  // ------------------------------------------------------------------ mouse and keys
  chart.addEventListener("keydown", (event) => {
    const action = { ArrowLeft: () => pan(-0.1), ArrowRight: () => pan(0.1), "+": () => zoom(0.7), "=": () => zoom(0.7), "-": () => zoom(1.4), 0: whole, Home: whole, PageDown: () => step(1), PageUp: () => step(-1), a: align, Enter: () => reading.focus() }[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault(); action();
  });
  table.addEventListener("keydown", (event) => {
    const page_ = Math.max(1, Math.floor(scroller.clientHeight / ROW) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page_, PageUp: -page_, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === "Enter") { event.preventDefault(); reading.focus(); }
    if (by === undefined) return;
    event.preventDefault(); step(by);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const one of Object.values(lists)) if (one.details.open) { one.details.open = false; one.summary.focus(); }
  });

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
      const mark = event.target.closest && event.target.closest(".lcspr-mark");
      if (mark) select(Number(mark.dataset.id));
    });
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
  model.on("msg:custom", hear);
  ask("start");
  return () => { watcher.disconnect(); model.off("msg:custom", hear); };
}

export default { render };
