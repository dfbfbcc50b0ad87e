// [data-publish-key]: Ctrl+Enter (or Command+Enter) in the form presses its first button.
for (const form of document.querySelectorAll("[data-publish-key]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector('button[type="submit"]').click();
    }
  });
}
