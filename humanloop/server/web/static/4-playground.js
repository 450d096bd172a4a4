// The playground: answers as they come, columns side by side on the same inputs.
const ground = document.querySelector(".playground");
const NAME = /\{\{\s*([A-Za-z_][\w]*)\s*\}\}/g;
const tokenOf = () => document.querySelector("meta[name=csrf-token]").content;
const fieldsOf = (form) => new URLSearchParams(new FormData(form));
const post = (address, form, signal) => fetch(address, {
  method: "POST", body: fieldsOf(form), signal, headers: { Accept: "application/json", "X-CSRF-Token": tokenOf() },
});
const say = (form, text) => {
  const problem = form.querySelector("[role=alert]");
  problem.textContent = text;
  problem.hidden = !text;
};
const messageOf = async (answer) => {
  try { return (await answer.json()).detail ?? answer.statusText; } catch { return answer.statusText; }
};
const run = async (form) => {
  const log = form.querySelector("[role=log]"), stop = form.querySelector("[data-stop]"), control = new AbortController();
  log.replaceChildren();
  say(form, "");
  stop.hidden = false;
  stop.onclick = () => control.abort();
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await post(ground.dataset.run, form, control.signal);
    if (!answer.ok) { say(form, JSON.stringify(await messageOf(answer)).replace(/^"|"$/g, "")); return; }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      for (const part of parts) {
        if (!part.startsWith("data: ")) continue;
        const event = JSON.parse(part.slice(6));
        if (event.error) say(form, event.error.message ?? String(event.error));
        for (const item of event.data ?? []) {
          log.append(item.output ?? "");
          for (const call of item.tool_calls ?? item.output_message?.tool_calls ?? []) log.append(`\n${call.function?.name}(${call.function?.arguments})`);
        }
      }
    }
  } catch (error) {
    if (error.name !== "AbortError") say(form, "The server did not answer.");
  } finally {
    stop.hidden = true;
    form.removeAttribute("aria-busy");
  }
};
const rename = () => {
  const forms = [...ground.querySelectorAll("form")];
  forms.forEach((form, index) => form.setAttribute("aria-label", `Column ${index + 1}`));
  const add = document.querySelector("#add-column");
  if (add) add.hidden = forms.length >= 4;
};
const update = (form) => {
  const box = form.querySelector(".inputs-of");
  const names = new Set([...form.elements.template.value.matchAll(NAME)].map((found) => found[1]));
  for (const name of names) {
    if (form.elements[`inputs.${name}`]) continue;
    const label = document.createElement("label"), text = document.createElement("span"), area = document.createElement("textarea");
    text.textContent = name;
    area.name = `inputs.${name}`;
    area.rows = 1;
    area.value = ground.querySelector(`[name="inputs.${name}"]`)?.value ?? "";
    label.append(text, " ", area);
    box.append(label);
  }
};
const prepare = (form) => {
  const copy = form.querySelector("[data-copy-python]");
  copy.hidden = false;
  copy.onclick = async () => {
    const answer = await post(ground.dataset.python, form);
    if (!answer.ok) { say(form, await messageOf(answer)); return; }
    try { await navigator.clipboard.writeText(await answer.text()); copy.textContent = "Copied"; } catch { copy.textContent = "Not allowed to copy"; }
    setTimeout(() => { copy.textContent = "Copy as Python"; }, 1200);
  };
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    run(form);
  });
  form.addEventListener("input", (event) => {
    if (event.target.name === "template") update(form);
    // One input, all columns.
    if (/^(inputs\..*|messages)$/.test(event.target.name ?? "")) for (const other of ground.querySelectorAll("form")) {
      const field = other.elements[event.target.name];
      if (field && field !== event.target) field.value = event.target.value;
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); for (const each of ground.querySelectorAll("form")) if (each === form || event.shiftKey) run(each); }
  });
};
// All rows of a dataset, one after the other: each column is asked with the inputs of each row.
const part = document.querySelector("#rows");
let stopped = null;
const element = (tag, className, text) => { const made = document.createElement(tag); if (className) made.className = className; made.textContent = text; return made; };
const one = async (form, row, control) => {
  const body = fieldsOf(form);
  body.set("datapoint", row.dataset.datapoint);
  body.set("evaluator", document.querySelector("[name=evaluator]").value);
  const answer = await fetch(part.dataset.row, { method: "POST", body, signal: control.signal, headers: { Accept: "application/json", "X-CSRF-Token": tokenOf() } });
  return answer.ok ? answer.json() : { output: null, error: await messageOf(answer), verdict: null };
};
const fill = (cell, { output, error, verdict }) => {
  const said = element("bdi", "", error ?? output ?? "");
  cell.replaceChildren(...(error ? [element("span", "badge bad", "Error"), " ", said] : [said]));
  if (verdict) cell.append(" ", element("span", `badge${verdict.error || verdict.value === false ? " bad" : verdict.value === true ? " good" : ""}`, `${verdict.name}: ${verdict.error ? "error" : verdict.value}`));
};
const sum = (found) => {
  const values = found.map((each) => each.verdict?.value).filter((value) => value !== undefined && value !== null);
  const failed = found.filter((each) => each.error || each.verdict?.error).length, numbers = values.filter((value) => typeof value === "number");
  const said = values.some((value) => typeof value === "boolean") ? `${values.filter((value) => value === true).length} of ${values.length} true`
    : numbers.length ? `mean ${(numbers.reduce((all, value) => all + value, 0) / numbers.length).toLocaleString("en", { maximumFractionDigits: 3 })}` : `${found.length - failed} answered`;
  return failed ? `${said}, ${failed} failed` : said;
};
const runRows = async () => {
  const table = part.querySelector("table"), forms = [...ground.querySelectorAll("form")], rows = [...table.tBodies[0].rows], status = part.querySelector("[role=status]");
  const control = stopped = new AbortController(), heads = [], found = forms.map(() => []);
  for (const each of table.querySelectorAll("[data-column]")) each.remove();
  forms.forEach((form, index) => {
    const head = element("th", "", `Column ${index + 1}`);
    head.dataset.column = index;
    heads.push(head);
    table.tHead.rows[0].append(head);
  });
  part.querySelector("[data-stop-rows]").hidden = false;
  try {
    for (const [number, row] of rows.entries()) {
      status.textContent = `Row ${number + 1} of ${rows.length}`;
      await Promise.all(forms.map(async (form, index) => {
        const cell = element("td", "words wrap", "…");
        cell.dataset.column = index;
        row.append(cell);
        const answer = await one(form, row, control);
        fill(cell, answer);
        found[index].push(answer);
        heads[index].textContent = `Column ${index + 1}: ${sum(found[index])}`;
      }));
    }
    status.textContent = `All ${rows.length} rows are answered.`;
  } catch (error) {
    status.textContent = error.name === "AbortError" ? "Stopped." : "The server did not answer.";
  } finally {
    part.querySelector("[data-stop-rows]").hidden = true;
  }
};
const prepareRows = () => {
  const button = part.querySelector("[data-run-rows]");
  if (!button) return;
  button.hidden = false;
  button.onclick = runRows;
  part.querySelector("[data-stop-rows]").onclick = () => stopped.abort();
};
if (part) {
  prepareRows();
  // Other rows, with the columns as they are.
  part.parentElement.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const address = `${event.target.action}?${new URLSearchParams(new FormData(event.target))}`;
    const found = await load(address).catch(() => null);
    if (!found) { location.href = address; return; }
    part.replaceChildren(...document.importNode(found.querySelector("#rows"), true).childNodes);
    history.replaceState(null, "", address);
    prepareRows();
  });
}
if (ground) {
  ground.querySelectorAll("form").forEach(prepare);
  document.querySelector("#add-column")?.addEventListener("click", (event) => {
    event.preventDefault();
    const forms = [...ground.querySelectorAll("form")], last = forms.at(-1), made = last.cloneNode(true);
    for (const field of last.elements) if (field.name && made.elements[field.name]) made.elements[field.name].value = field.value;
    made.querySelector("[role=log]").replaceChildren();
    ground.append(made);
    prepare(made);
    rename();
    made.elements.template.focus();
  });
}
