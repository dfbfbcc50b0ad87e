// What a page with an editor gets besides.
import "@github/markdown-toolbar-element";
import "./preview.js";
