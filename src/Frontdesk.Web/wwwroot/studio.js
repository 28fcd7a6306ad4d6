// Puts one screen of Elsa Studio on the page, gives it a token for the API, and leads on to the page of whatever is opened in it.
(() => {
  const host = document.getElementById("studio");
  const api = new URL(host.dataset.api, location.origin).href;
  const session = crypto.randomUUID().replaceAll("-", "");

  const go = path => id => { if (id) open("/studio/" + path + "/" + encodeURIComponent(id)); };
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
      if (known) open("/studio/" + path.replace(known[0], known[1]));
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

  const draw = async () => {
    const [name, callbacks, idName] = screens[host.dataset.screen];

    // Callbacks that are set on an element before it is known are lost when it becomes known.
    await customElements.whenDefined(name);
    const screen = document.createElement(name);
    for (const attribute of elements[0].attributes) screen.setAttribute(attribute.name, attribute.value);
    if (idName) screen.setAttribute(idName, host.dataset.id);
    Object.assign(screen, callbacks);
    elements[1] = screen;
    const loaded = new MutationObserver(() => {
      if (!screen.hasChildNodes()) return;
      loaded.disconnect();
      document.getElementById("studio-loading")?.remove();
    });
    loaded.observe(screen, { childList: true });
    host.append(...elements);
  };

  const show = async () => {
    const { accessToken, seconds } = await token();
    elements.push(document.createElement("elsa-backend-provider"));
    tell("remote-endpoint", api);
    tell("access-token", accessToken);
    setTimeout(renew, seconds * 500);
    await draw();
  };

  // What is opened in Studio is drawn on the page that is there, because starting Studio anew takes seconds. The words around
  // it come from the server. A page that cannot be drawn so, or that holds what is not saved, is left in the ordinary way.
  const around = ["title", ".studio-skip", ".studio-bar nav", ".studio-person"];
  let shown = location.pathname;
  let turn = 0;

  const read = async address => {
    const answer = await fetch(address);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  };

  const become = page => {
    for (const part of around) document.querySelector(part).replaceWith(page.querySelector(part));
    const next = page.getElementById("studio");
    for (const name of ["aria-label", "data-screen", "data-id"]) {
      if (next.hasAttribute(name)) host.setAttribute(name, next.getAttribute(name));
      else host.removeAttribute(name);
    }
    document.getElementById("studio-loading")?.remove();
    host.prepend(page.getElementById("studio-loading"));
  };

  // By itself a screen ends a second after it is taken away, and two of them cannot be drawn at once. One that does not end soon
  // must not hold up whoever wants to leave it.
  const close = async screen => {
    screen.remove();
    clearTimeout(screen._disposalTimeoutHandle);
    screen._isDisposed = true;
    const late = new Promise((_, fail) => setTimeout(fail, 2000));
    await Promise.race([late, screen._addRootComponentPromise.then(root => root.dispose())]);
  };

  const open = async address => {
    // An instance is watched over a connection of its own, whose end can take a while.
    if (host.dataset.screen === "instance") {
      location.href = address;
      return;
    }
    const mine = ++turn;
    const page = await read(address).catch(() => null);
    if (mine !== turn) return;
    const isSafe = window.dispatchEvent(new Event("studio:leave", { cancelable: true }));
    const screen = elements[1];
    if (!isSafe || !screen?.isConnected || !page?.getElementById("studio-loading") || !await close(screen).then(() => true, () => false)) {
      location.href = address;
      return;
    }
    shown = new URL(address, location.origin).pathname;
    if (location.pathname !== shown) Blazor.navigateTo(address);
    become(page);
    scrollTo(0, 0);
    host.focus({ preventScroll: true });
    await draw();
  };

  window.addEventListener("popstate", () => {
    if (location.pathname !== shown) open(location.pathname + location.search);
  });

  document.addEventListener("click", event => {
    const link = event.target.closest(".studio-bar nav a");
    if (!link?.pathname.startsWith("/studio/") || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.pathname);
  });

  show().catch(() => {
    const status = document.getElementById("studio-loading");
    status.setAttribute("role", "alert");
    status.textContent = "The designer could not start, because the server did not answer. Load the page again.";
  });
})();
