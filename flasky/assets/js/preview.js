// [data-preview]: where htmx puts the preview. Says when it is on its way, and when it did not come.
import { watchScrollers } from "./scroll_regions.js";

const slot = document.querySelector("[data-preview]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function waiting(state) {
  slot?.setAttribute("aria-busy", String(state));
}

function failed() {
  const words = document.createElement("p");
  words.className = "field-error";
  words.textContent = slot?.dataset.error ?? "";
  slot?.replaceChildren(words);
}

// Other pieces of the page change in place too; those are nothing to the preview.
function on(name, act) {
  document.addEventListener(name, (event) => {
    if (slot && event.detail.ctx?.target === slot) act(event);
  });
}

on("htmx:before:request", () => waiting(true));
on("htmx:finally:request", () => waiting(false));
on("htmx:error", failed);
on("htmx:response:error", ({ detail }) => {
  // 422 brings a fragment that says what is wrong; everything else is a page of its own.
  if (detail.ctx.response.raw.status !== 422) failed();
});
on("htmx:after:swap", () => {
  watchScrollers(slot ?? document);
  slot?.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "nearest" });
});
