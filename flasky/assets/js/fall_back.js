// form[data-falls-back]: what htmx could not do in place is sent as a page, which says what is wrong and keeps the text.
document.addEventListener("htmx:response:error", ({ detail }) => {
  const { response, sourceElement } = detail.ctx;
  const form = sourceElement?.closest("form[data-falls-back]");
  if (!form || response.raw.status === 422) return;
  if (sourceElement.hasAttribute("formaction")) form.action = sourceElement.formAction;
  form.submit();
});
