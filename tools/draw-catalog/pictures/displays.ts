import { button, chip, scatter } from "../parts.ts";
import { board, mask, pads, pins, silk } from "../pcb.ts";
import { lifted } from "../scene.ts";
import { block, wire } from "../solid.ts";
import { circle, cycle, type Drawing, group, line, rect, shape, text, times } from "../svg.ts";

function glass(x: number, y: number, width: number, height: number): string {
  return rect(x, y, width, height, "url(#sheen)", 'opacity="0.55"');
}

function oled(color: string, legs: number, second: string): Drawing {
  return (random) =>
    board(
      random,
      { width: 420, height: 420, color: mask.navy, angle: -8, holes: 26, scale: 1.1 },
      pins(210 - legs * 15, 6, legs, { pitch: 30 }),
      silk(210, 56, 15, legs === 4 ? "GND  VCC  SCL  SDA" : "GND VCC D0 D1 RES DC CS"),
      lifted(
        rect(14, 84, 392, 240, "#15171b", 'rx="3"'),
        rect(14, 84, 392, 190, "#06080c", 'rx="3"'),
        rect(44, 104, 332, 160, "#020408"),
        rect(54, 116, 312, 30, second, 'opacity="0.95"'),
        text(210, 132, 22, "Ocean  12:48", "#020408", 'font-weight="bold"'),
        text(130, 196, 56, "23.4", color, 'font-weight="bold"'),
        text(224, 184, 26, "°C", color),
        times(9, (i) => rect(262 + i * 11, 236 - ((i * 37) % 60) - 8, 8, ((i * 37) % 60) + 8, color)),
        text(118, 246, 18, "HUM 47 %", color),
        glass(14, 84, 392, 190),
        rect(146, 286, 128, 34, "#b57a22", 'rx="3"'),
        times(12, (i) => rect(150 + i * 10.4, 286, 4, 34, "#8d5b14")),
      ),
      scatter(random, 60, 358, 4, 2, [30, 20]),
      scatter(random, 270, 358, 4, 2, [30, 20]),
    );
}

function panel(width: number, height: number): string {
  const bars = [0.4, 0.62, 0.5, 0.82, 0.7, 0.94];
  const colors = ["#38bdf8", "#34d399", "#fbbf24", "#f87171", "#a78bfa", "#f472b6"] as const;
  const step = width / 7;
  return [
    rect(0, 0, width, height, "#0d1b33"),
    rect(0, 0, width, height * 0.13, "#1d4ed8"),
    text(width * 0.3, height * 0.068, height * 0.06, "Dashboard", "#fff", 'font-weight="bold"'),
    ...bars.map((bar, i) =>
      rect(step * (i + 0.7), height * (0.94 - bar * 0.38), step * 0.62, height * bar * 0.38, cycle(colors, i)),
    ),
    line(
      `M${width * 0.06} ${height * 0.42}L${width * 0.25} ${height * 0.3}L${width * 0.42} ${height * 0.38}L${width * 0.62} ${height * 0.22}L${width * 0.78} ${height * 0.33}L${width * 0.94} ${height * 0.2}`,
      "#67e8f9",
      5,
    ),
    circle(width * 0.62, height * 0.22, 8, "#fff"),
  ].join("");
}

const tft: Drawing = (random) =>
  board(
    random,
    { width: 400, height: 600, color: mask.red, angle: 10, holes: 20, radius: 6, scale: 0.98 },
    pins(60, 572, 14, { pitch: 20 }),
    scatter(random, 50, 18, 9, 1),
    lifted(
      block(14, 44, 372, 510, "#e9ebee", { radius: 4, depth: 5 }),
      rect(26, 56, 348, 456, "#0b0d10"),
      group("translate(36 66)", panel(328, 436)),
      glass(26, 56, 348, 456),
      rect(130, 516, 140, 36, "#b57a22"),
    ),
  );

function character(
  color: string,
  frame: string,
  ink: string,
  lines: readonly string[],
  size: readonly [number, number],
): Drawing {
  const [width, height] = size;
  const columns = lines[0]?.length ?? 16;
  const cell = (width - 96) / columns;
  const cellHeight = cell * 1.75;
  const top = (height - lines.length * (cellHeight + 6)) / 2 + 6;
  return (random) =>
    board(
      random,
      { width, height, color: frame, angle: -16, holes: 18, radius: 4 },
      pins(60, 6, 16, { pitch: 20 }),
      scatter(random, 410, 18, 3, 1),
      lifted(
        block(18, 38, width - 36, height - 74, "#1a1c20", { radius: 6, depth: 8 }),
        rect(36, 56, width - 72, height - 110, color, 'rx="4"'),
        ...lines.map((content, r) =>
          [...content]
            .map((letter, c) => {
              const x = 48 + c * cell;
              const y = top + r * (cellHeight + 6);
              return (
                rect(x + 1, y, cell - 3, cellHeight, "#00000018") +
                text(
                  x + cell / 2,
                  y + cellHeight / 2,
                  cell * 1.22,
                  letter,
                  ink,
                  'font-family="DejaVu Sans Mono, monospace" font-weight="bold"',
                )
              );
            })
            .join(""),
        ),
        glass(36, 56, width - 72, height - 110),
      ),
    );
}

const segments = ["abcedf", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"] as const;

function digit(x: number, y: number, size: number, value: number, color: string): string {
  const w = size * 0.5;
  const h = size / 2;
  const bars: Readonly<Record<string, readonly [number, number, number, number]>> = {
    a: [x, y, x + w, y],
    b: [x + w, y, x + w, y + h],
    c: [x + w, y + h, x + w, y + size],
    d: [x, y + size, x + w, y + size],
    e: [x, y + h, x, y + size],
    f: [x, y, x, y + h],
    g: [x, y + h, x + w, y + h],
  };
  const lit = segments[value] ?? "";
  return Object.entries(bars)
    .map(([name, [x1, y1, x2, y2]]) => {
      const inset = size * 0.055;
      const flat = y1 === y2;
      const d = flat ? `M${x1 + inset} ${y1}H${x2 - inset}` : `M${x1} ${y1 + inset}V${y2 - inset}`;
      return line(d, lit.includes(name) ? color : "#3a2325", size * 0.085);
    })
    .join("");
}

const sevenSegment: Drawing = (random) =>
  board(
    random,
    { width: 520, height: 300, color: mask.black, angle: -12, holes: 18, scale: 1.1 },
    lifted(
      block(44, 40, 432, 190, "#1c1315", { radius: 4, depth: 8 }),
      group(
        "translate(52 0) skewX(-5)",
        ...[1, 2, 4, 8].map((value, i) => digit(38 + i * 104 + (i > 1 ? 16 : 0), 72, 124, value, "#ff3a2e")),
        circle(236, 108, 9, "#ff3a2e"),
        circle(236, 160, 9, "#ff3a2e"),
      ),
      rect(44, 40, 432, 190, "#ff3a2e", 'opacity="0.08"'),
    ),
    pins(216, 268, 4, { pitch: 24 }),
    scatter(random, 70, 264, 4, 1),
    silk(390, 270, 18, "TM1637"),
  );

function dots(x: number, y: number, size: number, rows: readonly string[]): string {
  const step = size / 8;
  return (
    block(x, y, size, size, "#1b1d21", { radius: 2, depth: 6 }) +
    rows
      .map((row, r) =>
        [...row.padEnd(8, ".")]
          .map((mark, c) => {
            const lit = mark === "#";
            return circle(x + (c + 0.5) * step, y + (r + 0.5) * step, step * 0.4, lit ? "#ff3b30" : "#4a3234");
          })
          .join(""),
      )
      .join("")
  );
}

const heart = ["........", ".##..##.", "########", "########", "########", ".######.", "..####..", "...##..."];
const letters = [
  ["#...#...", "#...#...", "#...#...", "#####...", "#...#...", "#...#...", "#...#..."],
  ["#####...", "#.......", "#.......", "####....", "#.......", "#.......", "#####..."],
  ["#.......", "#.......", "#.......", "#.......", "#.......", "#.......", "#####..."],
  [".###....", "#...#...", "#...#...", "#...#...", "#...#...", "#...#...", ".###...."],
];

const matrix: Drawing = (random) =>
  board(
    random,
    { width: 540, height: 350, color: mask.green, angle: -11, holes: 16, scale: 1.05 },
    lifted(dots(202, 22, 304, heart)),
    chip(64, 128, 96, 76, { legs: 12, sides: "y", label: "MAX7219" }),
    pins(4, 112, 5, { vertical: true, pitch: 24 }),
    pads(514, 112, 5, { vertical: true, pitch: 24 }),
    scatter(random, 70, 258, 3, 2),
    silk(110, 76, 16, "8×8 MATRIX"),
  );

const ticker: Drawing = (random) =>
  board(
    random,
    { width: 690, height: 216, color: mask.green, angle: -32, holes: 0, radius: 4 },
    pins(2, 48, 5, { vertical: true, pitch: 24 }),
    pads(666, 48, 5, { vertical: true, pitch: 24 }),
    lifted(...letters.map((rows, i) => dots(30 + i * 158, 26, 154, rows))),
    scatter(random, 60, 200, 12, 1, [48, 20]),
  );

const paper: Drawing = (random) =>
  board(
    random,
    { width: 400, height: 520, color: mask.blue, angle: -8, holes: 20, scale: 1.05 },
    lifted(
      rect(20, 40, 360, 400, "#d4d6d2", 'rx="3"'),
      rect(34, 54, 332, 332, "#eeeee8"),
      text(200, 104, 36, "MEETING", "#1c1d1f", 'font-weight="bold"'),
      rect(56, 134, 288, 4, "#1c1d1f"),
      text(200, 186, 52, "ROOM 4", "#1c1d1f", 'font-weight="bold"'),
      text(200, 236, 24, "09:30 – 11:00", "#1c1d1f"),
      times(30, (i) => rect(68 + i * 9, 276, 2 + ((i * 7) % 5), 80, "#1c1d1f")),
    ),
    pins(96, 490, 8, { pitch: 26 }),
    scatter(random, 70, 466, 8, 1),
  );

const monitor: Drawing = () =>
  group(
    "rotate(-7 360 350)",
    block(46, 150, 628, 400, "#16181b", { radius: 18, depth: 14 }),
    rect(76, 178, 568, 330, "#0d1b33"),
    `<g transform="translate(76 178)">${panel(568, 330)}</g>`,
    glass(46, 150, 628, 400),
    circle(360, 530, 7, "#3ee06b"),
    times(5, (i) => button(522 + i * 28, 520, 16, "#2b2e33")),
  );

const round: Drawing = (random) =>
  times(8, (i) => {
    const color = cycle(["#d8342e", "#26292d", "#f0c021", "#2f9e4d", "#2f6fd0", "#8a4fc4", "#f08a24", "#e9ecef"], i);
    return wire(`M${310 + i * 14} 560C${310 + i * 14} 630 ${250 + i * 20} 640 ${200 + i * 36} 706`, color, 9);
  }) +
  board(
    random,
    { width: 470, height: 520, color: mask.black, angle: 0, holes: 0, radius: 235, traces: 0, centre: [360, 330] },
    pads(123, 478, 8, { pitch: 28 }),
    lifted(
      circle(235, 240, 222, "#08090b"),
      circle(235, 240, 200, "#0a1426"),
      times(41, (i) => {
        const a = ((i - 20) / 20) * 2.3 - Math.PI / 2;
        const p = (r: number) => `${235 + Math.cos(a) * r} ${240 + Math.sin(a) * r}`;
        return line(`M${p(i % 5 ? 176 : 162)}L${p(188)}`, i < 28 ? "#38bdf8" : "#f87171", i % 5 ? 3 : 6);
      }),
      text(235, 220, 92, "68", "#fff", 'font-weight="bold"'),
      text(235, 290, 28, "km/h", "#9fc9ff"),
      shape("M235 240m-10 96l10 -22l10 22z", "#fbbf24"),
      circle(235, 240, 222, "url(#sheen)", 'opacity="0.4"'),
    ),
  );

export const displayPictures: Readonly<Record<string, Drawing>> = {
  "OLED/OLED 0.96 Blue-1.jpg": oled("#4cc4ff", 4, "#ffd84a"),
  "OLED/OLED 0.96 White-1.jpg": oled("#f4f8ff", 7, "#f4f8ff"),
  "TFT/TFT 2.4 ILI9341-1.jpg": tft,
  "LCD/LCD1602 Blue-1.jpg": character(
    "#1e50d8",
    mask.green,
    "#f2f7ff",
    ["Hello, workshop!", "Temp: 23.4\u00b0C   "],
    [620, 280],
  ),
  "LCD/LCD2004 Green-1.jpg": character(
    "#a6c834",
    mask.green,
    "#1d2b10",
    ["Set point   48.0 \u00b0C ", "Actual      47.6 \u00b0C ", "Pump on   Fan 62 %  ", "Alarm: none         "],
    [620, 380],
  ),
  "Segment/TM1637 Red-1.jpg": sevenSegment,
  "Matrix/MAX7219 8x8-1.jpg": matrix,
  "Matrix/MAX7219 4in1-1.jpg": ticker,
  "E-Paper/E-Paper 1.54-1.jpg": paper,
  "HDMI/HDMI 7 inch-1.jpg": monitor,
  "TFT/Round TFT 1.28-1.jpg": round,
};
