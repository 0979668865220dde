"use strict";
/* Size and place of the diagram: buttons, keys, wheel, pointer. */
function readable(box, plan) {
  const least = box.clientWidth < 480 ? 0.62 : 0.8;
  return Math.min(1, Math.max(least, box.clientWidth / plan.width));
}

function movable(box, view, plan, first, signal) {
  const state = { x: 0, y: 0, scale: 1 };
  const show = () => view.setAttribute("transform", `translate(${state.x.toFixed(1)},${state.y.toFixed(1)}) scale(${state.scale.toFixed(3)})`);
  const zoom = (factor, at) => {
    const next = Math.min(2.5, Math.max(0.08, state.scale * factor));
    const point = at || { x: box.clientWidth / 2, y: box.clientHeight / 2 };
    state.x = point.x - ((point.x - state.x) * next) / state.scale;
    state.y = point.y - ((point.y - state.y) * next) / state.scale;
    state.scale = next;
    show();
  };
  const whole = () => {
    state.scale = Math.min(1, box.clientWidth / plan.width, box.clientHeight / plan.height);
    state.x = (box.clientWidth - plan.width * state.scale) / 2;
    state.y = Math.max(0, (box.clientHeight - plan.height * state.scale) / 2);
    show();
  };
  const begin = () => {
    state.scale = readable(box, plan);
    const across = plan.width * state.scale <= box.clientWidth;
    state.x = across ? (box.clientWidth - plan.width * state.scale) / 2 : box.clientWidth / 2 - (first ? first.x : 0) * state.scale;
    state.y = Math.min(0, box.clientHeight / 3 - (first ? first.y : 0) * state.scale);
    show();
  };
  const seen = (node) => {
    const [x, y] = [state.x + node.x * state.scale, state.y + node.y * state.scale];
    const [w, h] = [(node.width * state.scale) / 2 + 8, (node.height * state.scale) / 2 + 8];
    if (x - w < 0 || x + w > box.clientWidth) state.x += box.clientWidth / 2 - x;
    if (y - h < 0 || y + h > box.clientHeight) state.y += box.clientHeight / 2 - y;
    show();
  };
  box.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key];
    if (steps) { state.x += steps[0]; state.y += steps[1]; show(); }
    else if (event.key === "+" || event.key === "=") zoom(1.2);
    else if (event.key === "-") zoom(1 / 1.2);
    else if (event.key === "0") whole();
    else return;
    event.preventDefault();
  }, { signal });
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = box.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1, { x: event.clientX - left, y: event.clientY - top });
  }, { passive: false, signal });
  let held = null;
  box.addEventListener("pointerdown", (event) => { held = { x: event.clientX, y: event.clientY }; }, { signal });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    box.classList.add("dragged");
    state.x += event.clientX - held.x;
    state.y += event.clientY - held.y;
    held = { x: event.clientX, y: event.clientY };
    show();
  }, { signal });
  window.addEventListener("pointerup", () => { held = null; box.classList.remove("dragged"); }, { signal });
  return { zoom, whole, begin, seen };
}
