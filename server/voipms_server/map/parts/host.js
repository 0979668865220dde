"use strict";
/* MCP Apps: messages with the host that shows this page in a frame. */
const PROTOCOL = "2026-01-26", KEY = "mcp-voipms/routing-map";

function withHost(onMap, onText) {
  let last = 0;
  const waiting = new Map();
  const send = (message) => window.parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
  const notify = (method, params) => send({ method, params: params || {} });
  const ask = (method, params) => new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    send({ id: last, method, params });
  });
  const context = (told) => {
    if (told && (told.theme === "light" || told.theme === "dark")) document.documentElement.dataset.theme = told.theme;
  };
  const result = (told) => {
    const map = told && told._meta && told._meta[KEY];
    if (map) onMap(map);
    else onText(listOf(told && told.content).map((one) => plain(one.text, 4000)).join("\n"));
  };
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !event.data || event.data.jsonrpc !== "2.0") return;
    const { id, method, params, error } = event.data;
    if (method === undefined) {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (asked) (error ? asked.reject : asked.resolve)(error || event.data.result);
    } else if (method === "ui/notifications/tool-result") result(params);
    else if (method === "ui/notifications/host-context-changed") context(params);
    else if (id !== undefined) send({ id, result: {} });
  });
  const size = () => notify("ui/notifications/size-changed", {
    width: Math.ceil(document.documentElement.scrollWidth), height: Math.ceil(document.body.getBoundingClientRect().height),
  });
  new ResizeObserver(size).observe(document.body);
  ask("ui/initialize", { protocolVersion: PROTOCOL, appInfo: { name: "mcp-voipms routing map", version: "1" }, appCapabilities: {} })
    .then((told) => { context(told && told.hostContext); notify("ui/notifications/initialized"); })
    .catch(() => onText("The host did not let this page begin."));
}
