// [data-unsaved]: asks before the page is left with words nobody has sent.
// data-unsaved="yes" when the words in the form came from the person, not from a saved post.
for (const form of document.querySelectorAll("[data-unsaved]")) {
  let sent = false;

  const fields = () => [...form.elements].filter((field) => field.matches("textarea, input:not([type=hidden])"));
  const changed = () =>
    fields().some((field) => field.value !== (form.dataset.unsaved === "yes" ? "" : field.defaultValue));

  form.addEventListener("submit", (event) => {
    sent = !event.defaultPrevented;
  });
  addEventListener("pageshow", () => {
    sent = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!sent && changed()) event.preventDefault();
  });
}
