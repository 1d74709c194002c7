/* Draws a figure and, when the next version comes, changes what is on the screen instead of replacing it.
   Called anew for each version; what must last is kept by the element it is drawn in. */

const drawn = new WeakMap();

// Exports are drawn at half a slide's size, so that their type can be read, and saved at four times that.
const SLIDE = { width: 960, height: 540 };

function loadLibrary(address) {
  // One for each address: a figure may need more of Plotly than those before it.
  const loading = (window.birnnPlotly ??= {});
  if (!loading[address]) {
    loading[address] = fetch(new URL(address, document.baseURI))
      .then((answer) => {
        if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
        return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).blob();
      })
      .then(runScript);
    loading[address].catch(() => delete loading[address]);
  }
  return loading[address];
}

function runScript(blob) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = URL.createObjectURL(new Blob([blob], { type: "text/javascript" }));
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("the library does not run"));
    document.head.append(script);
  });
}

function save(Plotly, node, format) {
  const { background, name } = drawn.get(node).data;
  const layout = { ...node.layout, paper_bgcolor: background, width: undefined, height: undefined };
  const look = { format, filename: name, ...SLIDE, scale: format === "png" ? 4 : 1 };
  return Plotly.downloadImage({ data: node.data, layout }, look);
}

function settings(Plotly, words) {
  const button = (format, icon) => ({
    name: format,
    title: words[format],
    icon,
    click: (node) => save(Plotly, node, format),
  });
  return {
    displaylogo: false,
    showSendToCloud: false,
    modeBarButtonsToRemove: ["toImage", "select2d", "lasso2d", "autoScale2d"],
    modeBarButtonsToAdd: [button("png", Plotly.Icons.camera), button("svg", Plotly.Icons.disk)],
  };
}

async function dragEnd(node) {
  // A new version under the mouse would end the zooming half way.
  while (node._dragging) await new Promise((resolve) => setTimeout(resolve, 100));
}

// One scale: a figure is drawn at the page's own type, which grows with the window.
const pageScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

function size(node, { height }) {
  const scale = pageScale();
  node.style.setProperty("--scale", scale);
  node.style.minHeight = `${height}px`;
  node.style.marginBottom = `${(scale - 1) * height}px`;
}

function draw(Plotly, node, data) {
  const state = drawn.get(node);
  // Always the same object: Plotly takes other settings for another picture and forgets the zoom.
  state.settings ??= settings(Plotly, data.words);
  const figure = JSON.parse(data.figure);
  figure.layout.height = data.height;
  figure.layout.width = node.clientWidth || SLIDE.width;
  figure.layout.uirevision ??= "kept";
  return Plotly.react(node, figure.data, figure.layout, state.settings);
}

function follow(Plotly, node) {
  // A hidden tab has no width; the picture takes its size when it is shown.
  const observer = new ResizeObserver(() => {
    size(node, drawn.get(node).data);
    const width = node.clientWidth;
    if (width > 0 && width !== node.layout.width) Plotly.relayout(node, { width });
  });
  observer.observe(node);
  return observer;
}

async function show(node, data) {
  const state = drawn.get(node);
  const Plotly = await loadLibrary(data.library);
  await dragEnd(node);
  if (state.data !== data || !node.isConnected) return; // a newer version has come meanwhile
  await draw(Plotly, node, data);
  state.observer ??= follow(Plotly, node);
  node.dataset.versions = Number(node.dataset.versions ?? 0) + 1;
}

function askForTheme(node, state, data, setTriggerValue) {
  // Changing the theme does not run the page again, but the figure's colours come from there.
  const background = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  if (background && background !== data.background && background !== state.asked) {
    state.asked = background;
    setTriggerValue("theme", background);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const node = parentElement.querySelector(".live-figure");
  const state = drawn.get(node) ?? {};
  const changed = JSON.stringify(state.data) !== JSON.stringify(data);
  drawn.set(node, state);
  node.setAttribute("aria-label", data.alt);
  size(node, data);
  askForTheme(node, state, data, setTriggerValue);
  if (changed) {
    state.data = data;
    show(node, data).catch(() => {
      node.textContent = data.words.failed;
    });
  }
  return () => {
    state.observer?.disconnect();
    window.Plotly?.purge(node);
  };
}
