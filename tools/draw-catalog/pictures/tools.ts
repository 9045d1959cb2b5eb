import { button } from "../parts.ts";
import { lifted } from "../scene.ts";
import { block, disc, glossy, screw, tube, wire } from "../solid.ts";
import { circle, cycle, type Drawing, ellipse, group, line, rect, shape, text, times } from "../svg.ts";

const iron: Drawing = () =>
  wire("M600 560C690 600 700 690 640 740", "#1d2024", 20) +
  lifted(
    group(
      "translate(360 350) rotate(40)",
      tube(250, -18, 60, 36, "#1d2024", "x", 10),
      glossy("M-20 -44Q-34 0 -20 44L60 36Q160 50 252 40Q270 0 252 -40Q160 -50 60 -36Z", "#2a72d8"),
      glossy("M-20 -44Q-34 0 -20 44L40 38Q30 0 40 -38Z", "#1d2024"),
      times(6, (i) => rect(70 + i * 18, -38, 8, 76, "#0003", 'rx="4"')),
      disc(206, 0, 22, "#f1b21a"),
      rect(204, -20, 4, 18, "#26292d"),
      tube(-66, -30, 54, 60, "#c9ced4", "x", 6),
      tube(-220, -17, 158, 34, "#d3d8dd", "x", 4),
      times(5, (i) => circle(-190 + i * 26, 0, 4, "#59616a")),
      tube(-240, -20, 30, 40, "#b9c0c8", "x", 4),
      glossy("M-238 -12L-300 -10L-346 0L-300 10L-238 12Z", "#c98a55"),
      shape("M-318 -6L-346 0L-318 6Z", "#e9edf0"),
    ),
  );

const meter: Drawing = () =>
  wire("M300 610C200 690 100 690 20 640", "#26292d", 15) +
  wire("M420 610C520 700 620 690 710 620", "#d8342e", 15) +
  group(
    "rotate(-7 360 350)",
    block(196, 40, 330, 600, "#e8a21a", { radius: 44, depth: 16 }),
    block(216, 58, 290, 564, "#2a2d32", { radius: 34, depth: 2 }),
    rect(240, 84, 242, 128, "#14171a", 'rx="10"'),
    rect(250, 94, 222, 108, "#b9c7a4", 'rx="6"'),
    text(342, 150, 60, "12.48", "#20261c", 'font-weight="bold" font-family="DejaVu Sans Mono, monospace"'),
    text(456, 180, 20, "V", "#20261c", 'font-weight="bold"'),
    rect(240, 84, 242, 128, "url(#sheen)", 'rx="10" opacity="0.6"'),
    times(4, (i) => button(246 + i * 62, 226, 44, cycle(["#f1b21a", "#4a5058", "#4a5058", "#2f6fd0"], i))),
    times(18, (i) =>
      group(`rotate(${i * 20} 361 402)`, rect(358, 288, 6, 16, cycle(["#f4f6f8", "#f1b21a", "#f4f6f8"], i))),
    ),
    circle(361, 408, 88, "#0b0c0e"),
    disc(361, 402, 88, "#3a3f46"),
    block(345, 322, 32, 160, "#4a5058", { radius: 14 }),
    rect(357, 330, 8, 34, "#f4f6f8", 'rx="4"'),
    times(
      4,
      (i) =>
        circle(262 + i * 66, 562, 25, cycle(["#d8342e", "#d8342e", "#26292d", "#d8342e"], i)) +
        circle(262 + i * 66, 562, 25, "none", 'stroke="#7b838c" stroke-width="3"') +
        circle(262 + i * 66, 562, 13, "#060708"),
    ),
    lifted(tube(306, 544, 40, 90, "#26292d", "y", 12), tube(440, 544, 40, 90, "#d8342e", "y", 12)),
  );

const tweezers: Drawing = () => {
  const one = (x: number, angle: number, tip: string) =>
    lifted(
      group(
        `translate(${x} 360) rotate(${angle})`,
        glossy(`M-20 -270Q0 -290 20 -270L40 -40Q34 80 ${tip}L-2 260L-10 60Q-34 0 -40 -40Z`, "#24272b"),
        shape("M-7 -250L-16 -40Q-10 80 0 200Q10 80 16 -40L7 -250Z", "#d7dde4"),
        line("M-14 -262L-32 -44", "#ffffff", 3, 'opacity="0.35"'),
        times(7, (i) => rect(20, -40 + i * 13, 16, 5, "#4d545c", 'rx="2"')),
        text(0, -262, 13, "ESD", "#f1b21a", 'font-weight="bold"'),
      ),
    );
  return one(180, -12, "4 270") + one(366, 2, "46 262") + one(550, 14, "14 262");
};

function pliers(grip: string, accent: string, jaw: string, extras: string): string {
  const handle = (flip: 1 | -1) =>
    group(
      `scale(${flip} 1)`,
      glossy("M8 20C30 60 64 120 74 220C80 290 70 340 56 356C40 366 28 350 30 330C40 250 24 150 -14 60Z", grip),
      line("M34 90C54 150 62 220 56 320", accent, 8, 'opacity="0.9"'),
    );
  return [handle(1), handle(-1), jaw, extras].join("");
}

const cutter: Drawing = () =>
  lifted(
    group(
      "translate(370 260) rotate(24) scale(1.2)",
      line("M-28 130C-60 100 -20 60 0 96C20 60 60 100 28 130", "#aab1b9", 7),
      pliers(
        "#d8342e",
        "#26292d",
        glossy("M-58 46C-74 -20 -64 -90 -10 -150L0 -40L10 -150C64 -90 74 -20 58 46Q0 92 -58 46Z", "#aab1b9"),
        disc(0, 26, 27, "#d6dbe1") + screw(0, 26, 15),
      ),
      line("M0 -142V-20", "#4d545c", 3),
      shape("M-9 -150L-44 -100L-2 -52Z", "#e9edf0"),
      shape("M9 -150L44 -100L2 -52Z", "#7b838c"),
    ),
  );

const crimper: Drawing = () =>
  lifted(
    group(
      "translate(340 290) rotate(28) scale(1.1)",
      pliers(
        "#2f6fd0",
        "#14171a",
        glossy("M-62 50C-74 -30 -66 -110 -50 -190H50C66 -110 74 -30 62 50Q0 100 -62 50Z", "#3a3f46"),
        disc(0, 30, 26, "#c9ced4") + screw(0, 30, 14),
      ),
      rect(-34, -178, 68, 116, "#c9ced4", 'rx="4"'),
      rect(-2, -190, 4, 134, "#14171a"),
      times(3, (i) => ellipse(0, -160 + i * 40, 13 - i * 3, 10 - i * 2, "#14171a")),
      screw(-40, -30, 10),
      screw(40, -30, 10),
      line("M-22 130L22 116", "#b9c0c8", 10),
      disc(-24, 132, 14, "#e0b23a"),
    ),
  );

const breadboard: Drawing = () => {
  const dot = (x: number, y: number) => rect(x - 3, y - 3, 6, 6, "#3f454c") + rect(x - 3, y - 3, 6, 2, "#15181b");
  return group(
    "translate(360 360) rotate(-32) scale(0.94) translate(-355 -125)",
    block(0, 0, 710, 250, "#f3f3ef", { radius: 6, depth: 18 }),
    rect(0, 54, 710, 2, "#cfd2cf"),
    rect(0, 194, 710, 2, "#cfd2cf"),
    rect(0, 119, 710, 12, "#d4d7d3"),
    ...[12, 206].map(
      (y) =>
        line(`M14 ${y - 2}H696`, "#d8342e", 2.5) +
        line(`M14 ${y + 34}H696`, "#2f6fd0", 2.5) +
        times(50, (i) => (i % 6 === 5 ? "" : dot(28 + i * 13.3, y + 9) + dot(28 + i * 13.3, y + 22))),
    ),
    times(52, (c) => times(5, (r) => dot(18 + c * 13.2, 66 + r * 11.6) + dot(18 + c * 13.2, 140 + r * 11.6))),
  );
};

const solder: Drawing = () =>
  wire("M470 470C620 480 650 600 560 640C500 664 470 640 500 600", "#c3c9d0", 9) +
  group(
    "rotate(-8 340 340)",
    circle(340, 362, 250, "#123d7c"),
    circle(340, 346, 250, "#2467c4"),
    circle(340, 346, 250, "url(#gloss)"),
    circle(340, 346, 206, "#8d959e"),
    times(13, (i) =>
      circle(340, 346, 202 - i * 8.4, "none", `stroke="${i % 2 ? "#b9c0c8" : "#dfe4e9"}" stroke-width="8"`),
    ),
    circle(340, 346, 206, "url(#sheen)"),
    disc(340, 346, 96, "#f4f6f8"),
    text(340, 312, 20, "Sn99.3 Cu0.7", "#26292d", 'font-weight="bold"'),
    text(340, 350, 22, "0.8 mm", "#26292d"),
    text(340, 384, 20, "100 g", "#59616a"),
    circle(340, 414, 11, "#123d7c"),
  );

const pump: Drawing = () =>
  lifted(
    group(
      "translate(360 360) rotate(-42)",
      tube(250, -20, 66, 40, "#d8342e", "x", 14),
      tube(180, -9, 76, 18, "#c9ced4", "x", 3),
      tube(150, -44, 40, 88, "#26292d", "x", 8),
      tube(-170, -46, 324, 92, "#2f6fd0", "x", 8),
      times(9, (i) => rect(-40 + i * 18, -46, 7, 92, "#0002")),
      block(-120, -62, 54, 30, "#f1b21a", { radius: 8 }),
      tube(-214, -40, 48, 80, "#26292d", "x", 8),
      glossy("M-212 -30L-262 -20L-326 -9V9L-262 20L-212 30Z", "#eceff1"),
      rect(-328, -8, 8, 16, "#59616a"),
    ),
  );

const analyzer: Drawing = () =>
  times(10, (i) => {
    const color = cycle(
      ["#7a4a23", "#d8342e", "#f08a24", "#f0c021", "#2f9e4d", "#2f6fd0", "#8a4fc4", "#8d9299", "#f1f3f5", "#26292d"],
      i,
    );
    const x = 250 + i * 24;
    return wire(`M${x} 430C${x} 560 ${x - 40 + i * 8} 560 ${100 + i * 58} 690`, color, 11);
  }) +
  lifted(
    group(
      "rotate(-5 360 270)",
      block(180, 110, 360, 300, "#26292d", { radius: 16, depth: 20 }),
      rect(204, 134, 312, 214, "#1a1c20", 'rx="10"'),
      text(360, 172, 26, "LOGIC 24M · 8CH", "#e9ecef", 'font-weight="bold"'),
      ...["#3ee06b", "#ffc61a", "#4cc4ff"].map((color, i) =>
        line(
          `M226 ${230 + i * 42}${times(6, (k) => `h${12 + ((k * 7 + i * 11) % 17)}v-22h${12 + ((k * 5 + i * 3) % 13)}v22`)}`,
          color,
          4,
        ),
      ),
      block(236, 386, 248, 52, "#14171a", { depth: 6 }),
      times(10, (i) => rect(246 + i * 23.4, 400, 12, 12, "url(#gold)")),
      rect(322, 88, 76, 30, "url(#steel)", 'rx="4"'),
      circle(496, 156, 6, "#3ee06b"),
    ),
  );

const caliper: Drawing = () =>
  group(
    "translate(360 350) rotate(-30)",
    rect(-330, -22, 680, 60, "#6c737b", 'rx="3"'),
    rect(-330, -30, 680, 60, "url(#steel-y)", 'rx="3"'),
    times(66, (i) => rect(-110 + i * 6.8, 4, 1.6, i % 5 ? 14 : 25, "#3a4047")),
    glossy("M-330 -30V30L-312 190L-280 230V30H-230V-30L-262 -30L-276 -110L-296 -30Z", "#b9c0c8"),
    lifted(
      glossy("M-226 -30V30L-214 190L-246 230V120L-246 -30L-240 -104L-214 -30Z", "#9aa1a9"),
      block(-226, -66, 250, 140, "#26292d", { radius: 10, depth: 10 }),
      rect(-206, -50, 210, 72, "#b9c7a4", 'rx="5"'),
      text(-108, -12, 52, "24.86", "#20261c", 'font-weight="bold" font-family="DejaVu Sans Mono, monospace"'),
      text(-14, 8, 14, "mm", "#20261c"),
      ...["#d8342e", "#f1f3f5", "#f1b21a"].map((color, i) => disc(-170 + i * 62, 46, 14, color)),
      disc(40, 44, 24, "#8d959e"),
      times(10, (i) => line(`M40 44L${40 + 23 * Math.cos(i * 0.628)} ${44 + 23 * Math.sin(i * 0.628)}`, "#59616a", 2)),
      tube(-110, -84, 26, 22, "#c9ced4", "y", 3),
    ),
  );

export const toolPictures: Readonly<Record<string, Drawing>> = {
  "Soldering/Iron 60W-1.jpg": iron,
  "Multimeter/DMM 6000-1.jpg": meter,
  "Hand Tools/ESD Tweezers-1.jpg": tweezers,
  "Hand Tools/Flush Cutter-1.jpg": cutter,
  "Hand Tools/SN-28B-1.jpg": crimper,
  "Breadboard/Breadboard 830-1.jpg": breadboard,
  "Soldering/Solder 0.8-1.jpg": solder,
  "Soldering/Desolder Pump-1.jpg": pump,
  "Analyzer/Logic Analyzer 8CH-1.jpg": analyzer,
  "Measuring/Caliper 150-1.jpg": caliper,
};
