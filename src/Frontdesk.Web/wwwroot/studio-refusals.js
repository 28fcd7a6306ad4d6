// Studio marks a save that was refused with an orange dot, and one that never arrived as saved. The frame says both in words,
// and asks before a page is left on which something is not saved.
(() => {
  const host = document.getElementById("studio");
  const api = new URL(host.dataset.api, location.origin).href;
  const notice = document.getElementById("studio-notice");
  const ask = window.fetch.bind(window);
  let isUnsaved = false;
  let isAway = false;
  let wasAway = false;

  const say = words => {
    notice.querySelector("p").textContent = words;
    notice.hidden = words === "";
  };
  notice.querySelector("button").addEventListener("click", () => say(""));

  const lost = () => {
    say("The server does not answer. Change nothing more until it is back.");
    if (isAway) return;
    isAway = wasAway = true;
    const look = setInterval(async () => {
      const isBack = await ask("/health").then(answer => answer.ok, () => false);
      if (!isBack) return;
      clearInterval(look);
      isAway = false;
      say(isUnsaved ? "The server is back. Wait a moment, then load the page again and look whether your last change is there." : "");
    }, 2000);
  };

  const refused = async answer => {
    const { errors, message } = await answer.json().catch(() => ({}));
    const reasons = Object.values(errors ?? {}).flat();
    say(reasons.join(" ") || message || `This was not done: the server answered with ${answer.status}.`);
  };

  // Studio tries for some seconds to save what was changed while the server was away, then leaves it out: those words stay.
  const settled = isDone => {
    if (isDone && !wasAway) say("");
    isUnsaved = !isDone;
  };

  window.fetch = async (target, options) => {
    const url = new URL(target.url ?? target, document.baseURI).href;
    if (!url.startsWith(api + "/")) return ask(target, options);
    const method = (options?.method ?? target.method ?? "GET").toUpperCase();
    const isChange = method !== "GET" && method !== "HEAD";
    const isSave = method === "POST" && url === api + "/workflow-definitions";
    try {
      const answer = await ask(target, options);
      if (isSave) settled(answer.ok);
      if (isChange && !answer.ok) await refused(answer.clone());
      return answer;
    } catch (problem) {
      // Before it saves, Studio asks whether the name is free: what is not answered there is not saved either.
      if (problem.name !== "AbortError") {
        isUnsaved ||= host.dataset.screen === "editor";
        lost();
      }
      throw problem;
    }
  };

  for (const way of ["beforeunload", "studio:leave"]) window.addEventListener(way, leaving => { if (isUnsaved) leaving.preventDefault(); });
})();
