// form[data-try]: sends what it describes, with the token of this page, and shows what came back.
const token = document.querySelector("[data-token] input");

function address(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const field of form.querySelectorAll("[data-place]")) {
    if (field.dataset.place === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
    if (field.dataset.place === "query" && field.value) query.set(field.name, field.value);
  }
  return query.size ? `${path}?${query}` : path;
}

function request(form) {
  const headers = {};
  if (token?.value) headers.Authorization = `Bearer ${token.value}`;
  const body = form.querySelector('[data-place="body"]')?.value;
  if (body) headers["Content-Type"] = "application/json";
  return { method: form.dataset.try, headers, body, credentials: "omit" };
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function show(output, words) {
  const box = document.createElement("pre");
  box.className = "trace";
  box.tabIndex = 0;
  box.textContent = words;
  output.replaceChildren(box);
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const output = form.querySelector("[data-answer]");
  try {
    const answer = await fetch(address(form), request(form));
    show(output, `${answer.status} ${answer.statusText}\n${readable(await answer.text())}`);
  } catch {
    show(output, output.dataset.failed);
  }
}

for (const form of document.querySelectorAll("form[data-try]")) {
  form.hidden = false;
  form.addEventListener("submit", send);
}

const holder = document.querySelector("[data-token]");
if (holder) holder.hidden = false;
holder?.addEventListener("submit", (event) => event.preventDefault());
