import { glow } from "./scene.ts";
import { glossy, tube } from "./solid.ts";
import { circle, cycle, group, line, rect, shape, text } from "./svg.ts";

const digits = [
  "#17181a",
  "#7a4a23",
  "#d3302b",
  "#ee7d1d",
  "#f3d12b",
  "#2d9a46",
  "#2a62c9",
  "#8a48b8",
  "#8d9299",
  "#f5f6f7",
] as const;
const tolerances = { 1: "#7a4a23", 5: "#d4a739" } as const;

/** Colour bands of a resistor: three significant digits at 1 %, two at 5 %. */
function bands(ohms: number, tolerance: keyof typeof tolerances): string[] {
  const significant = tolerance === 1 ? 3 : 2;
  const exponent = Math.floor(Math.log10(ohms)) - significant + 1;
  const mantissa = Math.round(ohms / 10 ** exponent);
  const value = [...String(mantissa)].map((digit) => cycle(digits, Number(digit)));
  // Below 10 Ω or 100 Ω the multiplier itself turns gold or silver.
  const multiplier = exponent === -1 ? "#d4a739" : exponent === -2 ? "#c3c8ce" : cycle(digits, exponent);
  return [...value, multiplier, tolerances[tolerance]];
}

/** Lies along x, centred, about 300 long with its leads. */
export function resistor(ohms: number, tolerance: keyof typeof tolerances): string {
  const body = tolerance === 1 ? "#7db7d6" : "#d9bd8b";
  const outline =
    "M-62 -22C-50 -22 -46 -17 -34 -17H34C46 -17 50 -22 62 -22C78 -22 80 -12 80 0C80 12 78 22 62 22C50 22 46 17 34 17H-34C-46 17 -50 22 -62 22C-78 22 -80 12 -80 0C-80 -12 -78 -22 -62 -22Z";
  const colors = bands(ohms, tolerance);
  const last = colors.length - 1;
  const rings = colors.map((color, i) => {
    const x = i === 0 ? -66 : i === last ? 54 : -32 + (i - 1) * (last === 4 ? 22 : 26);
    const tall = i === 0 || i === last ? 44 : 34;
    return rect(x, -tall / 2, 12, tall, color);
  });
  return [
    line("M-190 0H190", "#7b838c", 7),
    line("M-190 -1H190", "#d3d8dd", 4),
    shape(outline, body),
    ...rings,
    shape(outline, "url(#tube-y)", 'opacity="0.85"'),
  ].join("");
}

/** Dome up, legs down; (0, 0) is the middle of the collar. */
export function led(color: string, { lit = true, clear = false }: { lit?: boolean; clear?: boolean } = {}): string {
  const dome = "M-44 0V-66A44 44 0 0 1 44 -66V0Z";
  return [
    lit ? glow(0, -58, 150, color, 0.55) : "",
    rect(-22, 10, 9, 200, "url(#steel-x)"),
    rect(13, 10, 9, 250, "url(#steel-x)"),
    rect(-54, -4, 106, 20, color, `rx="6" opacity="${clear ? 0.55 : 1}"`),
    shape(dome, clear ? "#e8f1fb" : color, 'opacity="0.92"'),
    clear ? shape(dome, color, 'opacity="0.38"') : "",
    shape("M-24 0V-40L-6 -52V0Z", "#ffffff", 'opacity="0.35"'),
    shape("M10 0V-56H24V0Z", "#ffffff", 'opacity="0.28"'),
    lit ? circle(0, -62, 22, "#ffffff", 'opacity="0.75" filter="url(#blur)"') : "",
    shape(dome, "url(#tube-x)", 'opacity="0.55"'),
    line("M-27 -22V-64A27 27 0 0 1 -16 -86", "#ffffff", 7, 'opacity="0.7"'),
    rect(-54, -4, 106, 20, "url(#tube-x)", 'rx="6" opacity="0.6"'),
  ].join("");
}

/** Upright electrolytic capacitor; (0, 0) is where its legs enter. */
export function electrolytic(width: number, height: number, color: string, label: string): string {
  return [
    rect(-width * 0.25, 0, 7, height * 0.5, "url(#steel-x)"),
    rect(width * 0.2, 0, 7, height * 0.66, "url(#steel-x)"),
    tube(-width / 2, -height, width, height, color, "y", 9),
    rect(width * 0.16, -height + 6, width * 0.24, height - 12, "#cfd6dd", 'opacity="0.75"'),
    ...[0.3, 0.5, 0.7].map((t) => rect(width * 0.23, -height * t, width * 0.1, 5, "#26292d")),
    rect(-width / 2, -height, width, height * 0.07, "url(#steel-x)", 'rx="6"'),
    rect(-width / 2, -height * 0.09, width, 3, "#0006"),
    group("rotate(-90)", text(height * 0.5, -width * 0.14, width * 0.24, label, "#eef2f6", 'font-weight="bold"')),
  ].join("");
}

export function diode(): string {
  return [
    line("M-190 0H190", "#7b838c", 9),
    line("M-190 -1H190", "#d3d8dd", 5),
    tube(-72, -32, 144, 64, "#2a2c30", "x", 7),
    rect(40, -32, 18, 64, "#d9dde2"),
    rect(40, -32, 18, 64, "url(#tube-y)"),
    text(-16, 0, 21, "1N4007", "#c3c8ce"),
  ].join("");
}

export function transistor(label: string): string {
  return [
    ...[-26, 0, 26].map((x) => rect(x - 5, 60, 10, 190, "url(#steel-x)")),
    glossy("M-62 66V-30Q-62 -62 -34 -66H34Q62 -62 62 -30V66Z", "#2a2c30"),
    shape("M-50 66V-26Q-50 -50 -30 -52H30Q50 -50 50 -26V66Z", "#34373c"),
    text(0, -14, 24, label, "#c9ced4"),
    text(0, 20, 20, "A 331", "#a9afb6"),
  ].join("");
}
