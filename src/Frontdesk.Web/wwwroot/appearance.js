// Light or dark as the person chose, before the first paint; the menu on small screens; and the way back after a restart.
(() => {
  const root = document.documentElement;
  const key = "frontdesk-appearance";
  const chosen = () => { try { return localStorage.getItem(key) || "system"; } catch { return "system"; } };
  const apply = () => {
    const appearance = chosen();
    if (appearance === "system") root.removeAttribute("data-appearance");
    else root.setAttribute("data-appearance", appearance);
    root.classList.add("scripted");
    const select = document.getElementById("appearance");
    if (select) select.value = appearance;
  };
  apply();
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    if (window.Blazor) Blazor.addEventListener("enhancedload", () => { apply(); open(false); });
  });
  // After a restart the server no longer knows the page: it is read anew instead of standing there deaf.
  document.addEventListener("DOMContentLoaded", () => document.getElementById("components-reconnect-modal")
    ?.addEventListener("components-reconnect-state-changed", event => { if (event.detail.state === "rejected") location.reload(); }));
  document.addEventListener("change", event => {
    if (event.target.id !== "appearance") return;
    try { localStorage.setItem(key, event.target.value); } catch { /* the choice lasts for this page */ }
    apply();
  });
  const open = state => {
    root.classList.toggle("menu-open", state);
    document.getElementById("menu-button")?.setAttribute("aria-expanded", String(state));
  };
  document.addEventListener("click", event => {
    if (event.target.closest(".skip")) { event.preventDefault(); document.getElementById("content").focus(); }
    if (event.target.closest("#menu-button")) open(!root.classList.contains("menu-open"));
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && root.classList.contains("menu-open")) { open(false); document.getElementById("menu-button")?.focus(); }
  });
})();
