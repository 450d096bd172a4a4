// Parts of other pages, shown over or beside this one: questions before something is deleted, and logs of a list.
const isPlain = (event) => !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
const ask = async (address) => {
  let question;
  try { question = (await load(address)).querySelector("main .middle"); } catch { /* Its page says why. */ }
  if (!question) { location.href = address; return; }
  const dialog = document.createElement("dialog"), heading = document.createElement("h2");
  dialog.append(document.importNode(question, true));
  const title = dialog.querySelector("h1"), keep = dialog.querySelector("[data-keep]");
  heading.append(...title.childNodes);
  title.replaceWith(heading);
  dialog.setAttribute("aria-label", heading.textContent);
  keep.addEventListener("click", (event) => { event.preventDefault(); dialog.close(); });
  keep.autofocus = true;
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-ask]");
  if (link && isPlain(event)) { event.preventDefault(); ask(link.href); }
});
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.hasAttribute("data-ask")) return;
  event.preventDefault();
  ask(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
});
const list = document.querySelector("[data-beside]");
if (list) {
  const wide = matchMedia("(min-width:1200px)");
  const rows = [...list.querySelectorAll("tbody tr")];
  const address = (id) => { const url = new URL(location); id ? url.searchParams.set("selected", id) : url.searchParams.delete("selected"); return url.href; };
  let wanted = "";
  const choose = (row) => {
    for (const each of rows) { each.classList.toggle("chosen", each === row); each === row ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current"); }
    history.replaceState(null, "", address(row?.id));
  };
  const close = () => {
    const row = rows.find((each) => each.classList.contains("chosen"));
    wanted = "";
    list.querySelector(".beside")?.remove();
    choose(null);
    row?.querySelector("a[href]").focus();
  };
  const open = async (row) => {
    wanted = row.id;
    choose(row);
    let found;
    try { found = (await load(address(row.id))).querySelector(".beside"); } catch { /* Its page says why. */ }
    if (wanted !== row.id) return;
    if (!found) { location.href = row.querySelector("a[href]").href; return; }
    list.querySelector(".beside")?.remove();
    list.append(document.importNode(found, true));
    list.dispatchEvent(new Event("shown", { bubbles: true }));
  };
  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) { event.preventDefault(); close(); return; }
    const row = event.target.closest("tbody tr");
    if (row && wide.matches && isPlain(event) && !event.target.closest("a,button,label,input,.beside") && getSelection().isCollapsed) open(row);
  });
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr");
    if (row && list.querySelector(".beside") && wide.matches && !row.classList.contains("chosen") && event.target.matches("a")) open(row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") || event.target.closest?.("input:not([type=checkbox]),textarea,select")) return;
    try { if (localStorage.getItem("humanloop.shortcuts") === "off") return; } catch { /* No storage. */ }
    const row = document.activeElement.closest?.("tbody tr");
    if (event.key === "o" && row && wide.matches) { event.preventDefault(); open(row); }
    if (event.key === "Escape" && list.querySelector(".beside")) close();
  });
}
