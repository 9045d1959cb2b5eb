import { circle, line, rect, shade, shape } from "./svg.ts";

/** A box seen from above: its side peeks out below, its top catches the light from the left. */
export function block(
  x: number,
  y: number,
  width: number,
  height: number,
  color: string,
  { radius = 2, depth = 3 }: { radius?: number; depth?: number } = {},
): string {
  const corner = `rx="${radius}"`;
  return [
    rect(x, y + depth, width, height, shade(color, -0.5), corner),
    rect(x, y, width, height, color, corner),
    rect(x, y, width, height, "url(#gloss)", corner),
    rect(
      x + 0.6,
      y + 0.6,
      width - 1.2,
      height - 1.2,
      "none",
      `${corner} stroke="#fff" stroke-opacity="0.16" stroke-width="1.2"`,
    ),
  ].join("");
}

/** A round thing lying down, its axis along x or y. */
export function tube(
  x: number,
  y: number,
  width: number,
  height: number,
  color: string,
  axis: "x" | "y",
  radius = 2,
): string {
  const overlay = axis === "x" ? "url(#tube-y)" : "url(#tube-x)";
  return rect(x, y, width, height, color, `rx="${radius}"`) + rect(x, y, width, height, overlay, `rx="${radius}"`);
}

export function disc(x: number, y: number, radius: number, color: string): string {
  return circle(x, y, radius, color) + circle(x, y, radius, "url(#gloss)");
}

export function ball(x: number, y: number, radius: number, color: string): string {
  return circle(x, y, radius, color) + circle(x, y, radius, "url(#ball)");
}

export function wire(d: string, color: string, width: number): string {
  return [
    line(d, shade(color, -0.45), width),
    line(d, color, width * 0.8, `transform="translate(${-width * 0.05} ${-width * 0.07})"`),
    line(d, shade(color, 0.55), width * 0.2, `opacity="0.75" transform="translate(${-width * 0.14} ${-width * 0.2})"`),
  ].join("");
}

export function glossy(d: string, color: string): string {
  return shape(d, color) + shape(d, "url(#gloss)");
}

export function screw(x: number, y: number, radius: number, turn = 35): string {
  return [
    circle(x, y, radius, "url(#steel)"),
    circle(x, y, radius, "none", 'stroke="#5c646d" stroke-width="1"'),
    `<g transform="rotate(${turn} ${x} ${y})">`,
    rect(x - radius * 0.8, y - radius * 0.14, radius * 1.6, radius * 0.28, "#4d545c"),
    rect(x - radius * 0.14, y - radius * 0.8, radius * 0.28, radius * 1.6, "#4d545c"),
    "</g>",
  ].join("");
}
