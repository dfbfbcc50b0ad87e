// [data-theme-choice="light|dark|auto"]: buttons that choose the theme.
import { applyTheme, chooseTheme, chosenTheme, onSystemChange } from "./theme_choice.js";

const buttons = [...document.querySelectorAll("[data-theme-choice]")];

function press(choice) {
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    chooseTheme(button.dataset.themeChoice);
    press(button.dataset.themeChoice);
  });
}

press(chosenTheme());
onSystemChange(() => applyTheme());
