// The picture of the case while JupyterLab itself still loads: drawn by the page's own script from what the process
// says that waits to be its kernel (widgets/first.py), and taken away when the page itself has drawn. Runs before JupyterLab does.

(() => {
  const PAGES = {
    "notebooks/explore.ipynb": ["explorer", ".lcspr-explore[data-milliseconds]", "Explore the case"],
    "notebooks/welcome.ipynb": ["welcome", ".lcspr-welcome[data-told]", ""],
  };
  const notebook = decodeURIComponent(location.pathname.split("/tree/")[1] || ""), found = PAGES[notebook];
  if (!found) return;
  const [page, drawn, heading] = found, here = document.currentScript.src;
  const base = JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl;
  const STYLE = `
    .lcspr-first { position: fixed; inset: 0; z-index: 9000; overflow: auto; background: #fff; color: #2b2f36; font: 14px Arial, sans-serif; padding: 8px 24px; }
    .lcspr-first h1 { font-size: 24px; margin: 8px 0; }
    .lcspr-first .lcspr-first-said { margin: 8px 0; font-weight: bold; }
    .lcspr-first [inert] { opacity: .6; }`;
  const said = Object.assign(document.createElement("p"), { className: "lcspr-first-said", textContent: "Reading the case…" });
  said.setAttribute("role", "status");
  const place = document.createElement("div"), cover = document.createElement("section"), sheet = document.createElement("style");
  cover.className = "lcspr-first";
  cover.setAttribute("aria-label", "The case, while the page gets ready");
  sheet.textContent = STYLE;
  const looks = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(`${page}.css`, here) });
  cover.append(looks, sheet, ...(heading ? [Object.assign(document.createElement("h1"), { textContent: heading })] : []), said, place);

  async function ask(message) {
    const answer = await fetch(`${base}lcspr/first/${page}`, { method: "POST", credentials: "same-origin", cache: "no-store", body: JSON.stringify(message),
      headers: { "Content-Type": "application/json", "X-XSRFToken": document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] || "" } });
    return answer.ok ? answer.json() : [];
  }

  const bytes = (text) => { const signs = atob(text), all = new Uint8Array(signs.length); for (let i = 0; i < signs.length; i++) all[i] = signs.charCodeAt(i); return new DataView(all.buffer); };

  // What the page's script takes for its widget: it asks, and hears. What only the kit itself can do waits for it.
  function stand() {
    const hearing = new Set();
    const send = async (message) => {
      if (over || !["start", "look"].includes(message.kind)) return;
      const told = await ask(message).catch(() => []);
      if (!told.length) setTimeout(send, 1000, message); // nobody waits to be this page's kernel yet
      for (const [each, buffers] of told) {
        for (const hear of hearing) hear(each, buffers.map(bytes));
        drawnNow(each.kind);
      }
    };
    return { on: (_, hear) => hearing.add(hear), off: (_, hear) => hearing.delete(hear), send };
  }

  // Only what can be used already is in reach.
  function drawnNow(kind) {
    if (["look", "case"].includes(kind)) said.textContent = "This is the case as it stands now. Buttons and fields can be used in a moment.";
    for (const part of cover.querySelectorAll("form, .lcspr-tools, .lcspr-below, .lcspr-bar, a")) part.inert = true;
  }

  async function show() {
    const { default: widget } = await import(new URL(`${page}.js`, here));
    if (over) return;
    document.body.append(cover);
    leave = widget.render({ model: stand(), el: place });
    drawnNow();
  }

  let over = false, leave = null;
  const looking = setInterval(() => { if ([...document.querySelectorAll(drawn)].some((one) => !cover.contains(one))) end(); }, 50);
  function end() {
    over = true;
    clearInterval(looking);
    leave?.();
    cover.remove();
  }
  window.lcsprFirst = { endOf: (path) => { if (path === notebook) end(); } }; // for a page that does not come to draw
  setTimeout(end, 60000);
  show().catch(end);
})();
