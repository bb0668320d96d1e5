// What JupyterLab does on a case beyond itself, as an extension written by hand (no build step): the kit's own
// notebooks run by themselves, their code is out of sight, and links between them open in the same window.
// `OURS` (path to the sources of its code cells) and `FIRST` (what is opened first) are put before this by lab.py: a notebook that was changed,
// or that came from elsewhere, is never run unless the author asks for it.

(() => {
  const NAME = "lcspr-notebooks", LATER = "on-request";
  let shared = null;

  async function library(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  const STYLE = `
    .lcspr-plain .jp-CodeCell .jp-Cell-inputWrapper, .lcspr-plain .jp-OutputPrompt, .lcspr-plain .jp-OutputArea-promptOverlay, .lcspr-plain .jp-InputPrompt,
    .lcspr-plain .jp-Cell-outputCollapser, .lcspr-plain .jp-Cell-inputCollapser { display: none; }
    .lcspr-plain .jp-Cell.lcspr-later, .lcspr-plain .jp-CodeCell.jp-mod-noOutputs { display: none; }
    .lcspr-plain .jp-Notebook-footer, .lcspr-plain .jp-cell-toolbar { display: none; }
    .lcspr-plain > .jp-Toolbar > :not(.lcspr-item) { display: none; }
    .lcspr-plain .jp-Cell { border-color: transparent !important; }
    .lcspr-plain .jp-Cell .jp-Cell-outputArea { padding-left: 0; }
    .lcspr-wait { font: 14px Arial, sans-serif; padding: 10px 16px; }
    .lcspr-button { font: 13px Arial, sans-serif; margin: 2px 3px; padding: 1px 8px; border: 1px solid #767d88; border-radius: 3px; background: #fff; color: #2b2f36; cursor: pointer; }`;

  function plugin(app, tracker, NotebookActions, Widget) {
    document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
    const started = new WeakSet();

    const sources = (panel) => [...panel.content.widgets].filter((cell) => cell.model.type === "code").map((cell) => cell.model.sharedModel.getSource());
    const isOurs = (panel) => JSON.stringify(OURS[panel.context.path] ?? null) === JSON.stringify(sources(panel));
    const isLater = (cell) => (cell.model.getMetadata("tags") || []).includes(LATER);

    async function run(panel) {
      const cells = panel.content.widgets.filter((cell) => cell.model.type === "code" && !isLater(cell));
      await NotebookActions.runCells(panel.content, cells, panel.sessionContext);
    }

    function button(panel, words, about, act) {
      const node = Object.assign(document.createElement("button"), { className: "lcspr-button", type: "button", title: about, textContent: words });
      node.addEventListener("click", () => act(node));
      const holder = new Widget();
      holder.addClass("lcspr-item");
      holder.node.append(node);
      panel.toolbar.insertItem(0, `lcspr-${words}`, holder);
    }

    // JupyterLab asks to confirm that a kernel was started again; the page is filled anew by itself.
    async function unask() {
      for (let tries = 0; tries < 50; tries++) {
        const dialog = [...document.querySelectorAll(".jp-Dialog")].find((one) => (one.getAttribute("aria-label") || "").startsWith("Kernel Restarting"));
        if (dialog) { dialog.querySelector("button.jp-mod-accept")?.click(); return; }
        await new Promise((done) => setTimeout(done, 100));
      }
    }

    async function start(panel) {
      if (!panel || started.has(panel)) return;
      started.add(panel);
      await panel.context.ready;
      await panel.revealed;
      if (!isOurs(panel)) return;
      for (const cell of panel.content.widgets) if (isLater(cell)) cell.addClass("lcspr-later");
      panel.addClass("lcspr-plain");
      button(panel, "Show code", "Show the Python behind this page, or hide it again", (node) => {
        node.textContent = panel.toggleClass("lcspr-plain") ? "Show code" : "Hide code";
      });
      button(panel, "Read again", "Read the case's files again and show this page anew", () => run(panel));
      if (panel.context.path !== `notebooks/${FIRST}`) button(panel, "All steps", "Where you are in the case, and the way to the other pages", () => open(FIRST));
      const wait = Object.assign(document.createElement("p"), { className: "lcspr-wait", textContent: "Reading the case…" });
      wait.setAttribute("role", "status");
      panel.content.node.prepend(wait);
      await panel.sessionContext.ready;
      let stopped = false;
      panel.sessionContext.statusChanged.connect((_, status) => {
        if (status === "autorestarting") unask();
        if (status === "autorestarting" || status === "restarting" || status === "dead") stopped = true;
        if (status === "idle" && stopped && isOurs(panel)) { stopped = false; run(panel); }
      });
      await run(panel);
      wait.remove();
    }

    tracker.currentChanged.connect((_, panel) => start(panel));
    const open = (name) => app.commands.execute("docmanager:open", { path: `notebooks/${name}` });
    const named = location.pathname.includes("/tree/");
    if (window.innerWidth < 1000) app.restored.then(() => app.shell.collapseLeft()); // a small or enlarged screen is for the page, not for the list of files
    app.restored.then(() => (tracker.currentWidget || named ? start(tracker.currentWidget) : open(FIRST)));

    // A link of a widget to another notebook of the case opens it here, not in a new page.
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("a[data-lcspr-notebook]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      open(link.dataset.lcsprNotebook);
    });
  }

  (window._JUPYTERLAB = window._JUPYTERLAB || {})[NAME] = {
    init: (scope) => { shared = scope; },
    get: async () => {
      const [{ INotebookTracker, NotebookActions }, { Widget }] = await Promise.all([library("@jupyterlab/notebook"), library("@lumino/widgets")]);
      return () => ({ __esModule: true, default: { id: `${NAME}:plugin`, autoStart: true, requires: [INotebookTracker], activate: (app, tracker) => plugin(app, tracker, NotebookActions, Widget) } });
    },
  };
})();
