const KEY = "theme";
const darkness = matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme() {
  // Storage may be forbidden; then the system's theme is all there is.
  try {
    return localStorage.getItem(KEY) ?? "auto";
  } catch {
    return "auto";
  }
}

export function chooseTheme(choice) {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // The choice then lasts as long as the page.
  }
  applyTheme(choice);
}

export function applyTheme(choice = chosenTheme()) {
  const system = darkness.matches ? "dark" : "light";
  document.documentElement.dataset.bsTheme = choice === "auto" ? system : choice;
}

export function onSystemChange(listener) {
  darkness.addEventListener("change", listener);
}
