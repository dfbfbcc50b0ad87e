// Code and tables wider than the page: the keyboard can reach and scroll them.
const SCROLLERS = ".prose pre, .prose > table, .prose .table-scroll";

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

export function watchScrollers(root = document) {
  for (const element of root.querySelectorAll(SCROLLERS)) sizes.observe(element);
}

watchScrollers();
