"use strict";
/* Puts it together: the data stands in the page, or comes from the host. */
const MANY = 40;
const by = (id) => document.getElementById(id);

function fill(id, items, part) {
  by(id).replaceChildren(...items);
  if (part) by(part).hidden = items.length === 0;
}

let drawing = new AbortController();

function shown(data) {
  drawing.abort();
  drawing = new AbortController();
  const [title, subtitle, ends] = [plain(data.title, 200), plain(data.subtitle, 400), plain(data.ends, 400)];
  by("title").textContent = capital(title) || "Routing map";
  by("subtitle").textContent = subtitle.startsWith(`${title}, `) ? capital(subtitle.slice(title.length + 2)) : subtitle;
  by("ends").textContent = ends && `This call ends: ${ends}`;
  by("ends").hidden = !ends;
  by("main").hidden = false;
  const plan = laidOut(data), box = by("diagram");
  const nodes = new Map(plan.nodes.map((one) => [one.id, one]));
  const first = plan.nodes.find((one) => one.on_path) || plan.nodes[0];
  const high = plan.height * readable(box, plan) + 8;
  box.style.height = `${Math.min(Math.max(180, high), Math.max(320, window.innerHeight * 0.72), 760)}px`;
  const { svg, view } = drawn(plan);
  box.replaceChildren(svg);
  const moves = movable(box, view, plan, first, drawing.signal);
  const choose = (id, focus) => {
    const node = nodes.get(id);
    if (!node) return;
    for (const one of view.querySelectorAll(".chosen")) one.classList.remove("chosen");
    const place = [...view.querySelectorAll(".node")].find((one) => one.dataset.id === id);
    place.classList.add("chosen");
    by("details").textContent = detailsOf(node);
    moves.seen(node);
    if (focus) place.focus({ preventScroll: false });
  };
  for (const place of view.querySelectorAll(".node")) {
    place.addEventListener("focus", () => choose(place.dataset.id));
    place.addEventListener("click", () => choose(place.dataset.id));
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(place.dataset.id);
    });
  }
  fill("legend", legendItems());
  fill("findings", findingItems(data, nodes, choose), "findings-part");
  fill("steps", stepItems(data, nodes, choose), "steps-part");
  fill("places", placeItems(plan, nodes));
  by("places-part").open = plan.nodes.length <= MANY;
  by("zoom-in").onclick = () => moves.zoom(1.25);
  by("zoom-out").onclick = () => moves.zoom(1 / 1.25);
  by("fit").onclick = moves.whole;
  by("start").onclick = moves.begin;
  by("hide").onclick = () => {
    box.hidden = !box.hidden;
    by("hide").textContent = box.hidden ? "Show" : "Hide";
    by("hide").setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) moves.begin();
  };
  moves.begin();
}

function told(text) {
  by("subtitle").textContent = text || "This trace has no diagram.";
}

const inside = document.getElementById("data");
if (inside) shown(JSON.parse(inside.textContent));
else withHost(shown, told);
