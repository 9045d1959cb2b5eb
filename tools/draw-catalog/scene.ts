import { circle, rect } from "./svg.ts";

function stops(...list: readonly (readonly [offset: number, color: string, opacity?: number])[]) {
  return list
    .map(([at, color, opacity = 1]) => {
      return `<stop offset="${at}" stop-color="${color}" stop-opacity="${opacity}"/>`;
    })
    .join("");
}

function linear(id: string, direction: string, content: string): string {
  return `<linearGradient id="${id}" ${direction}>${content}</linearGradient>`;
}

const across = 'x1="0" y1="0" x2="1" y2="0"';
const down = 'x1="0" y1="0" x2="0" y2="1"';
const diagonal = 'x1="0" y1="0" x2="1" y2="1"';

// Overlays carry the light, solid fills below them carry the colour: one set of gradients serves all.
const cylinder = stops(
  [0, "#000", 0.38],
  [0.12, "#000", 0.12],
  [0.3, "#fff", 0.55],
  [0.5, "#fff", 0.04],
  [0.78, "#000", 0.2],
  [1, "#000", 0.48],
);
const steel = stops([0, "#f6f8fa"], [0.35, "#c9ced4"], [0.55, "#e8ebee"], [0.8, "#a4abb3"], [1, "#868d96"]);

const definitions = [
  linear("gloss", diagonal, stops([0, "#fff", 0.34], [0.45, "#fff", 0], [1, "#000", 0.26])),
  linear("sheen", diagonal, stops([0, "#fff", 0.42], [0.4, "#fff", 0.1], [0.41, "#fff", 0])),
  linear("tube-x", across, cylinder),
  linear("tube-y", down, cylinder),
  linear("steel", diagonal, steel),
  linear("steel-x", across, steel),
  linear("steel-y", down, steel),
  linear("gold", diagonal, stops([0, "#fbe9a8"], [0.5, "#dcb64b"], [1, "#a97f22"])),
  linear("copper", diagonal, stops([0, "#f3b184"], [0.5, "#c9773f"], [1, "#8a4a20"])),
  `<radialGradient id="ball" cx="0.36" cy="0.32" r="0.75">${stops(
    [0, "#fff", 0.75],
    [0.3, "#fff", 0.15],
    [0.65, "#000", 0.05],
    [1, "#000", 0.45],
  )}</radialGradient>`,
  `<radialGradient id="table" cx="0.42" cy="0.36" r="0.8">${stops(
    [0, "#ffffff"],
    [0.55, "#f4f6f8"],
    [1, "#dfe4ea"],
  )}</radialGradient>`,
  shadowFilter("drop", [
    [9, 15, 13, 0.3],
    [3, 4, 3, 0.26],
  ]),
  shadowFilter("lift", [[4, 6, 4, 0.38]]),
  '<filter id="blur" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="9"/></filter>',
].join("");

function shadowFilter(
  id: string,
  layers: readonly (readonly [dx: number, dy: number, blur: number, opacity: number])[],
): string {
  const drops = layers.map(([dx, dy, blur, opacity], index) => {
    const tint = `0 0 0 0 0.11 0 0 0 0 0.15 0 0 0 0 0.2 0 0 0 ${opacity} 0`;
    return [
      `<feGaussianBlur in="solid" stdDeviation="${blur}"/>`,
      `<feOffset dx="${dx}" dy="${dy}"/>`,
      `<feColorMatrix values="${tint}" result="shadow${index}"/>`,
    ].join("");
  });
  const merged = layers.map((_, index) => `<feMergeNode in="shadow${index}"/>`).join("");
  return [
    `<filter id="${id}" filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB" x="-720" y="-720" width="2160" height="2160">`,
    // Light shining past a part is see-through as well, and must not darken the table.
    '<feComponentTransfer in="SourceAlpha" result="solid">',
    '<feFuncA type="linear" slope="4" intercept="-3"/></feComponentTransfer>',
    ...drops,
    `<feMerge>${merged}<feMergeNode in="SourceGraphic"/></feMerge></filter>`,
  ].join("");
}

export function scene(content: string): string {
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="720" viewBox="0 0 720 720"',
    ' font-family="DejaVu Sans, sans-serif">',
    `<defs>${definitions}</defs>`,
    rect(0, 0, 720, 720, "url(#table)"),
    dropped(content),
    "</svg>",
  ].join("");
}

function dropped(content: string): string {
  return `<g filter="url(#drop)">${content}</g>`;
}

/** Something lying on top of another thing casts a short shadow of its own. */
export function lifted(...children: readonly string[]): string {
  return `<g filter="url(#lift)">${children.join("")}</g>`;
}

export function glow(x: number, y: number, radius: number, color: string, strength = 0.9): string {
  const id = `glow${color.slice(1)}${Math.round(strength * 100)}`;
  const fade = stops([0, color, strength], [0.35, color, strength * 0.45], [1, color, 0]);
  return `<defs><radialGradient id="${id}">${fade}</radialGradient></defs>${circle(x, y, radius, `url(#${id})`)}`;
}
