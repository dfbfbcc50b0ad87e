// [data-publish-key]: Ctrl+Enter (or Command+Enter) in the form presses its first button.
addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-publish-key]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.querySelector('button[type="submit"]').click();
  }
});
