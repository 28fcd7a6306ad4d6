// Puts one screen of Elsa Studio on the page, gives it a token for the API, and leads on to the page of whatever is opened in it.
(() => {
  const host = document.getElementById("studio");
  const api = new URL(host.dataset.api, location.origin).href;
  const session = crypto.randomUUID().replaceAll("-", "");

  const go = path => id => { if (id) location.href = "/studio/" + path + "/" + encodeURIComponent(id); };
  const screens = {
    definitions: ["elsa-workflow-definition-list", { editWorkflowDefinition: go("workflows") }],
    editor: ["elsa-workflow-definition-editor", {}, "definition-id"],
    instances: ["elsa-workflow-instance-list", { viewWorkflowInstance: go("instances") }],
    instance: ["elsa-workflow-instance-viewer", { editWorkflowDefinition: go("workflows") }, "instance-id"],
  };

  // As an application of its own Studio has these addresses; here each is a page.
  const addresses = [
    [/^workflows\/definitions\/([^/]+)\/edit$/, "workflows/$1"],
    [/^workflows\/instances\/([^/]+)\/view$/, "instances/$1"],
    [/^workflows\/definitions$/, ""],
    [/^workflows\/instances$/, "instances"],
  ];
  for (const method of ["pushState", "replaceState"]) {
    const original = history[method].bind(history);
    history[method] = (state, title, address) => {
      const path = address === undefined || address === null ? "" : new URL(address, document.baseURI).pathname.replace("/studio/", "").replace(/\/$/, "");
      const known = addresses.find(([pattern]) => pattern.test(path));
      if (known) location.href = "/studio/" + path.replace(known[0], known[1]);
      else original(state, title, address);
    };
  }

  const token = async () => {
    const answer = await fetch("/studio/token?session=" + session, { method: "POST" });
    if (!answer.ok) throw new Error("no token");
    return answer.json();
  };

  // Both elements are told where the server is: whichever is drawn first asks it.
  const elements = [];
  const tell = (name, value) => elements.forEach(element => element.setAttribute(name, value));
  const renew = async () => {
    let wait = 30;
    try {
      const { accessToken, seconds } = await token();
      tell("access-token", accessToken);
      wait = seconds / 2;
    } catch { /* the server may be starting again: it is asked once more soon */ }
    setTimeout(renew, wait * 1000);
  };

  const show = async () => {
    const { accessToken, seconds } = await token();
    const [name, callbacks, idName] = screens[host.dataset.screen];

    // Callbacks that are set on an element before it is known are lost when it becomes known.
    await customElements.whenDefined(name);
    const screen = document.createElement(name);
    elements.push(document.createElement("elsa-backend-provider"), screen);
    tell("remote-endpoint", api);
    tell("access-token", accessToken);
    if (idName) screen.setAttribute(idName, host.dataset.id);
    Object.assign(screen, callbacks);
    host.append(...elements);
    setTimeout(renew, seconds * 500);
    const loaded = new MutationObserver(() => {
      if (!screen.hasChildNodes()) return;
      loaded.disconnect();
      document.getElementById("studio-loading")?.remove();
    });
    loaded.observe(screen, { childList: true });
  };

  show().catch(() => {
    const status = document.getElementById("studio-loading");
    status.setAttribute("role", "alert");
    status.textContent = "The designer could not start, because the server did not answer. Load the page again.";
  });
})();
