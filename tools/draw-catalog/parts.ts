import { ball, block, disc, screw, tube } from "./solid.ts";
import { between, circle, line, type Random, rect, shape, text, times } from "./svg.ts";

export function chip(
  x: number,
  y: number,
  width: number,
  height: number,
  { legs = 8, sides = "x", label = "" }: { legs?: number; sides?: "x" | "y" | "all"; label?: string },
): string {
  const leg = (at: number, length: number) => (at + 0.5) * (length / legs);
  const thick = (length: number) => (length / legs) * 0.5;
  const left = times(legs, (i) => {
    const t = thick(height);
    const cy = y + leg(i, height) - t / 2;
    return rect(x - 8, cy, width + 16, t, "url(#steel-x)") + rect(x - 8, cy + t, width + 16, 1.2, "#0006");
  });
  const top = times(legs, (i) => {
    const t = thick(width);
    return rect(x + leg(i, width) - t / 2, y - 8, t, height + 16, "url(#steel-y)");
  });
  const size = Math.min(height * 0.26, (width * 1.45) / Math.max(label.length, 5));
  return [
    sides === "y" ? "" : left,
    sides === "x" ? "" : top,
    block(x, y, width, height, "#2b2e33", { depth: 3 }),
    circle(x + 9, y + height - 9, 3.2, "#15171a"),
    text(x + width / 2, y + height / 2, size, label, "#b9bec5"),
  ].join("");
}

/** Chip resistor or capacitor, centred. */
export function smd(x: number, y: number, body = "#1b1d20", vertical = false): string {
  const content = [
    rect(-9, -4.5, 18, 9, "url(#steel-y)", 'rx="1"'),
    rect(-5, -4.5, 10, 9, body),
    rect(-5, -4.5, 10, 2, "#ffffff33"),
  ].join("");
  return `<g transform="translate(${x} ${y}) rotate(${vertical ? 90 : 0})">${content}</g>`;
}

const bodies = ["#1b1d20", "#1b1d20", "#b08a5c", "#a77f52", "#8d7355"];

export function scatter(
  random: Random,
  x: number,
  y: number,
  columns: number,
  rows: number,
  step: readonly [number, number] = [30, 22],
): string {
  return times(columns * rows, (i) => {
    if (random() < 0.12) return "";
    const body = bodies[Math.floor(random() * bodies.length)];
    return smd(x + (i % columns) * step[0], y + Math.floor(i / columns) * step[1], body);
  });
}

export function lamp(x: number, y: number, color: string): string {
  return [
    circle(x, y, 20, color, 'opacity="0.28" filter="url(#blur)"'),
    rect(x - 9, y - 5, 18, 10, "#e9ecef", 'rx="1.5"'),
    circle(x, y, 4.4, color),
    circle(x - 1, y - 1, 1.8, "#fff", 'opacity="0.8"'),
  ].join("");
}

export function canTop(x: number, y: number, radius: number, label = "100"): string {
  const cut = radius * 0.62;
  const half = Math.sqrt(radius ** 2 - cut ** 2);
  return [
    block(x - radius * 1.06, y - radius * 1.06, radius * 2.12, radius * 2.12, "#2a2c30", { radius: 5 }),
    circle(x, y + 2, radius, "#5f666e"),
    circle(x, y, radius, "url(#steel)"),
    circle(x, y, radius * 0.86, "none", 'stroke="#ffffff" stroke-opacity="0.5" stroke-width="1.4"'),
    shape(`M${x - cut} ${y - half}A${radius} ${radius} 0 0 0 ${x - cut} ${y + half}Z`, "#22262c"),
    text(x + radius * 0.2, y, radius * 0.42, label, "#3a4149"),
  ].join("");
}

export function inductor(x: number, y: number, size: number, label = "330"): string {
  return [
    block(x, y, size, size, "#3b3e43", { radius: size * 0.16, depth: 6 }),
    disc(x + size / 2, y + size / 2, size * 0.4, "#57595d"),
    circle(x + size / 2, y + size / 2, size * 0.4, "none", 'stroke="#22242799" stroke-width="2"'),
    text(x + size / 2, y + size / 2, size * 0.24, label, "#d8dbe0"),
  ].join("");
}

export function toroid(x: number, y: number, radius: number): string {
  const turns = 22;
  return [
    circle(x, y + 5, radius, "#2a2114"),
    circle(x, y, radius, "#d9b53b"),
    circle(x, y, radius * 0.42, "#2c2a24"),
    times(turns, (i) => {
      const a = (i / turns) * Math.PI * 2;
      const p = (r: number, t: number) => `${x + Math.cos(t) * r} ${y + Math.sin(t) * r}`;
      return line(`M${p(radius * 0.44, a)}L${p(radius, a + 0.08)}`, i % 2 ? "#b5642f" : "#cf7c42", radius * 0.15);
    }),
    circle(x, y, radius, "url(#gloss)"),
  ].join("");
}

export function terminal(
  x: number,
  y: number,
  count: number,
  { pitch = 34, color = "#1f8a4c", vertical = false }: { pitch?: number; color?: string; vertical?: boolean } = {},
): string {
  const long = count * pitch;
  const wide = pitch * 1.1;
  const [width, height] = vertical ? [wide, long] : [long, wide];
  return [
    block(x, y, width, height, color, { radius: 3, depth: 8 }),
    times(count, (i) => {
      const along = (i + 0.5) * pitch;
      const [cx, cy] = vertical ? [x + wide / 2, y + along] : [x + along, y + wide / 2];
      return (
        circle(cx, cy, pitch * 0.37, "#0000004d") +
        screw(cx, cy + 1, pitch * 0.3, 20 + i * 35) +
        (vertical ? "" : rect(cx - pitch * 0.3, y + wide + 1, pitch * 0.6, 5, "#0008"))
      );
    }),
  ].join("");
}

export function trimmer(x: number, y: number, width = 40, height = 40): string {
  return (
    block(x, y, width, height, "#2f6fd0", { depth: 5 }) + goldScrew(x + width * 0.5, y + height * 0.5, height * 0.28)
  );
}

export function goldScrew(x: number, y: number, radius: number): string {
  return (
    circle(x, y, radius, "url(#gold)") +
    circle(x, y, radius, "none", 'stroke="#7a5a16"') +
    line(`M${x - radius * 0.6} ${y - radius * 0.4}L${x + radius * 0.6} ${y + radius * 0.4}`, "#6b4d10", 3)
  );
}

export function crystal(x: number, y: number, width: number, height: number, label = "16.000"): string {
  const round = Math.min(width, height) / 2;
  return [
    rect(x, y + 4, width, height, "#5b626a", `rx="${round}"`),
    rect(x, y, width, height, "url(#steel)", `rx="${round}"`),
    rect(x + 4, y + 4, width - 8, height - 8, "none", `rx="${round - 4}" stroke="#fff" stroke-opacity="0.6"`),
    text(x + width / 2, y + height / 2, Math.min(height * 0.34, width * 0.2), label, "#59616a"),
  ].join("");
}

export function button(x: number, y: number, size = 34, cap = "#1c1e22"): string {
  return block(x, y, size, size, "#c5cad0", { depth: 3 }) + ball(x + size / 2, y + size / 2, size * 0.3, cap);
}

export function jack(x: number, y: number, width: number, height: number): string {
  return (
    block(x, y, width, height, "#1a1c20", { radius: 4, depth: 9 }) +
    tube(x - 14, y + 6, 16, height - 12, "#24272c", "x") +
    rect(x + width * 0.35, y + 8, width * 0.5, height - 16, "#ffffff0c", 'rx="4"')
  );
}

/** Loose parts. Steps by irrational shares of the area, since pure chance leaves heaps and holes. */
export function sprinkle(random: Random, count: number, draw: (x: number, y: number, turn: number) => string) {
  return (x: number, y: number, width: number, height: number): string => {
    const [startX, startY] = [random(), random()];
    return times(count, (i) =>
      draw(x + ((startX + i * 0.7549) % 1) * width, y + ((startY + i * 0.5698) % 1) * height, between(random, 0, 360)),
    );
  };
}
