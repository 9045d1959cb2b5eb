import { block, wire } from "./solid.ts";
import { circle, cycle, group, rect, shade, times } from "./svg.ts";

export type Colors = readonly [string, ...string[]];

export interface Plug {
  ways: number;
  pitch: number;
  length: number;
  color?: string;
  /** A plug shows its windows, a socket its pins. */
  pins?: boolean;
  latch?: boolean;
}

/** Points down, with its wires entering at (0, 0) from above; centred on x. */
export function housing({ ways, pitch, length, color = "#f1eee5", pins = false, latch = false }: Plug): string {
  const width = ways * pitch + pitch * 0.5;
  const left = -width / 2;
  const centre = (i: number) => (i - (ways - 1) / 2) * pitch;
  const window = pitch * 0.42;
  return [
    pins ? times(ways, (i) => rect(centre(i) - pitch * 0.12, length - 4, pitch * 0.24, pitch * 0.9, "url(#gold)")) : "",
    block(left, 0, width, length, color, { radius: pitch * 0.12, depth: pitch * 0.2 }),
    rect(left, length * 0.68, width, 2, shade(color, -0.25)),
    times(ways, (i) => {
      const x = centre(i) - window / 2;
      return (
        rect(x, length * 0.26, window, length * 0.34, shade(color, -0.55), 'rx="2"') +
        rect(x + window * 0.24, length * 0.28, window * 0.52, length * 0.28, pins ? "url(#gold)" : "url(#steel)") +
        rect(x, length * 0.76, window, length * 0.12, shade(color, -0.16))
      );
    }),
    latch
      ? block(-width * 0.22, -pitch * 0.1, width * 0.44, length * 0.56, shade(color, 0.35), { radius: 4, depth: 3 }) +
        rect(-width * 0.17, length * 0.3, width * 0.34, length * 0.12, shade(color, -0.12), 'rx="2"')
      : "",
  ].join("");
}

export interface Pigtail extends Plug {
  at: readonly [number, number];
  angle: number;
  wires: Colors;
  thickness: number;
  /** Where the bundle goes, in the housing's own upright coordinates. */
  bend: readonly [number, number];
}

export function pigtail(options: Pigtail): string {
  const { at, angle, ways, pitch, wires, thickness, bend } = options;
  const [bx, by] = bend;
  const strands = times(ways, (i) => {
    const x = (i - (ways - 1) / 2) * pitch;
    const spread = (i - (ways - 1) / 2) * thickness * 1.5;
    const end = `${bx + spread} ${by}`;
    return (
      wire(`M${x} 6C${x} ${by * 0.5} ${bx + spread} ${by * 0.45} ${end}`, cycle(wires, i), thickness) +
      group(
        `translate(${end})`,
        rect(-thickness * 0.28, -thickness * 2.2, thickness * 0.56, thickness * 2, "url(#copper)", 'rx="2"'),
      )
    );
  });
  return group(`translate(${at.join(" ")}) rotate(${angle})`, strands, housing(options));
}

/** Crimp contact on its own, lying along y. */
export function contact(x: number, y: number, turn: number, size = 1): string {
  return group(
    `translate(${x} ${y}) rotate(${turn}) scale(${size})`,
    rect(-5, -34, 10, 30, "url(#gold)", 'rx="2"'),
    rect(-3, -4, 6, 14, "url(#gold)"),
    rect(-7, 8, 14, 12, "url(#gold)", 'rx="3"'),
    rect(-8, 24, 16, 12, "url(#gold)", 'rx="3"'),
    rect(-3, -30, 6, 18, "#7a5a16", 'rx="2"'),
    circle(0, 40, 3, "#a97f22"),
  );
}

export interface Box {
  columns: number;
  rows: number;
  width?: number;
  height?: number;
  angle?: number;
}

/** A divided case seen from above; `fill` draws one compartment around its own centre. */
export function kitBox(
  { columns, rows, width = 600, height = 460, angle = -9 }: Box,
  fill: (index: number, width: number, height: number) => string,
): string {
  const gap = 10;
  const cellWidth = (width - gap * (columns + 1)) / columns;
  const cellHeight = (height - gap * (rows + 1)) / rows;
  return group(
    `translate(360 360) rotate(${angle}) translate(${-width / 2} ${-height / 2})`,
    block(-14, -14, width + 28, height + 28, "#d5dde6", { radius: 20, depth: 16 }),
    rect(0, 0, width, height, "#b9c4d0", 'rx="8"'),
    times(columns * rows, (i) => {
      const x = gap + (i % columns) * (cellWidth + gap);
      const y = gap + Math.floor(i / columns) * (cellHeight + gap);
      return (
        rect(x, y, cellWidth, cellHeight, "#f3f6f9", 'rx="5"') +
        rect(x, y, cellWidth, 9, "#00000022", 'rx="5"') +
        rect(x, y, 7, cellHeight, "#00000016", 'rx="5"') +
        // A nested viewport keeps loose parts from lying across the walls.
        `<svg x="${x}" y="${y}" width="${cellWidth}" height="${cellHeight}" viewBox="${-cellWidth / 2} ${-cellHeight / 2} ${cellWidth} ${cellHeight}">${fill(i, cellWidth, cellHeight)}</svg>`
      );
    }),
    rect(-14, -14, width + 28, height + 28, "url(#sheen)", 'rx="20" opacity="0.4"'),
    block(width * 0.22, height + 4, 70, 22, "#aebac7", { radius: 5 }),
    block(width * 0.68, height + 4, 70, 22, "#aebac7", { radius: 5 }),
  );
}
