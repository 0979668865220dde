"use strict";
/* The diagram: places by shape, state by colour and sign, the way of this call drawn thick. */
function outline(node) {
  const { width: w, height: h } = node;
  const box = { class: "body", x: -w / 2, y: -h / 2, width: w, height: h };
  if (node.kind === "tc") {
    const cut = 14;
    const corners = [[-w / 2, 0], [-w / 2 + cut, -h / 2], [w / 2 - cut, -h / 2], [w / 2, 0], [w / 2 - cut, h / 2], [-w / 2 + cut, h / 2]];
    return shape("polygon", { class: "body", points: corners.map((one) => one.join(",")).join(" ") });
  }
  if (node.kind === "filter") {
    const cut = 12;
    const corners = [[-w / 2 + cut, -h / 2], [w / 2, -h / 2], [w / 2 - cut, h / 2], [-w / 2, h / 2]];
    return shape("polygon", { class: "body", points: corners.map((one) => one.join(",")).join(" ") });
  }
  const round = { number: h / 2, end: h / 2, account: 4, vm: 14, ivr: 2, queue: 2, grp: 10 }[node.kind] ?? 6;
  return shape("rect", { ...box, rx: round });
}

function spokenNode(node) {
  const state = STATES[node.state] ? `, ${STATES[node.state].word}` : "";
  const path = node.on_path ? `, on the way of this call${node.second === undefined ? "" : ` at second ${node.second}`}` : "";
  return `${kindOf(node)} ${shortName(node)}${state}${path}`;
}

function drawnNode(node) {
  const classes = ["node", node.on_path ? "path" : "", STATES[node.state] ? node.state : "", node.kind === "end" ? "end" : ""];
  const made = shape("g", {
    class: classes.filter(Boolean).join(" "), transform: `translate(${node.x},${node.y})`, tabindex: "0", role: "button",
    "aria-label": spokenNode(node), "data-id": node.id,
  });
  made.append(outline(node));
  const top = -node.height / 2 + PAD + 6;
  const kind = shape("text", { class: "kind", "text-anchor": "middle", y: top });
  kind.textContent = kindOf(node).toUpperCase();
  made.append(kind);
  node.text.forEach((line, place) => {
    const text = shape("text", { "text-anchor": "middle", y: top + (place + 1) * LINE });
    text.textContent = line;
    made.append(text);
  });
  if (STATES[node.state]) {
    const [x, y] = [node.width / 2 - 4, -node.height / 2 + 4];
    const sign = shape("text", { class: "sign", "text-anchor": "middle", x, y: y + 4.5 });
    sign.textContent = STATES[node.state].sign;
    made.append(shape("circle", { class: "badge", cx: x, cy: y, r: 9 }), sign);
  }
  if (node.on_path && node.second !== undefined && node.kind !== "end") {
    const at = shape("text", { class: "at", "text-anchor": "start", x: -node.width / 2, y: -node.height / 2 - 5 });
    at.textContent = `${node.second} s`;
    made.append(at);
  }
  return made;
}

function drawnEdge(edge) {
  const made = shape("g", { class: edge.on_path ? "edge path" : "edge", "aria-hidden": "true" });
  made.append(shape("path", { d: edge.line, "marker-end": `url(#${edge.on_path ? "arrow-path" : "arrow"})` }));
  if (edge.text.length && edge.x !== undefined) {
    made.append(shape("rect", { x: edge.x - edge.width / 2, y: edge.y - edge.height / 2, width: edge.width, height: edge.height, rx: 3 }));
    edge.text.forEach((line, place) => {
      const text = shape("text", { "text-anchor": "middle", x: edge.x, y: edge.y - edge.height / 2 + 11 + place * 14 });
      text.textContent = line;
      made.append(text);
    });
  }
  return made;
}

function arrow(id) {
  const marker = shape("marker", {
    id, class: id === "arrow-path" ? "path" : "", viewBox: "0 0 10 10", refX: 9, refY: 5, markerUnits: "userSpaceOnUse",
    markerWidth: 12, markerHeight: 12, orient: "auto-start-reverse",
  });
  marker.append(shape("path", { d: "M0,0 L10,5 L0,10 z" }));
  return marker;
}

function drawn(plan) {
  const view = shape("g", { class: "view" });
  const back = plan.edges.filter((one) => !one.on_path), front = plan.edges.filter((one) => one.on_path);
  const byWay = [...plan.nodes].sort((one, other) => (other.on_path === true) - (one.on_path === true) || one.y - other.y);
  view.append(...[...back, ...front].map(drawnEdge), ...byWay.map(drawnNode));
  const defs = shape("defs", {}, arrow("arrow"), arrow("arrow-path"));
  return { svg: shape("svg", { role: "group", "aria-label": "Routing" }, defs, view), view };
}
