// [data-read-mark]: a form that notes how far one has read; sent by itself once the page was seen for a moment.
const A_MOMENT = 2_000;

for (const form of document.querySelectorAll("[data-read-mark]")) {
  let sent = false;

  const send = () => {
    if (sent || document.hidden) return;
    sent = true;
    const options = { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, keepalive: true };
    fetch(form.action, options).catch(() => {
      sent = false;
    });
  };

  setTimeout(send, A_MOMENT);
  document.addEventListener("visibilitychange", () => setTimeout(send, A_MOMENT));
}
