// <relative-time>: gives each the full date and time of the visitor's own zone and language.
import "@github/relative-time-element";

const words = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

function name(element) {
  element.prefix = "";
  element.title = words.format(new Date(element.dateTime ?? element.getAttribute("datetime")));
  if (!element.closest("a")) element.tabIndex = 0;
}

export function nameTimes(root = document) {
  root.querySelectorAll("relative-time").forEach(name);
}

nameTimes();
