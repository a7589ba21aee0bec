// A JupyterLab extension without a bundler: `care preview` lays it into a folder of its own and
// writes state.json beside it. Twice a second the state is read. An open notebook whose bytes are
// others than before is loaded again from the disk, unless somebody typed into its cells; what is
// wrong with its text stands at its foot until it is mended. A code cell that is still the same keeps
// what it showed; under other code it would be wrong, and goes.
(() => {
  const EVERY = 400; // ms
  // What was shown last of each open notebook: the digest of its bytes, and what its cells say.
  const seen = new WeakMap();
  const typed = (context) => JSON.stringify(context.model.toJSON().cells.map((one) => one.source));

  const reload = async (context) => {
    const before = new Map(context.model.toJSON().cells.map((one) => [one.id, one]));
    await context.revert();
    for (const cell of context.model.cells) {
      const was = before.get(cell.id);
      if (cell.type !== "code" || !was?.outputs?.length) continue;
      if ([was.source].flat().join("") !== cell.sharedModel.getSource()) continue;
      cell.outputs.fromJSON(was.outputs);
      cell.executionCount = was.execution_count;
    }
  };

  const stateUrl = () => {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    return `${config.fullLabextensionsUrl}/carekit-preview/static/state.json`;
  };

  const say = (widget, words) => {
    let box = widget.node.querySelector(":scope > .care-preview");
    if (!words) {
      box?.remove();
      return;
    }
    if (!box) {
      box = document.createElement("pre");
      box.className = "care-preview";
      box.setAttribute("role", "alert");
      box.style.cssText =
        "position:absolute;bottom:0;left:0;right:0;max-height:40%;overflow:auto;margin:0;" +
        "padding:0.5rem 1rem;z-index:20;white-space:pre-wrap;background:#fff4f2;color:#7a1200;" +
        "border-top:3px solid #b3261e";
      widget.node.append(box);
    }
    if (box.textContent !== words) box.textContent = words;
  };

  const refresh = async (widget, state) => {
    const context = widget.context;
    const path = context?.path;
    if (!path || !context.isReady) return;
    if (!(path in state.notebooks || path in state.errors)) return;
    const digest = state.notebooks[path];
    let kept = "";
    if (digest && seen.get(context)?.digest !== digest) {
      // JupyterLab marks a notebook as changed when a kernel starts, so the mark says nothing.
      if (!seen.has(context) || seen.get(context).typed === typed(context)) {
        if (seen.has(context)) await reload(context);
        seen.set(context, { digest, typed: typed(context) });
      } else {
        kept =
          "The text was built anew, and somebody typed into this notebook. To see the new one\n" +
          "choose File → Reload Notebook from Disk; what was typed here is then gone.";
      }
    }
    say(widget, state.errors[path] ?? state.errors[""] ?? kept);
  };

  const watch = (app) => {
    const url = stateUrl();
    const once = async () => {
      try {
        const answer = await fetch(url, { cache: "no-store" });
        const state = await answer.json();
        for (const widget of app.shell.widgets("main")) await refresh(widget, state);
      } catch {
        // The server is starting or has ended; the next look will tell.
      }
      setTimeout(once, EVERY);
    };
    app.restored.then(once);
  };

  const plugin = { id: "carekit-preview:reload", autoStart: true, activate: watch };
  const module = { __esModule: true, default: plugin };
  const container = { init: () => {}, get: async () => () => module };
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["carekit-preview"] = container;
})();
