// What every page of somebody who is logged in gets besides: pieces of it change in place.
import "htmx.org";
import "./clear.js";
import "./completions.js";
import "./fall_back.js";
import "./shortcut.js";
import "./unsaved.js";
