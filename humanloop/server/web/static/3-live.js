// Evaluations that run: their progress, without loading the page again until they end.
const bar = document.querySelector("progress[data-progress]");
if (bar) {
  const text = bar.parentElement.querySelector("[role=status]");
  const ask = async () => {
    try {
      const answer = await fetch(bar.dataset.progress, { headers: { Accept: "application/json" } });
      const { status, done, total } = await answer.json();
      bar.value = done;
      bar.max = total || 1;
      text.textContent = `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
      if (status !== bar.dataset.status && status !== "running") { location.reload(); return; }
    } catch { /* The server may be away for a moment. */ }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
}
