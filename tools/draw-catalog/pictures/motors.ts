import { canTop, chip, goldScrew, lamp, scatter, smd, terminal } from "../parts.ts";
import { board, mask, pins, silk } from "../pcb.ts";
import { heatsink, jstSocket } from "../ports.ts";
import { lifted } from "../scene.ts";
import { block, disc, screw, tube, wire } from "../solid.ts";
import { circle, cycle, type Drawing, group, rect, shape, text, times } from "../svg.ts";

interface StepStick {
  color: string;
  sink: string;
  label: string;
  trimmer: "top" | "bottom";
  fins: number;
  angle: number;
}

function stepStick({ color, sink, label, trimmer, fins, angle }: StepStick): Drawing {
  return (random) =>
    board(
      random,
      { width: 380, height: 500, color, angle, holes: 0, radius: 6, scale: 1.02 },
      pins(8, 18, 8, { vertical: true, pitch: 57.5, color: "#17191c" }),
      pins(314, 18, 8, { vertical: true, pitch: 57.5, color: "#17191c" }),
      goldScrew(190, trimmer === "top" ? 56 : 452, 26),
      scatter(random, 96, trimmer === "top" ? 412 : 52, 6, 2, [36, 26]),
      scatter(random, 96, trimmer === "top" ? 100 : 392, 6, 1, [36, 26]),
      lifted(heatsink(96, 146, 190, 190, sink, fins)),
      silk(190, trimmer === "top" ? 376 : 116, 20, label),
    );
}

const l298: Drawing = (random) =>
  board(
    random,
    { width: 470, height: 470, color: mask.red, angle: -9, holes: 24, scale: 1.14 },
    lifted(heatsink(120, 40, 230, 118, "#2a2d31", 8)),
    block(150, 168, 170, 46, "#26292d", { depth: 4 }),
    text(235, 190, 20, "L298N", "#b9bec5"),
    times(15, (i) => rect(154 + i * 11, 214, 6, 20, "url(#steel-x)")),
    terminal(8, 180, 2, { vertical: true, pitch: 56, color: "#2467c4" }),
    terminal(400, 180, 2, { vertical: true, pitch: 56, color: "#2467c4" }),
    terminal(60, 402, 3, { pitch: 52, color: "#2467c4" }),
    canTop(118, 312, 40, "220"),
    canTop(356, 340, 30, "100"),
    pins(238, 420, 6, { pitch: 26 }),
    times(8, (i) =>
      group(
        `translate(${180 + (i % 4) * 36} ${274 + Math.floor(i / 4) * 44})`,
        rect(0, 0, 18, 32, "#24272b", 'rx="2"'),
        rect(0, 4, 18, 5, "#c9ced4"),
      ),
    ),
    lamp(330, 282, "#ff4338"),
    silk(235, 376, 15, "DUAL H-BRIDGE"),
  );

const tb6612: Drawing = (random) =>
  board(
    random,
    { width: 400, height: 420, color: mask.red, angle: -10, holes: 0, scale: 1.2 },
    pins(10, 40, 8, { vertical: true, pitch: 42 }),
    pins(348, 40, 8, { vertical: true, pitch: 42 }),
    chip(140, 130, 122, 140, { legs: 12, label: "TB6612FNG" }),
    scatter(random, 110, 80, 6, 1, [36, 22]),
    scatter(random, 110, 316, 6, 2, [36, 24]),
    silk(200, 388, 16, "MOTOR DRIVER 2CH"),
    silk(200, 30, 14, "PWMA  AIN  STBY  BIN"),
  );

const bts7960: Drawing = (random) =>
  lifted(group("rotate(-10 360 360)", heatsink(110, 130, 500, 60, "#b9c0c8", 14))) +
  board(
    random,
    { width: 500, height: 420, color: mask.blue, angle: -10, holes: 22, scale: 1.08, centre: [370, 400] },
    times(
      2,
      (i) =>
        block(110 + i * 160, 60, 110, 100, "#26292d", { depth: 6 }) +
        text(165 + i * 160, 110, 17, "BTS7960", "#b9bec5") +
        times(7, (k) => rect(114 + i * 160 + k * 15, 164, 9, 24, "url(#steel-x)")),
    ),
    terminal(80, 342, 4, { pitch: 64 }),
    pins(440, 110, 4, { vertical: true, rows: 2, pitch: 25 }),
    chip(180, 236, 100, 54, { legs: 10, sides: "y", label: "74HC244" }),
    canTop(370, 258, 40, "330"),
    scatter(random, 80, 232, 2, 3),
    silk(440, 260, 17, "43A"),
  );

const pca9685: Drawing = (random) =>
  board(
    random,
    { width: 600, height: 280, color: mask.blue, angle: -29, holes: 18, scale: 1.0 },
    times(4, (g) =>
      times(3, (r) =>
        pins(52 + g * 126, 184 + r * 24, 4, { pitch: 24, color: cycle(["#e3b81f", "#b82a26", "#1d2024"], r) }),
      ),
    ),
    chip(230, 66, 150, 56, { legs: 14, sides: "y", label: "PCA9685" }),
    terminal(400, 20, 2, { pitch: 48 }),
    canTop(528, 76, 36, "1000"),
    pins(2, 68, 6, { vertical: true, pitch: 24 }),
    pins(574, 110, 6, { vertical: true, pitch: 20 }),
    scatter(random, 90, 56, 3, 3, [34, 26]),
    silk(140, 148, 18, "16-CH SERVO"),
  );

const coils = ["#3a7be0", "#e58bb0", "#f0c021", "#f08a24", "#d8342e"] as const;

const byj48: Drawing = (random) =>
  times(5, (i) =>
    wire(`M${296 + i * 10} 250C${330 + i * 8} 400 ${420 + i * 16} 360 ${430 + i * 20} 470`, cycle(coils, i), 9),
  ) +
  lifted(
    block(64, 176, 70, 56, "#c3c9d0", { radius: 24 }),
    block(390, 176, 70, 56, "#c3c9d0", { radius: 24 }),
    circle(90, 204, 13, "#e9edf0"),
    circle(434, 204, 13, "#e9edf0"),
    circle(262, 214, 150, "#6c737b"),
    circle(262, 204, 150, "url(#steel)"),
    circle(262, 204, 136, "none", 'stroke="#fff" stroke-opacity="0.6" stroke-width="3"'),
    block(202, 318, 120, 56, "#2a6fd6", { radius: 4 }),
    circle(262, 148, 40, "#a2a9b1"),
    circle(262, 148, 34, "url(#steel)"),
    circle(262, 146, 20, "url(#gold)"),
    rect(245, 139, 34, 14, "#8a6a1c"),
    text(262, 268, 20, "28BYJ-48  5V", "#5b636c"),
  ) +
  board(
    random,
    { width: 330, height: 270, color: mask.green, angle: -7, holes: 18, centre: [496, 546] },
    chip(110, 110, 130, 56, { legs: 8, sides: "y", label: "ULN2003" }),
    jstSocket(100, 14, 5, { pitch: 22 }),
    times(4, (i) => lamp(92 + i * 50, 212, "#ff4338")),
    pins(4, 66, 6, { vertical: true, pitch: 22 }),
    smd(270, 130),
    pins(290, 100, 4, { vertical: true, pitch: 20 }),
  );

const nema: Drawing = () =>
  times(4, (i) =>
    wire(
      `M${470 + i * 10} 560C${520 + i * 14} 660 ${600 + i * 8} 620 ${660 + i * 20} 700`,
      cycle(["#26292d", "#2f9e4d", "#d8342e", "#2f6fd0"], i),
      11,
    ),
  ) +
  group(
    "rotate(-8 350 350)",
    rect(118, 150, 464, 464, "#15171a", 'rx="50"'),
    block(118, 112, 464, 464, "#26292d", { radius: 50, depth: 22 }),
    shape("M186 128H514L566 180V508L514 560H186L134 508V180Z", "#b9c0c8"),
    shape("M186 128H514L566 180V508L514 560H186L134 508V180Z", "url(#gloss)"),
    ...[
      [196, 190],
      [504, 190],
      [196, 498],
      [504, 498],
    ].map(([x = 0, y = 0]) => circle(x, y, 21, "#7b838c") + circle(x, y + 2, 16, "#1a1c20")),
    circle(350, 346, 138, "#8a929b"),
    circle(350, 342, 134, "url(#steel)"),
    circle(350, 342, 112, "#aab1b9"),
    circle(350, 342, 112, "none", 'stroke="#fff" stroke-opacity="0.5" stroke-width="3"'),
    circle(350, 342, 54, "#70777f"),
    disc(350, 342, 46, "#c9ced4"),
    lifted(circle(350, 340, 32, "url(#steel)"), rect(326, 310, 48, 12, "#9299a1")),
    block(402, 556, 110, 46, "#efece3", { radius: 3 }),
  );

function servo(color: string, gear: string, label: string, metal: boolean): Drawing {
  const leads = ["#a05a2c", "#d8342e", "#f08a24"] as const;
  return () =>
    times(3, (i) =>
      wire(
        `M${230 + i * 12} 520C${200 + i * 12} 640 ${330 + i * 10} 700 480 ${650 + i * 12}C560 ${610 + i * 12} 600 ${640 + i * 10} 690 ${640 + i * 14}`,
        cycle(leads, i),
        11,
      ),
    ) +
    group(
      "rotate(-10 360 340)",
      block(98, 252, 524, 54, color, { radius: 8, depth: 10 }),
      circle(130, 279, 14, "#dfe4ea"),
      circle(590, 279, 14, "#dfe4ea"),
      block(160, 190, 400, 350, color, { radius: 14, depth: 14 }),
      rect(160, 296, 400, 3, "#0005"),
      rect(160, 470, 400, 3, "#0005"),
      rect(190, 330, 340, 112, metal ? "#e3e6e9" : "#f4f6f8", 'rx="6"'),
      text(360, 368, 40, label, metal ? "#c02a30" : "#2c62b8", 'font-weight="bold"'),
      text(360, 412, 20, metal ? "DIGITAL · METAL GEAR" : "MICRO SERVO 9g", "#59616a"),
      block(196, 136, 190, 60, color, { radius: 24, depth: 4 }),
      tube(262, 88, 60, 56, gear, "y", 4),
      times(7, (i) => rect(266 + i * 8, 88, 3, 56, "#0003")),
      lifted(
        metal
          ? disc(292, 84, 66, "#b9c0c8") +
              times(8, (i) =>
                circle(292 + Math.cos((i * Math.PI) / 4) * 46, 84 + Math.sin((i * Math.PI) / 4) * 46, 8, "#4d545c"),
              )
          : block(120, 66, 344, 40, "#f2f3f1", { radius: 20, depth: 6 }) +
              times(12, (i) => circle(140 + i * 28, 86, i === 6 ? 0 : 5, "#8f969e")),
        screw(292, 85, 17),
      ),
    );
}

export const motorPictures: Readonly<Record<string, Drawing>> = {
  "Stepper Driver/A4988-1.jpg": stepStick({
    color: mask.red,
    sink: "#aab1ba",
    label: "A4988",
    trimmer: "bottom",
    fins: 6,
    angle: -14,
  }),
  "Stepper Driver/DRV8825-1.jpg": stepStick({
    color: mask.purple,
    sink: "#2f3237",
    label: "DRV8825",
    trimmer: "top",
    fins: 7,
    angle: 10,
  }),
  "Stepper Driver/TMC2209-1.jpg": stepStick({
    color: mask.black,
    sink: "#2f6fd0",
    label: "TMC2209",
    trimmer: "bottom",
    fins: 9,
    angle: -8,
  }),
  "L298N/L298N-1.jpg": l298,
  "TB6612/TB6612FNG-1.jpg": tb6612,
  "BTS7960/BTS7960 43A-1.jpg": bts7960,
  "PCA9685/PCA9685-1.jpg": pca9685,
  "Stepper Motor/28BYJ-48 ULN2003-1.jpg": byj48,
  "Stepper Motor/NEMA17 40mm-1.jpg": nema,
  "Servo/SG90-1.jpg": servo("#2b6fd4", "#f2f3f1", "SG90", false),
  "Servo/MG996R-1.jpg": servo("#24272b", "#d5ac45", "MG996R", true),
};
