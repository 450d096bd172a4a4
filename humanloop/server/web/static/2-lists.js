// Lists: keys j, k and Enter, back to one's row, and news that are announced.
const news = document.querySelector("#news[data-newer]");
if (news) {
  const ask = async () => {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(news.dataset.newer, { headers: { Accept: "application/json" } });
        if (answer.status === 401) return;
        const { count } = await answer.json();
        if (count) {
          const link = document.createElement("a");
          link.href = news.dataset.here;
          link.textContent = `${count > 10000 ? "more than 10,000" : count} new`;
          news.replaceChildren(link);
        }
      } catch { /* The server may be away for a moment. */ }
    }
    setTimeout(ask, 5000);
  };
  setTimeout(ask, 5000);
}
const table = document.querySelector("table[data-keys]");
const rows = table ? [...table.tBodies[0].rows] : [];
const linkOf = (row) => row.querySelector("a[href]");
const chosen = rows.find((row) => row.classList.contains("chosen"));
if (chosen) { linkOf(chosen)?.focus({ preventScroll: true }); chosen.scrollIntoView({ block: "nearest" }); }
const isTyping = (target) => target.closest?.("input:not([type=checkbox]),textarea,select,[contenteditable]");
let shortcuts = true;
try { shortcuts = localStorage.getItem("humanloop.shortcuts") !== "off"; } catch { /* No storage. */ }
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "?") { help(); return; }
  if (!shortcuts || document.querySelector("dialog[open]")) return;
  if (rows.length && (event.key === "j" || event.key === "k")) {
    const at = rows.indexOf(document.activeElement.closest?.("tr"));
    const next = rows[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), rows.length - 1)];
    linkOf(next)?.focus();
    event.preventDefault();
  }
  const rel = { j: "next", k: "prev", Escape: "up" }[event.key];
  const link = !rows.length && rel && document.querySelector(`main a[rel=${rel}]`);
  if (link) link.click();
});
const help = () => {
  let dialog = document.querySelector("#keys");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "keys";
    dialog.setAttribute("aria-label", "Keyboard shortcuts");
    const list = document.createElement("dl");
    list.className = "pairs";
    for (const [key, does] of [["j, k", "next and previous row or log"], ["Enter", "open the row"], ["o", "open the row beside the list"], ["Esc", "close it, back to the list"], ["1–9", "labels, in the review"], ["s, u", "skip and undo, in the review"], ["Ctrl+Enter", "run the column, in the playground; with Shift all"], ["?", "this list"]]) {
      const term = document.createElement("dt"), text = document.createElement("dd");
      term.textContent = key; text.textContent = does; list.append(term, text);
    }
    const label = document.createElement("label"), box = document.createElement("input"), close = document.createElement("button");
    label.className = "check"; box.type = "checkbox"; box.checked = shortcuts;
    box.addEventListener("change", () => { shortcuts = box.checked; try { localStorage.setItem("humanloop.shortcuts", box.checked ? "on" : "off"); } catch { /* No storage. */ } });
    label.append(box, "Keyboard shortcuts");
    close.textContent = "Close"; close.type = "button"; close.addEventListener("click", () => dialog.close());
    dialog.append(list, label, close);
    document.body.append(dialog);
  }
  dialog.showModal();
};
