// What a page with an editor gets besides.
import "htmx.org";
import "@github/markdown-toolbar-element";
import "./preview.js";
import "./shortcut.js";
import "./unsaved.js";
