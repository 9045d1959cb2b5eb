import { block } from "./solid.ts";
import { between, circle, group, line, type Random, rect, shade, text, times } from "./svg.ts";

export const mask = {
  blue: "#1560ab",
  navy: "#1b3f86",
  green: "#1f7d45",
  red: "#c02a30",
  black: "#24272c",
  purple: "#5b3a94",
  white: "#e9ecef",
  teal: "#0d7681",
};

export interface BoardOptions {
  width: number;
  height: number;
  color: string;
  angle?: number;
  radius?: number;
  /** Distance of the four corner holes from the edges; 0 for none. */
  holes?: number;
  scale?: number;
  traces?: number;
  centre?: readonly [number, number];
}

function traces(random: Random, { width, height, color }: BoardOptions, count: number): string {
  const tone = shade(color, 0.13);
  return times(count, () => {
    const x = between(random, 20, width - 20);
    const y = between(random, 20, height - 20);
    const run = between(random, 20, width * 0.28) * (random() < 0.5 ? -1 : 1);
    const bend = between(random, 8, height * 0.2) * (random() < 0.5 ? -1 : 1);
    const clampX = (value: number) => Math.min(width - 10, Math.max(10, value));
    const clampY = (value: number) => Math.min(height - 10, Math.max(10, value));
    const middle = clampX(x + run);
    const end = [clampX(middle + Math.sign(run) * Math.abs(bend)), clampY(y + bend)];
    return (
      line(`M${x} ${y}L${middle} ${y}L${end.join(" ")}`, tone, 2.4) +
      circle(x, y, 3.2, tone) +
      circle(x, y, 1.3, shade(color, -0.4))
    );
  });
}

/** Parts use board coordinates: the origin is the upper left corner. */
export function board(random: Random, options: BoardOptions, ...parts: readonly string[]): string {
  const { width, height, color, angle = -8, radius = 10, holes = 18, scale = 1 } = options;
  const [x, y] = options.centre ?? [360, 360];
  const corners =
    holes === 0
      ? []
      : [
          hole(holes, holes),
          hole(width - holes, holes),
          hole(holes, height - holes),
          hole(width - holes, height - holes),
        ];
  const base = [
    rect(0, 7, width, height, shade(color, -0.55), `rx="${radius}"`),
    rect(0, 5, width, height, "#c8b98a", `rx="${radius}"`),
    rect(0, 0, width, height, color, `rx="${radius}"`),
    traces(random, options, options.traces ?? Math.round((width * height) / 5200)),
    rect(0, 0, width, height, "url(#gloss)", `rx="${radius}"`),
  ];
  return group(
    `translate(${x} ${y}) rotate(${angle}) scale(${scale}) translate(${-width / 2} ${-height / 2})`,
    ...base,
    ...corners,
    ...parts,
  );
}

export function hole(x: number, y: number, radius = 10): string {
  return (
    circle(x, y, radius, "url(#gold)") +
    circle(x, y, radius * 0.66, "#cfd5dc") +
    circle(x + 0.5, y + 1.5, radius * 0.6, "#e6eaee")
  );
}

export function silk(x: number, y: number, size: number, label: string, color = "#f4f6f8"): string {
  return text(x, y, size, label, color, 'font-weight="bold" opacity="0.92"');
}

export function outline(x: number, y: number, width: number, height: number): string {
  return rect(x, y, width, height, "none", 'rx="3" stroke="#f4f6f8" stroke-width="1.6" opacity="0.8"');
}

export interface RowOptions {
  pitch?: number;
  rows?: number;
  vertical?: boolean;
  color?: string;
}

function row(
  x: number,
  y: number,
  count: number,
  { pitch = 20, rows = 1, vertical = false }: RowOptions,
  draw: (x: number, y: number) => string,
): string {
  return times(rows, (r) =>
    times(count, (i) =>
      vertical
        ? draw(x + (r + 0.5) * pitch, y + (i + 0.5) * pitch)
        : draw(x + (i + 0.5) * pitch, y + (r + 0.5) * pitch),
    ),
  );
}

function strip(x: number, y: number, count: number, options: RowOptions, depth: number): string {
  const { pitch = 20, rows = 1, vertical = false, color = "#1d2024" } = options;
  const long = count * pitch;
  const wide = rows * pitch;
  return vertical ? block(x, y, wide, long, color, { depth }) : block(x, y, long, wide, color, { depth });
}

/** Plated holes without a part in them. */
export function pads(x: number, y: number, count: number, options: RowOptions = {}): string {
  const size = (options.pitch ?? 20) * 0.36;
  return row(x, y, count, options, (cx, cy) => {
    return circle(cx, cy, size, "url(#gold)") + circle(cx, cy, size * 0.5, "#3a3226");
  });
}

export function pins(x: number, y: number, count: number, options: RowOptions = {}): string {
  const half = (options.pitch ?? 20) * 0.17;
  const posts = row(x, y, count, options, (cx, cy) => {
    return (
      rect(cx - half, cy - half + 2, half * 2, half * 2, "#6b5316") +
      rect(cx - half, cy - half - 3, half * 2, half * 2 + 2, "url(#gold)") +
      rect(cx - half, cy - half - 3, half * 2, 2, "#fff3c4")
    );
  });
  return strip(x, y, count, options, 4) + posts;
}

export function sockets(x: number, y: number, count: number, options: RowOptions = {}): string {
  const half = (options.pitch ?? 20) * 0.2;
  const holes = row(x, y, count, options, (cx, cy) => {
    return (
      rect(cx - half, cy - half, half * 2, half * 2, "#050607") +
      rect(cx - half * 0.4, cy - half, half * 0.8, half * 2, "#8c7433")
    );
  });
  return strip(x, y, count, options, 7) + holes;
}
