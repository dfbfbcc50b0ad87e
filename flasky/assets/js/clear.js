// [data-clear]: empties the place it names, and gives the keyboard back to what filled it.
addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-clear]");
  const slot = button && document.querySelector(button.dataset.clear);
  if (!slot) return;
  slot.replaceChildren();
  document.querySelector(`[hx-target="${button.dataset.clear}"]`)?.focus();
});
