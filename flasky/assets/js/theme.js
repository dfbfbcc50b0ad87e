// Runs before the first paint: says that scripts run, and sets the theme.
import { applyTheme } from "./theme_choice.js";

document.documentElement.classList.add("js");
applyTheme();
