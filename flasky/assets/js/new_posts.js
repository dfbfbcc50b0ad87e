// [data-new-posts]: asks now and then whether something new came, and says so without moving the page.
const SOON = 20_000;
const LATE = 300_000;

for (const bar of document.querySelectorAll("[data-new-posts]")) {
  let wait = SOON;
  let timer;

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  };

  const look = async () => {
    // In the background nobody looks; the page asks again when it comes back.
    if (document.hidden) return;
    const answer = await fetch(bar.dataset.url, { headers: { "HX-Request": "true" } }).catch(() => null);
    const words = answer?.status === 200 ? await answer.text() : "";
    if (words && words !== bar.dataset.said) {
      bar.innerHTML = words;
      bar.dataset.said = words;
    }
    wait = answer?.ok ? Math.min(wait * 1.5, LATE) : LATE;
    later();
  };

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
  later();
}
