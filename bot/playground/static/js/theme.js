// @ts-check
/** Day or night: as the system says, unless chosen otherwise. Loaded before the page is drawn, so nothing flashes. */
(() => {
  const chosen = localStorage.getItem("huzzah-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("#theme");
    if (!button) return;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = (document.documentElement.dataset.theme ?? system) === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    localStorage.setItem("huzzah-theme", next);
  });
})();
