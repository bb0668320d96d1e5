// The first page of a case: what is told arrives in parts, the quick ones first. Nothing can be changed here.
// Case text is only ever put in as text.

function render({ model, el }) {
  const state = { steps: {} };
  const title = make("h1", {}, "Reading the case…"), facts = make("div", { className: "lcspr-facts" });
  const dates = make("div"), problems = make("div"), steps = make("ol", { className: "lcspr-steps" });
  const status = make("p", { role: "status", "aria-live": "polite" }, "Reading…");
  const again = make("button", { type: "button", onclick: ask }, "Read again");
  const root = make("div", { className: "lcspr-welcome" }, title, facts, problems, make("div", { className: "lcspr-bar" }, again, status), make("h2", {}, "The work, step by step"), steps, dates);
  keepKeys(root);
  el.replaceChildren(root);

  const kernel = patience(root);
  function ask() { kernel.sent(); status.textContent = "Reading…"; model.send({ kind: "start" }); }

  function hear(message) {
    kernel.heard();
    if (message.kind === "case") showCase(message);
    if (message.kind === "step") showStep(message);
    if (message.kind === "problems") {
      title.textContent = "The case can't be read yet";
      problems.replaceChildren(make("p", {}, "Nothing is lost. Mend this in the files of the case folder, then press Read again:"), make("div", { className: "lcspr-problem", role: "alert" }, list(message.problems)));
    }
    if (message.kind === "end") {
      const waiting = Object.values(state.steps).reduce((sum, step) => sum + step.needs, 0);
      status.textContent = state.steps["1_chronology.ipynb"]?.told ? (waiting ? `${waiting} ${waiting === 1 ? "thing needs" : "things need"} you, as marked below.` : "Nothing waits for you.") : "";
    }
  }

  function showCase(message) {
    root.dataset.told = 1;
    root.dataset.told = 1;
    title.textContent = message.title;
    problems.replaceChildren();
    facts.replaceChildren(...message.facts.map((fact) => make("p", {}, fact)), ...message.warnings.map((words) => make("p", { className: "lcspr-needs" }, words)));
    dates.replaceChildren(make("h2", {}, "Dates that count"), message.dates.length
      ? make("table", {}, make("caption", {}, "The next ones, and what has passed without being marked as done in review.yml"), make("thead", {}, make("tr", {}, ...["Date", "What", "Left"].map((words) => make("th", { scope: "col" }, words)))),
        make("tbody", {}, ...message.dates.map((entry) => make("tr", { className: entry.late ? "lcspr-late" : "" }, make("th", { scope: "row" }, entry.day), make("td", {}, entry.what), make("td", {}, entry.left)))))
      : make("p", {}, "There is no date to come in review.yml."));
    steps.replaceChildren(...message.steps.map(([notebook, name, about]) => {
      const lines = make("div", { className: "lcspr-state" });
      state.steps[notebook] = { lines, needs: 0, told: false };
      return make("li", {}, make("a", { href: notebook, "data-lcspr-notebook": notebook }, name), make("p", {}, about), lines);
    }));
  }

  function showStep(message) {
    const step = state.steps[message.notebook];
    step.needs = message.needs.length;
    step.told = true;
    step.lines.replaceChildren(...message.state.map((words) => make("p", {}, words)), ...message.needs.map((words) => make("p", { className: "lcspr-needs" }, make("strong", {}, "Needs you: "), words)));
  }

  const deaf = listen(model, root, hear);
  ask();
  return () => { kernel.heard(); deaf(); };
}

export default { render };
