"use strict";
/* The same as lists, for everybody who reads rather than looks. */
const ORDER = ["problem", "warning", "hint"];
const SEVERITY = { problem: "Problem", warning: "Warning", hint: "Hint" };

function chooser(words, id, choose) {
  const button = element("button", { type: "button", class: "link" }, words);
  button.addEventListener("click", () => choose(id, true));
  return button;
}

function findingItems(data, nodes, choose) {
  const found = listOf(data.findings).sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
  return found.map((one) => {
    const item = element("li", { class: ORDER.includes(one.severity) ? one.severity : "hint" });
    item.append(element("span", { class: "severity" }, `${SEVERITY[one.severity] || "Hint"}: `), plain(one.words));
    if (one.fix) item.append(element("span", { class: "fix" }, `Fix: ${plain(one.fix)}`));
    if (nodes.has(one.node)) item.append(" ", chooser("Show it", one.node, choose));
    return item;
  });
}

function stepItems(data, nodes, choose) {
  return listOf(data.steps).map((step) => {
    const item = element("li", {}, element("span", { class: "second" }, `${Number(step.second) || 0} s `));
    item.append(nodes.has(step.node) ? chooser(plain(step.words), step.node, choose) : plain(step.words));
    return item;
  });
}

function placeItems(plan, nodes) {
  return plan.nodes.filter((node) => node.kind !== "end").map((node) => {
    const item = element("li", {}, spokenNode(node));
    const details = (Array.isArray(node.details) ? node.details : []).map((one) => plain(one)).filter(Boolean);
    if (details.length) item.append(element("span", { class: "quiet" }, ` (${details.join("; ")})`));
    const ways = plan.edges.filter((one) => one.from === node.id);
    if (ways.length) {
      item.append(element("ul", {}, ...ways.map((way) => {
        const label = plain(way.label);
        return element("li", {}, `${label ? `${label}: ` : ""}${nameOf(nodes.get(way.to))}${way.on_path ? " (this call)" : ""}`);
      })));
    }
    return item;
  });
}

function legendItems() {
  const signs = Object.values(STATES).map((one) => [one.sign, one.word]);
  return [["\u2501", "the way of this call"], ...signs].map(([sign, word]) =>
    element("li", {}, element("span", { class: "mark", "aria-hidden": "true" }, `${sign} `), word));
}

function detailsOf(node) {
  const details = (Array.isArray(node.details) ? node.details : []).map((one) => plain(one)).filter(Boolean);
  return [spokenNode(node), ...details].join(". ");
}
