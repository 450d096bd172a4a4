// Reading: Markdown on demand, and JSON that folds and can be searched. All of it is made of nodes, never of markup.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;
const make = (tag, className, ...content) => { const made = document.createElement(tag); if (className) made.className = className; made.append(...content); return made; };
// What cannot be seen stays visible, as the server shows it.
const shown = (text) => {
  const made = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(UNSEEN)) {
    const mark = make("bdi", "mark", found[0]);
    mark.dataset.mark = `U+${found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    made.append(text.slice(at, found.index), mark);
    at = found.index + found[0].length;
  }
  made.append(text.slice(at));
  return made;
};
const sourceOf = (node) => [...node.childNodes].map((each) => (each.classList?.contains("mark") && !each.textContent ? "\ufffd" : each.textContent)).join("");

// Markdown
const INLINE = /(`+)([^]+?)\1|\*\*([^]+?)\*\*|__([^]+?)__|\*([^\s*](?:[^*]*[^\s*])?)\*|!?\[([^\]]*)\]\(([^)\s]+)\)/g;
const inline = (text) => {
  const made = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    made.append(shown(text.slice(at, found.index)));
    const [whole, , code, bold, under, slanted, label, address] = found;
    if (code !== undefined) made.append(make("code", "", shown(code)));
    else if ((bold ?? under) !== undefined) made.append(make("strong", "", inline(bold ?? under)));
    else if (slanted !== undefined) made.append(make("em", "", inline(slanted)));
    // A link of a model is text: where it leads can be read.
    else made.append(shown(label ? `${label} (${address})` : address));
    at = found.index + whole.length;
  }
  made.append(shown(text.slice(at)));
  return made;
};
const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
const markdown = (text) => {
  const made = make("div", "markdown"), lines = text.split("\n");
  let place = 0;
  const take = (fits) => { const taken = []; while (place < lines.length && fits(lines[place])) taken.push(lines[place++]); return taken; };
  const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;
  while (place < lines.length) {
    const line = lines[place], fence = line.match(/^\s*(```+|~~~+)/);
    if (!line.trim()) place += 1;
    else if (fence) {
      place += 1;
      const code = take((each) => !each.trim().startsWith(fence[1]));
      place += 1;
      made.append(make("pre", "json", shown(code.join("\n"))));
    } else if (/^#{1,6}\s/.test(line)) { made.append(make("p", "title", inline(line.replace(/^#+\s+/, "")))); place += 1; }
    else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) { made.append(make("hr")); place += 1; }
    else if (/^\s*>/.test(line)) made.append(make("blockquote", "", ...markdown(take((each) => /^\s*>/.test(each)).map((each) => each.replace(/^\s*> ?/, "")).join("\n")).childNodes));
    else if (ITEM.test(line)) {
      const items = [], first = line.match(/\d+/);
      for (const each of take((one) => ITEM.test(one) || (/^\s+\S/.test(one)))) ITEM.test(each) ? items.push([each.replace(ITEM, ""), each.search(/\S/)]) : (items.at(-1)[0] += `\n${each.trim()}`);
      const block = make(/^\s*\d/.test(line) ? "ol" : "ul", "", ...items.map(([item, depth]) => make("li", depth > 1 ? "deeper" : "", inline(item))));
      if (first && block.tagName === "OL") block.start = Number(first[0]) || 1;
      made.append(block);
    } else if (line.includes("|") && /^[\s|:-]*-[\s|:-]*$/.test(lines[place + 1] ?? "")) {
      const rows = take((each) => each.includes("|"));
      const row = (each, tag) => make("tr", "", ...cells(each).map((cell) => make(tag, "", inline(cell))));
      made.append(make("table", "", make("thead", "", row(rows[0], "th")), make("tbody", "", ...rows.slice(2).map((each) => row(each, "td")))));
    } else made.append(make("p", "", inline(take((each) => each.trim() && !/^\s*(```|~~~|#{1,6}\s|>)/.test(each) && !ITEM.test(each)).join("\n") || lines[place++])));
  }
  return made;
};
const render = (root, on) => {
  for (const text of root.querySelectorAll(".message .text > bdi")) {
    const there = text.parentElement.querySelector(":scope > .markdown");
    if (on && !there) text.after(markdown(sourceOf(text)));
    if (!on) there?.remove();
    text.hidden = on;
  }
};
const wantsMarkdown = () => { try { return localStorage.getItem("humanloop.markdown") === "on"; } catch { return false; } };
const prepareMarkdown = (root) => {
  for (const button of root.querySelectorAll("[data-markdown]")) {
    const conversation = button.closest("section,.beside,main");
    const set = (on) => { button.setAttribute("aria-pressed", String(on)); render(conversation, on); };
    button.hidden = false;
    button.onclick = () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      try { localStorage.setItem("humanloop.markdown", on ? "on" : "off"); } catch { /* No storage. */ }
      set(on);
    };
    if (wantsMarkdown()) set(true);
  }
};

// JSON
class Exact { constructor(text) { this.text = text; } }
const parse = (text) => {
  // Numbers stand as they were written, also those that are too long for a number here.
  const value = JSON.parse(text, (key, each, context) => (typeof each === "number" ? new Exact(context?.source ?? String(each)) : each));
  return typeof value === "object" && value && !(value instanceof Exact) ? value : null;
};
const leaf = (value) => (value instanceof Exact ? value.text : typeof value === "string" ? value : String(value));
const branch = (name, value, depth) => {
  const label = name === null ? [] : [make("span", "key", shown(`${name}: `))];
  if (typeof value !== "object" || value === null || value instanceof Exact) return make("div", "leaf", ...label, make("bdi", "", shown(leaf(value))));
  const entries = Object.entries(value), isList = Array.isArray(value);
  if (!entries.length) return make("div", "leaf", ...label, isList ? "[]" : "{}");
  const made = make("details", "branch", make("summary", "", ...label, make("span", "quiet", isList ? `[${entries.length}]` : `{${entries.length}}`)));
  made.open = depth < 2;
  made.append(...entries.map(([key, each]) => branch(key, each, depth + 1)));
  return made;
};
const find = (node, words) => {
  if (node.classList.contains("leaf")) { node.hidden = !node.textContent.toLowerCase().includes(words); return node.hidden ? 0 : 1; }
  const own = node.querySelector(":scope > summary")?.textContent.toLowerCase().includes(words) && words;
  let count = 0;
  for (const child of node.children) if (child.matches(".leaf,.branch")) count += find(child, own ? "" : words);
  node.hidden = !count;
  if (words && count) node.open = true;
  return count;
};
const fold = (block, name) => {
  const text = block.querySelector(":scope > bdi");
  if (!text || block.querySelector(".cut,.branch")) return;
  let value;
  try { value = parse(sourceOf(text)); } catch { return; }
  if (!value) return;
  const tree = branch(null, value, 0);
  text.hidden = true;
  block.append(tree);
  if (tree.querySelectorAll(".leaf").length < 8) return;
  const field = make("input"), count = make("span", "quiet");
  field.type = "search";
  field.placeholder = "Search";
  field.setAttribute("aria-label", `Search in ${name}`);
  count.setAttribute("role", "status");
  field.addEventListener("input", () => {
    const words = field.value.trim().toLowerCase(), found = find(tree, words);
    tree.hidden = false;
    count.textContent = words ? `${found} found` : "";
  });
  block.before(make("div", "inline seek", field, count));
};
const prepareJson = (root) => {
  for (const details of root.querySelectorAll(".fold details")) {
    const unfold = () => { for (const block of details.querySelectorAll(".json")) fold(block, details.querySelector("h2").textContent); };
    if (details.open) unfold(); else details.addEventListener("toggle", unfold, { once: true });
  }
};
prepareMarkdown(document);
prepareJson(document);
document.addEventListener("shown", (event) => { prepareMarkdown(event.target); prepareJson(event.target); });
