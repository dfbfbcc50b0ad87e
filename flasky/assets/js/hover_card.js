// [data-card]: a link to somebody shows their card on hover and on focus of the keyboard. Escape and leaving close it.
import { nameTimes } from "./times.js";

const OPENS_AFTER = 450;
const CLOSES_AFTER = 250;
let card = null;
let timer = 0;

function close() {
  clearTimeout(timer);
  card?.remove();
  card = null;
}

function later(act, wait) {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
}

async function open(link) {
  if (card?.previousElementSibling === link) return;
  const answer = await fetch(link.dataset.card, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || !link.matches(":hover, :focus-visible")) return;
  close();
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  card = document.createElement("div");
  card.className = "hover-card";
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", link.textContent.trim());
  card.append(...drawn.body.childNodes);
  link.after(card);
  nameTimes(card);
  window.htmx?.process(card);
}

function target(event) {
  return event.target instanceof Element ? event.target.closest("[data-card]") : null;
}

function inside(event) {
  return event.target instanceof Node && card?.contains(event.target);
}

for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  addEventListener(enter, (event) => {
    const link = event.pointerType === "touch" ? null : target(event);
    if (link && (enter === "pointerover" || link.matches(":focus-visible"))) later(() => open(link), OPENS_AFTER);
    else if (inside(event)) clearTimeout(timer);
  });
  addEventListener(leave, (event) => {
    if (target(event) || inside(event)) later(close, CLOSES_AFTER);
  });
}
addEventListener("keydown", ({ key }) => {
  if (key === "Escape") close();
});
