// [data-nav-toggle]: a button that shows and hides what it controls.
for (const button of document.querySelectorAll("[data-nav-toggle]")) {
  const nav = document.getElementById(button.getAttribute("aria-controls"));

  const show = (open) => {
    nav.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
  };

  button.addEventListener("click", () => show(!nav.classList.contains("is-open")));
  nav.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && nav.classList.contains("is-open")) {
      show(false);
      button.focus();
    }
  });
}
