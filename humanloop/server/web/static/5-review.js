// The review: a key for each label.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input,textarea,select")) return;
  try { if (localStorage.getItem("humanloop.shortcuts") === "off") return; } catch { /* No storage. */ }
  const button = /^[1-9su]$/.test(event.key) && document.querySelector(`main button[data-key="${event.key}"]`);
  if (button) { event.preventDefault(); button.click(); }
});
