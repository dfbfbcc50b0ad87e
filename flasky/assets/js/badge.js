// [data-badge]: the number of unread notifications. Asked again every 30 s, more rarely when no answer comes, never in
// a tab that nobody sees; for good no more once the login is over.
const badge = document.querySelector("[data-badge]");
const number = badge?.querySelector("[data-badge-number]");
const words = badge?.querySelector("[data-badge-words]");
const said = document.querySelector("[data-badge-said]");
const OFTEN = 30_000;
const RARELY = 600_000;

let wait = OFTEN;
let timer;
let etag = "";
let askedAt = Date.now();

function entitle() {
  const title = document.title.replace(/^\(\d+\+?\) /, "");
  document.title = number.textContent ? `(${number.textContent}) ${title}` : title;
}

function show(news) {
  if (number.textContent !== news.label) said.textContent = news.words;
  number.textContent = news.label;
  words.textContent = news.words;
  entitle();
}

// Returns whether to ask again: a login that is over answers with a redirect, 401 or 403.
async function ask() {
  askedAt = Date.now();
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await fetch(badge.dataset.badge, { headers, redirect: "manual" });
  if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return false;
  if (answer.status === 304) return true;
  if (!answer.ok) throw new Error(answer.statusText);
  etag = answer.headers.get("ETag") ?? "";
  show(await answer.json());
  return true;
}

async function turn() {
  try {
    if (!(await ask())) return;
    wait = OFTEN;
  } catch {
    wait = Math.min(wait * 2, RARELY);
  }
  plan(wait);
}

function plan(delay) {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(turn, delay);
}

if (badge) {
  entitle();
  plan(OFTEN);
  document.addEventListener("visibilitychange", () => plan(Math.max(0, askedAt + wait - Date.now())));
}
