// Copying, times in the reader's zone, and boxes that act on rows.
for (const button of document.querySelectorAll("[data-copy],[data-copy-from]")) button.hidden = false;
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy],[data-copy-from]");
  if (!button) return;
  const text = button.dataset.copy ?? document.getElementById(button.dataset.copyFrom).textContent;
  const before = [...button.childNodes];
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = button.classList.contains("named") ? "Copied" : "✓";
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.textContent = button.classList.contains("named") ? "Copied" : "✓";
  }
  setTimeout(() => button.replaceChildren(...before), 1200);
});
const pad = (number) => String(number).padStart(2, "0");
const local = (root) => {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (isNaN(at)) continue;
    time.title = `${time.dateTime} (${time.title})`;
    time.textContent = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`.slice(...(time.dataset.part ?? "0,19").split(","));
  }
};
local(document);
for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
}
// Where the tabs do not fit, the present one is in sight.
const tab = document.querySelector(".tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
