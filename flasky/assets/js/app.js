// What every page gets.
import "./first_error.js";
import "./menus.js";
import "./nav_toggle.js";
import "./scroll_regions.js";
import "./submit_once.js";
import "./theme_switch.js";
import "./times.js";
