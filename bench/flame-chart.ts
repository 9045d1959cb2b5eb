/** What V8's CPU profiler writes. Times are microseconds of the clock that `process.hrtime` tells. */
export interface Profile {
  readonly nodes: readonly Call[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface Call {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

interface Frame {
  readonly label: string;
  readonly kind: keyof typeof COLOURS;
  samples: number;
  readonly children: Map<string, Frame>;
}

const COLOURS = { ours: "#f5b041", dependencies: "#85b7e8", node: "#98cf8b", "native and GC": "#cccccc" };
const ROOT = new URL("..", import.meta.url).href;
const WIDTH = 1200;
const ROW = 18;
const HEAD = 44;
const LETTER = 7.2;
/** Of all samples; what has fewer is left out. */
const LEAST = 0.005;

/** A flame graph as an SVG picture: whoever calls stands below, and is as wide as it and what it calls took. */
export function drawnFlame(profile: Profile, part: { name: string; from: number; to: number }): string {
  const all = merged(profile, part.from, part.to);
  const rows = depthOf(all, all.samples * LEAST);
  const height = HEAD + rows * ROW;
  const legend = Object.entries(COLOURS).map(
    ([kind, colour], i) =>
      `<rect x="${3 + i * 130}" y="24" width="12" height="12" fill="${colour}"/><text x="${20 + i * 130}" y="34">${kind}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="3" y="14" font-weight="bold">${escaped(part.name)}: ${all.samples.toLocaleString("en")} samples of the main thread</text>
${legend.join("")}
${bars(all, { x: 0, y: height - ROW, whole: all.samples }).join("\n")}
</svg>
`;
}

/** The calls of a time as one tree, without those that did nothing. */
function merged({ nodes, samples, timeDeltas, startTime }: Profile, from: number, to: number): Frame {
  const hits = new Map<number, number>();
  let at = startTime;
  for (const [i, id] of samples.entries()) {
    at += timeDeltas[i] ?? 0;
    if (at >= from && at <= to) hits.set(id, (hits.get(id) ?? 0) + 1);
  }
  const calls = new Map(nodes.map((call) => [call.id, call]));
  const add = (call: Call, into: Frame): number => {
    let sum = hits.get(call.id) ?? 0;
    for (const id of call.children ?? []) {
      const child = calls.get(id);
      if (child === undefined || child.callFrame.functionName === "(idle)") continue;
      const frame = frameOf(child);
      const same = into.children.get(frame.label) ?? frame;
      into.children.set(same.label, same);
      sum += add(child, same);
    }
    into.samples += sum;
    return sum;
  };
  const all: Frame = { label: "all", kind: "native and GC", samples: 0, children: new Map() };
  const [root] = nodes;
  if (root !== undefined) add(root, all);
  return all;
}

function frameOf({ callFrame: { functionName, url } }: Call): Frame {
  const name = functionName || "(anonymous)";
  const [, dependency] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  const where = dependency ?? (url.startsWith("wasm:") ? "WebAssembly" : url.replace(ROOT, ""));
  return { label: where ? `${name} ${where}` : name, kind: kindOf(url), samples: 0, children: new Map() };
}

function kindOf(url: string): Frame["kind"] {
  if (url.includes("/node_modules/") || url.startsWith("wasm:")) return "dependencies";
  if (url.startsWith("node:")) return "node";
  return url ? "ours" : "native and GC";
}

const shown = ({ children }: Frame, least: number): Frame[] =>
  [...children.values()].filter(({ samples }) => samples >= least).sort((a, b) => b.samples - a.samples);

const depthOf = (frame: Frame, least: number): number =>
  1 + Math.max(0, ...shown(frame, least).map((child) => depthOf(child, least)));

function bars(frame: Frame, { x, y, whole }: { x: number; y: number; whole: number }): string[] {
  const width = (frame.samples / whole) * WIDTH;
  const letters = Math.floor((width - 6) / LETTER);
  const text = frame.label.length <= letters ? frame.label : letters > 3 ? `${frame.label.slice(0, letters - 1)}…` : "";
  const percent = ((frame.samples / whole) * 100).toFixed(1);
  const bar = `<g><title>${escaped(frame.label)}, ${percent} %</title><rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(0.5, width - 0.8).toFixed(1)}" height="${ROW - 1}" fill="${COLOURS[frame.kind]}"/><text x="${(x + 3).toFixed(1)}" y="${y + 13}">${escaped(text)}</text></g>`;
  let left = x;
  const above = shown(frame, whole * LEAST).flatMap((child) => {
    const drawn = bars(child, { x: left, y: y - ROW, whole });
    left += (child.samples / whole) * WIDTH;
    return drawn;
  });
  return [bar, ...above];
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
