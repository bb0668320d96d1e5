// What JupyterLab does on a case beyond itself, as an extension written by hand (no build step): the kit's own
// notebooks run by themselves, their code is out of sight, and links between them open in the same window.
// `OURS` (path to the sources of its code cells) and `FIRST` (what is opened first) are put before this by lab.py: a notebook that was changed,
// or that came from elsewhere, is never run unless the author asks for it.

(() => {
  const NAME = "lcspr-notebooks", LATER = "on-request", UNSEEN = "for-tests", PATIENCE = 2000, BREATH = 200;
  const STOPPED = "The kit has stopped and does not start by itself. What you typed is kept in the case folder.";
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
    .lcspr-plain .jp-MarkdownCell h1 { font-size: 24px; margin: 2px 0 4px; }
    .lcspr-plain .jp-MarkdownCell h2 { font-size: 19px; margin: 6px 0 2px; }
    .lcspr-plain .jp-MarkdownCell p { font-size: 14px; line-height: 1.45; margin: 0; }
    .lcspr-plain .jp-MarkdownOutput { border-color: transparent !important; }
    .lcspr-plain .jp-MarkdownCell { box-shadow: none !important; }
    .lcspr-plain .jp-MarkdownCell:focus-visible { box-shadow: inset 3px 0 #1d5fbf !important; }
    .lcspr-plain .jp-Cell .jp-Cell-outputArea { padding-left: 0; }
    .lcspr-wait { font: 14px Arial, sans-serif; padding: 10px 16px; }
    .lcspr-stopped { background: #fde8ea; color: #8b0018; margin: 0; }
    .lcspr-button { font: 13px Arial, sans-serif; margin: 2px 3px; padding: 1px 8px; border: 1px solid #767d88; border-radius: 3px; background: #fff; color: #2b2f36; cursor: pointer; }`;

  function plugin(app, tracker, NotebookActions, Widget) {
    document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
    const started = new WeakSet(), reviving = new Set(), asked = new Set();

    const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
    const sources = (panel) => [...panel.content.widgets].filter((cell) => cell.model.type === "code").map((cell) => cell.model.sharedModel.getSource());
    const isOurs = (panel) => JSON.stringify(OURS[panel.context.path] ?? null) === JSON.stringify(sources(panel));
    const hasTag = (cell, tag) => (cell.model.getMetadata("tags") || []).includes(tag);
    const isLater = (cell) => hasTag(cell, LATER);

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

    // A kernel in the place of one that is dead. One that Jupyter's server has let go of can't be restarted: the page gets another.
    async function startAnew(panel) {
      const context = panel.sessionContext, lives = () => context.session?.kernel && context.session.kernel.status !== "dead";
      told(panel, "");
      await context.restartKernel().catch(() => {});
      // Where the server knows the page's session no more either, JupyterLab learns it by the first failure, and starts another then.
      for (let times = 0; !lives() && times < 5; times++) await context.changeKernel({ name: "python3" }).catch(() => pause(500));
      if (lives()) return revive(panel);
      told(panel, STOPPED);
    }

    // A sentence above the page, with a button that starts the kernel anew; none where there are no words.
    function told(panel, words) {
      panel.content.node.querySelector(".lcspr-stopped")?.remove();
      if (!words) return;
      const again = Object.assign(document.createElement("button"), { className: "lcspr-button", type: "button", textContent: "Start it again", onclick: () => startAnew(panel) });
      const note = Object.assign(document.createElement("p"), { className: "lcspr-wait lcspr-stopped", textContent: `${words} ` });
      note.setAttribute("role", "alert");
      note.append(again);
      panel.content.node.prepend(note);
    }

    async function start(panel) {
      if (!panel || started.has(panel)) return;
      started.add(panel);
      await panel.context.ready;
      await panel.revealed;
      if (!isOurs(panel)) { window.lcsprFirst?.endOf(panel.context.path); return; }
      for (const cell of panel.content.widgets) if (isLater(cell) || hasTag(cell, UNSEEN)) cell.addClass("lcspr-later");
      panel.addClass("lcspr-plain");
      button(panel, "Show code", "Show the Python behind this page, or hide it again", (node) => {
        node.textContent = panel.toggleClass("lcspr-plain") ? "Show code" : "Hide code";
      });
      button(panel, "Read again", "Read the case's files again and show this page anew", () => run(panel));
      if (panel.context.path !== `notebooks/${FIRST}`) button(panel, "All steps", "Where you are in the case, and the way to the other pages", () => open(FIRST));
      const wait = Object.assign(document.createElement("p"), { className: "lcspr-wait", textContent: "Reading the case…" });
      wait.setAttribute("role", "status");
      panel.content.node.prepend(wait);
      watch(panel);
      await panel.sessionContext.ready;
      try { await run(panel); } finally { wait.remove(); setTimeout(() => window.lcsprFirst?.endOf(panel.context.path), PATIENCE); }
    }

    // JupyterLab would tell in a dialogue that the kernel starts again, which takes the keys of who is typing.
    function watch(panel) {
      Object.defineProperty(panel, "_autorestarting", { get: () => true, set: () => {} });
      panel.sessionContext.statusChanged.connect((_, status) => {
        told(panel, status === "dead" ? STOPPED : "");
        if (status === "autorestarting" || status === "restarting") revive(panel);
      });
    }

    // Runs the page once a kernel answers in the place of one that died. JupyterLab's own status does not tell:
    // it passes over the answers to the questions it begins with, and what a kernel says unasked may be lost while it starts.
    async function revive(panel) {
      if (reviving.has(panel)) { asked.add(panel); return; } // what is under way may be for a kernel that is dead by now
      reviving.add(panel);
      const answers = () => Promise.race([panel.sessionContext.session?.kernel?.requestKernelInfo().then(() => true, () => false), pause(PATIENCE)]);
      const over = () => panel.isDisposed || panel.sessionContext.session?.kernel?.status === "dead";
      do await pause(BREATH); while (!over() && await answers() !== true);
      reviving.delete(panel);
      const again = asked.delete(panel);
      if (over() && again) await revive(panel);
      else if (!over() && isOurs(panel)) run(panel).catch(() => {}); // it died again: the next one runs it
    }

    tracker.currentChanged.connect((_, panel) => start(panel));
    const open = (name) => app.commands.execute("docmanager:open", { path: `notebooks/${name}` });
    const named = location.pathname.includes("/tree/");
    if (window.innerWidth < 1600) app.restored.then(() => app.shell.collapseLeft()); // a laptop's screen is for the page, not for the list of files
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
