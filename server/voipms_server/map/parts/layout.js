"use strict";
/* Where places stand and how ways run; dagre computes it. */
const CHARACTER = 7.2, LINE = 17, PAD = 12, WIDE = 26, WIDER = 4;

function sized(node) {
  const text = lines(shortName(node), WIDE, 3);
  const longest = Math.max(kindOf(node).length * 1.05, ...text.map((one) => one.length));
  return { ...node, text, width: Math.max(96, longest * CHARACTER + 2 * PAD + 14), height: text.length * LINE + 2 * PAD + 12 };
}

/* From the top down; what would be far wider than high runs from left to right. */
function laidOut(data) {
  const down = directed(data, "TB");
  return down.width > WIDER * down.height ? directed(data, "LR") : down;
}

function directed(data, rankdir) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir, nodesep: 26, ranksep: 46, edgesep: 14, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const nodes = listOf(data.nodes).map(sized);
  const known = new Set(nodes.map((one) => one.id));
  for (const node of nodes) graph.setNode(node.id, { width: node.width, height: node.height });
  const edges = listOf(data.edges).filter((one) => known.has(one.from) && known.has(one.to));
  edges.forEach((edge, place) => {
    const label = lines(plain(edge.label), 22, 2);
    const width = label.length ? Math.max(...label.map((one) => one.length)) * 6.2 + 8 : 0;
    edge.text = label;
    graph.setEdge(edge.from, edge.to, { width, height: label.length * 14, labelpos: "c" }, String(place));
  });
  dagre.layout(graph);
  const placed = nodes.map((node) => ({ ...node, ...graph.node(node.id), width: node.width, height: node.height }));
  const byId = new Map(placed.map((one) => [one.id, one]));
  const drawn = edges.map((edge, place) => {
    const way = { ...edge, ...graph.edge(edge.from, edge.to, String(place)) };
    if (edge.from !== edge.to) return { ...way, line: curve(way.points) };
    const node = byId.get(edge.from);
    return { ...way, line: loopOf(node), x: node.x + node.width / 2 + 44 + way.width / 2, y: node.y };
  });
  const { width, height } = graph.graph();
  return { nodes: placed, edges: drawn, width: width || 1, height: height || 1 };
}

/* A way that leads back to where it began, beside the place. */
function loopOf(node) {
  const [x, y] = [node.x + node.width / 2, node.y];
  return `M${x},${y - 9}C${x + 46},${y - 34} ${x + 46},${y + 34} ${x},${y + 9}`;
}

function curve(points) {
  const [first, ...rest] = points;
  let made = `M${first.x.toFixed(1)},${first.y.toFixed(1)}`;
  rest.forEach((point, place) => {
    const next = rest[place + 1];
    made += next
      ? `Q${point.x.toFixed(1)},${point.y.toFixed(1)} ${((point.x + next.x) / 2).toFixed(1)},${((point.y + next.y) / 2).toFixed(1)}`
      : `L${point.x.toFixed(1)},${point.y.toFixed(1)}`;
  });
  return made;
}
