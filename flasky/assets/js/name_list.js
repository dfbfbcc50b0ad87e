// A listbox below a field: the field keeps the focus, aria-activedescendant says which name is meant.
const OF_EVERY_FIELD = { "aria-autocomplete": "list", "aria-haspopup": "listbox" };

export function nameList(field, onChoice) {
  const list = document.createElement("ul");
  // HTML lets a textarea be nothing but a textbox, which has no aria-expanded.
  const isCombobox = field.localName === "input";
  Object.assign(list, { id: `${field.id}-names`, className: "completions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  field.after(list);
  field.parentElement.classList.add("has-completions");
  const words = { ...OF_EVERY_FIELD, "aria-controls": list.id, ...(isCombobox && { role: "combobox" }) };
  for (const [name, value] of Object.entries(words)) field.setAttribute(name, value);
  let chosen = 0;

  const select = (index) => {
    chosen = (index + list.children.length) % list.children.length;
    [...list.children].forEach((item, each) => item.setAttribute("aria-selected", String(each === chosen)));
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
  };

  const show = (html) => {
    list.innerHTML = html;
    list.hidden = !list.children.length;
    if (isCombobox) field.setAttribute("aria-expanded", String(!list.hidden));
    for (const [each, item] of [...list.children].entries()) item.id = `${list.id}-${each}`;
    if (list.hidden) field.removeAttribute("aria-activedescendant");
    else select(0);
  };

  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const item = event.target.closest("[role=option]");
    if (item) onChoice(item.dataset.value);
  });
  show("");
  return {
    show,
    isOpen: () => !list.hidden,
    move: (by) => select(chosen + by),
    choose: () => onChoice(list.children[chosen].dataset.value),
  };
}
