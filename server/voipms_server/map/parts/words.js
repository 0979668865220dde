"use strict";
/* Small pieces: elements whose text is always text, and words for what the data holds. */
const SVG = "http://www.w3.org/2000/svg";
const KINDS = {
  number: "Number", filter: "Caller-ID filter", tc: "Time condition", ivr: "IVR", grp: "Ring group", queue: "Queue",
  account: "Sub-account", fwd: "Forwarding", sip: "SIP URI", vm: "Mailbox", recording: "Recording",
  cb: "Callback", disa: "DISA", sys: "System", end: "End", unknown: "Unknown",
};
const STATES = {
  problem: { sign: "\u00d7", word: "problem" }, warning: { sign: "!", word: "warning" }, unknown: { sign: "?", word: "not known" },
};
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function plain(value, most) {
  const text = String(value ?? "").replace(INVISIBLE, " ").trim();
  return most && text.length > most ? text.slice(0, most - 1) + "\u2026" : text;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function listOf(value) {
  return Array.isArray(value) ? value.filter((one) => one && typeof one === "object") : [];
}

function kindOf(node) {
  return KINDS[node.kind] || plain(node.kind, 20) || "Place";
}

function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function nameOf(node) {
  const [label, name] = [plain(node.label), plain(node.name)];
  return name && !label.includes(name) ? `${label} (${name})` : label || name;
}

/* Without the kind, which is told beside it. */
function shortName(node) {
  const [whole, kind] = [nameOf(node), kindOf(node).toLowerCase()];
  return whole.toLowerCase().startsWith(`${kind} `) ? whole.slice(kind.length + 1) : whole;
}

function lines(text, width, most) {
  const made = [];
  let line = "";
  for (const word of text.split(/\s+/).flatMap((one) => one.match(new RegExp(`.{1,${width}}`, "gu")) || [])) {
    if (line && (line + " " + word).length > width) { made.push(line); line = word; } else line = line ? line + " " + word : word;
  }
  if (line) made.push(line);
  if (made.length > most) { made.length = most; made[most - 1] = plain(made[most - 1], width - 1) + "\u2026"; }
  return made;
}
