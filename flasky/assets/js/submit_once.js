// Every form: a second click while the first is on its way sends nothing.
addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  // After this turn, because a disabled button would take its address out of the request.
  setTimeout(() => {
    if (submitter) submitter.disabled = true;
  });
});

// The page may come back as it was left, by the back button.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button:disabled")) button.disabled = false;
  }
});
