import { kitBox } from "../housings.ts";
import { led, resistor } from "../leaded.ts";
import { scatter, smd, sprinkle } from "../parts.ts";
import { board, hole, mask, pads, pins, silk } from "../pcb.ts";
import { glow, lifted } from "../scene.ts";
import { ball, block, tube, wire } from "../solid.ts";
import { circle, cycle, type Drawing, group, line, rect, shade, shape, text, times } from "../svg.ts";

const rainbow = ["#ff3b30", "#ff9f1c", "#ffe14a", "#3ee06b", "#2fd4e8", "#3a86ff", "#8f5bff", "#ff4fb0"] as const;

/** 5050 pixel with its driver die, lit. */
function pixel(x: number, y: number, size: number, color: string): string {
  const half = size / 2;
  return [
    glow(x, y, size * 1.9, color, 0.75),
    rect(x - half, y - half, size, size, "#f6f7f8", 'rx="2"'),
    circle(x, y, half * 0.82, shade(color, 0.35)),
    circle(x, y, half * 0.42, "#ffffff", 'opacity="0.9"'),
  ].join("");
}

const kit: Drawing = (random) =>
  kitBox({ columns: 3, rows: 2 }, (i, w, h) => {
    const colors = ["#e5352b", "#f4c81f", "#2fae52", "#2f6fe0", "#eef2f6"] as const;
    const fill = sprinkle(random, i === 5 ? 16 : 15, (x, y, turn) =>
      group(
        `translate(${x} ${y}) rotate(${turn}) scale(${i === 5 ? 0.26 : 0.34})`,
        i === 5 ? resistor(220, 1) : group("translate(0 -20)", led(cycle(colors, i), { lit: false })),
      ),
    );
    return fill(-w * 0.27, -h * 0.25, w * 0.54, h * 0.5);
  });

function trio(color: string, clear: boolean): Drawing {
  return () =>
    lifted(group("translate(190 300) rotate(-14) scale(1.15)", led(color, { lit: false, clear }))) +
    lifted(group("translate(372 270) rotate(3) scale(1.3)", led(color, { clear }))) +
    lifted(group("translate(556 320) rotate(19) scale(1.1)", led(color, { lit: false, clear })));
}

/** A flexible tape in coils: drawn as a spiral with things spaced along it. */
function tape(
  width: number,
  color: string,
  on: (t: number, x: number, y: number, turn: number) => string,
  count: number,
): string {
  const point = (t: number) => {
    const a = t * Math.PI * 5.4 + 0.5;
    const r = 92 + t * 205;
    return { x: 360 + Math.cos(a) * r, y: 350 + Math.sin(a) * r * 0.96, a };
  };
  const d = Array.from({ length: 161 }, (_, i) => {
    const { x, y } = point(i / 160);
    return `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join("");
  // Equal steps along the curve need denser parameters where the spiral is wide.
  const along = (i: number) => (Math.sqrt(92 ** 2 + (i / (count - 1)) * (297 ** 2 - 92 ** 2)) - 92) / 205;
  return (
    line(d, shade(color, -0.4), width, 'transform="translate(2 7)"') +
    line(d, color, width) +
    line(d, "#ffffff", width * 0.9, 'opacity="0.12"') +
    times(count, (i) => {
      const t = along(i);
      const { x, y, a } = point(t);
      return on(t, x, y, (a * 180) / Math.PI + 90);
    })
  );
}

const strip: Drawing = () =>
  tape(
    44,
    "#eef0f2",
    (t, x, y, turn) => {
      const color = cycle(rainbow, Math.floor(t * 15.9));
      return (
        glow(x, y, 52, color, 0.6) +
        group(
          `translate(${x} ${y}) rotate(${turn})`,
          rect(-15, -15, 30, 30, "#fdfdfd", 'rx="3"'),
          circle(0, 0, 11, shade(color, 0.3)),
          circle(0, 0, 5, "#fff"),
          rect(22, -14, 8, 7, "url(#copper)"),
          rect(22, -3, 8, 7, "url(#copper)"),
          rect(22, 8, 8, 7, "url(#copper)"),
        )
      );
    },
    44,
  );

const cob: Drawing = () =>
  glow(360, 350, 420, "#ffb23e", 0.55) +
  tape(44, "#f6f3ea", () => "", 2) +
  tape(22, "#ffc85a", (_t, x, y) => circle(x, y, 8, "#ffe9ae"), 190);

const ring: Drawing = () =>
  group(
    "rotate(-12 360 360)",
    circle(360, 368, 290, "#0b0c0e"),
    circle(360, 360, 290, mask.black),
    circle(360, 360, 290, "url(#gloss)"),
    circle(360, 366, 178, "#0b0c0e"),
    circle(360, 362, 176, "#eef1f4"),
    times(16, (i) => {
      const a = (i / 16) * Math.PI * 2;
      const at = (r: number, da = 0) => [360 + Math.cos(a + da) * r, 360 + Math.sin(a + da) * r] as const;
      const [x, y] = at(234);
      const [cx, cy] = at(234, Math.PI / 16);
      return pixel(x, y, 50, cycle(rainbow, Math.floor(i / 2))) + smd(cx, cy, "#b08a5c", true);
    }),
  );

const matrix: Drawing = () =>
  group(
    "rotate(-9 360 350)",
    block(90, 80, 540, 540, "#2a2420", { radius: 10, depth: 6 }),
    times(64, (i) => {
      const column = i % 8;
      const row = Math.floor(i / 8);
      const color = cycle(rainbow, Math.floor((column + row) / 2));
      return pixel(124 + column * 67.5, 114 + row * 67.5, 38, color);
    }),
  ) +
  wire("M620 560C670 600 660 660 700 700", "#d8342e", 10) +
  wire("M606 574C650 620 640 680 670 720", "#2f9e4d", 10);

const rgb: Drawing = (random) =>
  glow(390, 260, 260, "#c18bff", 0.35) +
  board(
    random,
    { width: 320, height: 420, color: mask.black, angle: 12, holes: 0, scale: 1.15, centre: [350, 400] },
    hole(34, 34, 15),
    hole(286, 34, 15),
    pins(90, 386, 4, { pitch: 34 }),
    smd(110, 270),
    smd(160, 270),
    smd(210, 270),
    silk(160, 346, 18, "R  G  B  -"),
    lifted(
      circle(160, 140, 94, "#e9edf0"),
      ball(160, 134, 84, "#f4f6fa"),
      circle(132, 116, 34, "#ff3b30", 'opacity="0.65" filter="url(#blur)"'),
      circle(190, 116, 34, "#3ee06b", 'opacity="0.65" filter="url(#blur)"'),
      circle(160, 168, 34, "#3a86ff", 'opacity="0.7" filter="url(#blur)"'),
      circle(130, 100, 14, "#fff", 'opacity="0.85"'),
    ),
  );

const star: Drawing = () => {
  const rim = (degrees: number) => {
    const a = (degrees * Math.PI) / 180;
    return `${(360 + Math.cos(a) * 290).toFixed(1)} ${(350 + Math.sin(a) * 290).toFixed(1)}`;
  };
  const d = `M${rim(9)}${times(6, (i) => `A290 290 0 0 1 ${rim(i * 60 + 51)}A46 46 0 0 0 ${rim(i * 60 + 69)}`)}Z`;
  return [
    shape(d, "#6b727a", 'transform="translate(0 10)"'),
    shape(d, "#eef0ee"),
    shape(d, "url(#gloss)"),
    times(6, (i) =>
      group(
        `rotate(${i * 60 + 60} 360 350)`,
        rect(332, 84, 56, 40, "url(#gold)", 'rx="6"'),
        text(360, 158, 26, i % 2 ? "+" : "−", "#26292d"),
      ),
    ),
    glow(360, 350, 300, "#ffbe55", 0.55),
    lifted(
      circle(360, 350, 124, "#24272b"),
      circle(360, 350, 112, "url(#steel)"),
      ball(360, 346, 92, "#ffdf8a"),
      rect(322, 308, 76, 76, "#ffc33a", 'rx="4"'),
      circle(360, 346, 60, "#fff6dc", 'opacity="0.85" filter="url(#blur)"'),
      circle(326, 308, 18, "#fff", 'opacity="0.85"'),
    ),
  ].join("");
};

const traffic: Drawing = (random) =>
  board(
    random,
    { width: 230, height: 600, color: mask.black, angle: 11, holes: 0, scale: 0.98 },
    hole(115, 28, 14),
    ...["#ff3b30", "#ffc61a", "#34d35a"].map((color, i) => {
      const y = 128 + i * 140;
      return (
        glow(115, y, 130, color, 0.45) +
        lifted(
          circle(115, y + 6, 60, shade(color, -0.5)),
          ball(115, y, 58, color),
          circle(96, y - 22, 13, "#fff", 'opacity="0.8"'),
        )
      );
    }),
    scatter(random, 66, 500, 4, 1, [32, 20]),
    pins(59, 566, 4, { pitch: 28 }),
    silk(115, 534, 17, "GND R Y G"),
  );

const laser: Drawing = (random) =>
  board(
    random,
    { width: 300, height: 250, color: mask.black, angle: -34, holes: 0, centre: [240, 440], scale: 1.2 },
    pins(6, 75, 3, { vertical: true, pitch: 34 }),
    smd(110, 60),
    smd(110, 190, "#b08a5c"),
    pads(70, 90, 1, { pitch: 30 }),
    silk(110, 222, 18, "KY-008"),
    lifted(
      tube(170, 62, 190, 126, "#c99b3c", "x", 8),
      times(6, (i) => rect(186 + i * 14, 62, 5, 126, "#0003")),
      tube(352, 80, 40, 90, "#a97a22", "x", 6),
      line("M392 125H900", "#ff2d2d", 12, 'opacity="0.3"'),
      line("M392 125H900", "#ff4a40", 4),
      circle(390, 125, 16, "#ff3b30"),
      glow(392, 125, 80, "#ff3b30", 0.9),
    ),
  );

export const ledPictures: Readonly<Record<string, Drawing>> = {
  "LED/LED 5mm Kit-1.jpg": kit,
  "LED/LED 5mm Red-1.jpg": trio("#e8352b", false),
  "LED/LED 5mm Blue-1.jpg": trio("#2f7bff", true),
  "WS2812/WS2812B Strip-1.jpg": strip,
  "WS2812/WS2812B Ring 16-1.jpg": ring,
  "WS2812/WS2812B Matrix 8x8-1.jpg": matrix,
  "LED/RGB Module-1.jpg": rgb,
  "LED/Star 3W-1.jpg": star,
  "COB/COB Strip 2700K-1.jpg": cob,
  "LED/Traffic Light-1.jpg": traffic,
  "Laser/KY-008-1.jpg": laser,
};
