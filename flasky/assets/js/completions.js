// [data-complete]: offers names for what is being typed in a field. Arrows choose, Enter and Tab take, Escape closes.
// A field that comes into the page later is found when it gets the focus.
import { nameList } from "./name_list.js";
import { put, typedIn } from "./typed_names.js";

const PAUSE = 120;

const known = new WeakSet();

function complete(field) {
  known.add(field);
  let typed = null;
  let timer;

  const list = nameList(field, (name) => {
    put(field, typed, name);
    close();
  });

  const close = () => {
    clearTimeout(timer);
    typed = null;
    list.show("");
  };

  const look = async () => {
    const asked = typedIn(field);
    typed = asked;
    if (!asked) return list.show("");
    const answer = await fetch(`${asked.url}?q=${encodeURIComponent(asked.begun)}`).catch(() => null);
    const names = answer?.status === 200 ? await answer.text() : "";
    if (asked === typed && document.activeElement === field) list.show(names);
  };

  const keys = {
    ArrowDown: () => list.move(1),
    ArrowUp: () => list.move(-1),
    Enter: list.choose,
    Tab: list.choose,
    Escape: close,
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (!list.isOpen() || event.ctrlKey || event.metaKey || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  field.addEventListener("blur", close);
}

document.querySelectorAll("[data-complete]").forEach(complete);
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-complete]") && !known.has(target)) complete(target);
});
