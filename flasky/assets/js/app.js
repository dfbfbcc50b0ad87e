// What every page gets.
import "./badge.js";
import "./copy.js";
import "./first_error.js";
import "./hover_card.js";
import "./menus.js";
import "./nav_toggle.js";
import "./new_posts.js";
import "./read_mark.js";
import "./scroll_regions.js";
import "./submit_once.js";
import "./theme_switch.js";
import "./times.js";
