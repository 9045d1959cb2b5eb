import { block } from "./solid.ts";
import { circle, line, rect, text, times } from "./svg.ts";

const sizes = { mini: [46, 54], micro: [44, 34], c: [52, 46], a: [78, 110], b: [80, 96] } as const;

/** USB sockets stick out over the left edge of a board; (x, y) is the middle of the shell's left side. */
export function usb(x: number, y: number, kind: keyof typeof sizes): string {
  const [across, long] = sizes[kind];
  const radius = kind === "c" ? 9 : 3;
  const top = y - across / 2;
  return [
    rect(x, top + 6, long, across, "#6c737b", `rx="${radius}"`),
    rect(x, top, long, across, "url(#steel)", `rx="${radius}"`),
    rect(x + 3, top + 3, long - 6, across - 6, "none", 'stroke="#fff" stroke-opacity="0.6" rx="3"'),
    rect(x, top + 2, 5, across - 4, "#3a4047"),
    rect(x + long * 0.45, top + across * 0.2, long * 0.22, across * 0.12, "#8a929b"),
    rect(x + long * 0.45, top + across * 0.68, long * 0.22, across * 0.12, "#8a929b"),
  ].join("");
}

export function jstSocket(
  x: number,
  y: number,
  count: number,
  { pitch = 18, vertical = false }: { pitch?: number; vertical?: boolean } = {},
): string {
  const long = count * pitch + 16;
  const wide = 40;
  const [width, height] = vertical ? [wide, long] : [long, wide];
  return [
    block(x, y, width, height, "#efece3", { radius: 2, depth: 7 }),
    rect(x + 5, y + 5, width - 10, height - 10, "#bdb8ab"),
    times(count, (i) => {
      const along = 8 + (i + 0.5) * pitch;
      const [cx, cy] = vertical ? [x + wide / 2, y + along] : [x + along, y + wide / 2];
      return rect(cx - 3.5, cy - 3.5, 7, 7, "url(#gold)");
    }),
  ].join("");
}

/** Meandering copper of a 2.4 GHz board antenna. */
export function traceAntenna(x: number, y: number, width: number, height: number, turns = 5): string {
  const step = width / (turns * 2);
  const legs = Array.from({ length: turns }, () => `v${-height}h${step}v${height}h${step}`).join("");
  return line(`M${x} ${y + height}${legs}`, "#d9b766", 5);
}

/** Shielded radio module with its antenna on the right. */
export function radioModule(x: number, y: number, width: number, height: number, label: string): string {
  const can = width * 0.7;
  return [
    block(x, y, width, height, "#1e2226", { radius: 3, depth: 4 }),
    `<g transform="translate(${x + width} ${y}) rotate(90)">${traceAntenna(8, 8, height - 16, width * 0.2, 4)}</g>`,
    rect(x + 8, y + 10, can, height - 18, "#585f67", 'rx="4"'),
    rect(x + 8, y + 7, can, height - 18, "url(#steel)", 'rx="4"'),
    text(
      x + 8 + can / 2,
      y + height * 0.42,
      Math.min(height * 0.13, can * 0.13),
      label,
      "#4a5159",
      'font-weight="bold"',
    ),
    rect(x + 8 + can * 0.2, y + height * 0.6, can * 0.6, 3, "#8f969e"),
    rect(x + 8 + can * 0.2, y + height * 0.66, can * 0.45, 3, "#8f969e"),
    times(
      Math.floor(can / 14),
      (i) => rect(x + 6 + i * 14, y - 3, 7, 6, "url(#gold)") + rect(x + 6 + i * 14, y + height - 3, 7, 6, "url(#gold)"),
    ),
  ].join("");
}

export function heatsink(x: number, y: number, width: number, height: number, color: string, fins = 6): string {
  const step = width / fins;
  return [
    rect(x, y + 10, width, height, "#00000055"),
    rect(x, y, width, height, color),
    times(fins, (i) => {
      return (
        rect(x + i * step, y - 6, step * 0.55, height + 6, color) +
        rect(x + i * step, y - 6, step * 0.55, height + 6, "url(#steel-x)", 'opacity="0.45"') +
        rect(x + i * step + step * 0.55, y, step * 0.45, height, "#000", 'opacity="0.62"')
      );
    }),
  ].join("");
}

export function relay(x: number, y: number, width: number, height: number): string {
  return [
    block(x, y, width, height, "#2467c4", { radius: 3, depth: 14 }),
    text(x + width / 2, y + height * 0.26, width * 0.13, "SRD-05VDC", "#e8eef8", 'font-weight="bold"'),
    text(x + width / 2, y + height * 0.48, width * 0.11, "10A 250VAC", "#d3def0"),
    text(x + width / 2, y + height * 0.64, width * 0.11, "10A 30VDC", "#d3def0"),
    circle(x + width * 0.12, y + height * 0.84, 4, "#123d7c"),
  ].join("");
}

export function coinHolder(x: number, y: number, radius: number): string {
  return [
    circle(x, y + 5, radius * 1.1, "#15171a"),
    circle(x, y, radius * 1.1, "#2b2e33"),
    circle(x, y, radius, "url(#steel)"),
    circle(x, y, radius * 0.84, "none", 'stroke="#7b838c" stroke-opacity="0.6" stroke-width="1.5"'),
    text(x, y - radius * 0.2, radius * 0.42, "+", "#5b636c"),
    text(x, y + radius * 0.25, radius * 0.24, "CR1220", "#5b636c"),
    rect(x - radius * 1.22, y - 12, radius * 0.5, 24, "url(#steel-y)", 'rx="3"'),
  ].join("");
}
