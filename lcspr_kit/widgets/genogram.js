// A slider over the days on which the family changed. The drawing and its words come from the kit:
// the drawing is its cleaned SVG, the words are put in as text.

function render({ model, el }) {
  const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 0, step: 1 });
  const day = document.createElement("output"), words = document.createElement("span"), label = document.createElement("label");
  const picture = document.createElement("div"), description = document.createElement("p"), root = document.createElement("div");
  words.textContent = "The family as on";
  label.append(words, slider, day);
  label.style.cssText = "display:flex;gap:8px;align-items:center;font:13px Arial,sans-serif";
  slider.style.flex = "1";
  picture.style.overflow = "auto";
  picture.tabIndex = 0;
  picture.setAttribute("role", "group");
  picture.setAttribute("aria-label", "Genogram");
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  root.append(label, picture, description);
  el.replaceChildren(root);
  let days = [], busy = false, again = false;

  function ask() {
    if (busy) { again = true; return; }
    busy = true;
    model.send({ kind: "draw", place: slider.max === "0" && !days.length ? null : Number(slider.value) });
  }
  function told() {
    day.textContent = days[Number(slider.value)] || "";
    slider.setAttribute("aria-valuetext", day.textContent);
  }
  function hear(message) {
    if (!days.length) { days = message.days; slider.max = days.length - 1; slider.value = message.place; }
    told();
    picture.innerHTML = message.svg;
    description.textContent = message.words;
    busy = false;
    if (again) { again = false; ask(); }
  }
  slider.addEventListener("input", () => { told(); ask(); });
  // JupyterLab looks at the element in focus first: without this its arrow keys would fold headings.
  root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
  model.on("msg:custom", hear);
  ask();
  return () => model.off("msg:custom", hear);
}

export default { render };
