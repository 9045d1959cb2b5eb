import { canTop, chip, crystal, goldScrew, lamp, scatter, smd, trimmer } from "../parts.ts";
import { board, hole, mask, outline, pads, pins, silk } from "../pcb.ts";
import { jstSocket } from "../ports.ts";
import { lifted } from "../scene.ts";
import { ball, block, disc, screw, tube, wire } from "../solid.ts";
import { circle, type Drawing, group, line, rect, shape, text, times } from "../svg.ts";

function mesh(x: number, y: number, radius: number, color: string): string {
  const rings = times(5, (i) =>
    circle(x, y, (radius * (i + 1)) / 5.6, "none", 'stroke="#0007" stroke-width="2" stroke-dasharray="4 4"'),
  );
  return disc(x, y, radius, color) + rings + circle(x, y, radius, "url(#sheen)");
}

/** A can standing on the board: its rim, its wall below it, its top. */
function standing(x: number, y: number, radius: number, top: string): string {
  return lifted(
    circle(x, y + 16, radius, "#6c737b"),
    rect(x - radius, y, radius * 2, 16, "url(#steel-x)"),
    circle(x, y, radius, "url(#steel)"),
    circle(x, y, radius * 0.93, "none", 'stroke="#fff" stroke-opacity="0.6" stroke-width="2"'),
    top,
  );
}

const ultrasonic: Drawing = (random) => {
  const eye = (x: number, letter: string) =>
    standing(x, 128, 104, circle(x, 128, 88, "#3d434a") + mesh(x, 128, 84, "#7f8790") + circle(x, 128, 14, "#4b525a")) +
    silk(x < 300 ? 34 : 546, 236, 24, letter);
  return board(
    random,
    { width: 580, height: 258, color: mask.blue, angle: -14, holes: 0, scale: 1.0 },
    hole(20, 20, 9),
    hole(560, 20, 9),
    hole(20, 196, 9),
    hole(560, 196, 9),
    crystal(252, 30, 76, 30, "4.000"),
    eye(130, "T"),
    eye(450, "R"),
    scatter(random, 262, 96, 2, 4, [52, 26]),
    pins(246, 232, 4, { pitch: 23 }),
    silk(290, 214, 17, "HC-SR04"),
  );
};

const tds: Drawing = (random) =>
  wire("M420 396C560 390 640 250 560 190C500 150 420 190 420 250C420 300 380 330 330 330", "#2a2d31", 13) +
  group(
    "translate(-58 -16) rotate(38 520 470)",
    tube(420, 400, 250, 62, "#2a2d31", "x", 16),
    tube(420, 408, 36, 46, "#15171a", "x", 6),
    rect(660, 412, 74, 8, "url(#gold)"),
    rect(660, 442, 74, 8, "url(#gold)"),
  ) +
  board(
    random,
    { width: 330, height: 250, color: mask.blue, angle: -8, holes: 22, centre: [240, 240] },
    jstSocket(284, 96, 2, { vertical: true, pitch: 20 }),
    jstSocket(4, 86, 3, { vertical: true, pitch: 20 }),
    chip(96, 92, 60, 70, { legs: 7, label: "LM324" }),
    chip(200, 100, 38, 52, { legs: 3, label: "4060" }),
    scatter(random, 76, 194, 5, 1),
    lamp(70, 60, "#38a0ff"),
    silk(165, 40, 20, "TDS METER"),
  );

const gas: Drawing = (random) =>
  board(
    random,
    { width: 540, height: 330, color: mask.blue, angle: -10, holes: 22 },
    standing(360, 160, 132, mesh(360, 160, 108, "#9aa1a9") + line("M262 160H458M360 62V258", "#0004", 3)),
    chip(74, 118, 70, 76, { legs: 4, label: "LM393" }),
    trimmer(60, 232, 58, 50),
    pins(2, 84, 4, { vertical: true, pitch: 22 }),
    lamp(170, 60, "#ff4338"),
    lamp(170, 264, "#3ee06b"),
    scatter(random, 170, 110, 1, 5),
    silk(98, 66, 30, "MQ-2"),
  );

const dht: Drawing = (random) =>
  board(
    random,
    { width: 300, height: 520, color: mask.black, angle: 9, holes: 0, radius: 12, scale: 1.05 },
    hole(150, 452, 13),
    lifted(
      block(36, 24, 228, 370, "#f3f4f2", { radius: 10, depth: 10 }),
      times(7, (i) =>
        times(
          3,
          (k) =>
            rect(62 + k * 62, 66 + i * 36, 48, 20, "#3f454c", 'rx="8"') +
            rect(62 + k * 62, 66 + i * 36, 48, 5, "#14171a", 'rx="3"'),
        ),
      ),
      text(150, 346, 22, "AM2302", "#8b929a", 'font-weight="bold"'),
    ),
    scatter(random, 60, 420, 2, 2),
    pins(114, 496, 3, { pitch: 24 }),
    silk(232, 440, 18, "DHT22"),
  );

/** Small breakouts: a chip or an optical window in the middle, a header along the lower edge. */
function breakout(
  label: string,
  color: string,
  [width, height, scale]: readonly [number, number, number],
  legs: number,
  middle: Drawing,
  angle = -9,
): Drawing {
  return (random) => {
    const pitch = Math.min(30, (width - 40) / legs);
    return board(
      random,
      { width, height, color, angle, scale, holes: 0 },
      hole(28, 28, 14),
      hole(width - 28, 28, 14),
      pins((width - legs * pitch) / 2, height - pitch - 6, legs, { pitch }),
      middle(random),
      silk(width / 2, 30, 18, label),
    );
  };
}

const bme: Drawing = (random) =>
  lifted(
    rect(150, 90, 80, 80, "url(#steel)", 'rx="6"'),
    rect(158, 98, 64, 64, "none", 'rx="4" stroke="#7d858e" stroke-width="1.5"'),
    circle(172, 112, 5, "#23272c"),
  ) +
  chip(60, 108, 40, 44, { legs: 3, label: "662K" }) +
  scatter(random, 284, 92, 2, 4, [38, 24]) +
  scatter(random, 60, 190, 3, 1);

const gyro: Drawing = (random) =>
  chip(150, 84, 92, 92, { legs: 6, sides: "all", label: "MPU-6050" }) +
  chip(50, 100, 40, 48, { legs: 3, label: "4A2D" }) +
  scatter(random, 300, 84, 2, 5, [38, 24]) +
  lamp(66, 196, "#3ee06b") +
  line("M330 226h46m-8-6l8 6-8 6M330 226v-30", "#f4f6f8", 3);

const laser: Drawing = (random) =>
  lifted(
    block(104, 96, 172, 80, "#1a1c1f", { radius: 6, depth: 6 }),
    circle(146, 136, 20, "#3b1018"),
    circle(146, 136, 10, "#7c1f30"),
    circle(232, 136, 26, "#12161f"),
    circle(232, 136, 14, "#2b3c66"),
    rect(104, 96, 172, 80, "#f2c230", 'opacity="0.32" rx="6"'),
  ) +
  scatter(random, 50, 100, 1, 4) +
  scatter(random, 326, 100, 1, 4);

const pulse: Drawing = (random) =>
  circle(190, 140, 90, "#ff3b30", 'opacity="0.35" filter="url(#blur)"') +
  lifted(
    block(118, 96, 144, 88, "#16181b", { radius: 8 }),
    rect(128, 106, 48, 68, "#3b0d12", 'rx="4"'),
    circle(152, 128, 11, "#ff5a4a"),
    circle(152, 156, 9, "#a92a2a"),
    rect(188, 106, 62, 68, "#232c3d", 'rx="4"'),
    rect(204, 122, 30, 36, "#4d618c"),
  ) +
  scatter(random, 50, 120, 1, 4) +
  scatter(random, 326, 120, 1, 4);

const pir: Drawing = (random) =>
  board(
    random,
    { width: 470, height: 360, color: mask.green, angle: -9, scale: 1.1, holes: 0 },
    hole(22, 180, 10),
    hole(448, 180, 10),
    lifted(
      block(72, 24, 326, 300, "#eceff1", { radius: 26, depth: 8 }),
      ball(235, 172, 134, "#f4f5f4"),
      times(3, (ring) =>
        times(6 + ring * 5, (i) => {
          const a = (i / (6 + ring * 5)) * Math.PI * 2 + ring;
          const r = 30 + ring * 38;
          return circle(
            235 + Math.cos(a) * r,
            172 + Math.sin(a) * r,
            19,
            "none",
            'stroke="#9aa3ad" stroke-opacity="0.55" stroke-width="2"',
          );
        }),
      ),
      circle(235, 172, 134, "url(#sheen)", 'opacity="0.6"'),
    ),
    goldScrew(34, 310, 22),
    goldScrew(438, 310, 22),
    pins(202, 334, 3, { pitch: 22 }),
    canTop(436, 50, 20, "220"),
    canTop(34, 50, 20, "100"),
  );

const probe: Drawing = () => {
  const lead = (dy: number, color: string) =>
    wire(`M226 560C180 ${570 + dy} 150 ${590 + dy} 96 ${580 + dy * 2}`, color, 10);
  return [
    lead(-24, "#d8342e"),
    lead(0, "#f0c021"),
    lead(24, "#26292d"),
    ...[-48, 0, 48].map((dy) => rect(62, 577 + dy, 38, 6, "url(#steel-y)")),
    wire("M470 250C300 330 640 480 520 560C420 630 330 420 210 562", "#1e2124", 22),
    group(
      "rotate(-34 470 250)",
      tube(452, 231, 54, 38, "#17191c", "x", 6),
      tube(496, 226, 220, 48, "#c9ced4", "x", 20),
      rect(520, 226, 3, 48, "#0004"),
      rect(528, 226, 3, 48, "#0004"),
    ),
  ].join("");
};

const soil: Drawing = (random) =>
  group(
    "translate(360 360) rotate(38) translate(-110 -330)",
    shape("M8 6H220V560L122 652Q110 660 98 652L8 560Z", "#0d0f11"),
    shape("M8 0H220V554L122 646Q110 654 98 646L8 554Z", mask.black),
    shape("M8 0H220V554L122 646Q110 654 98 646L8 554Z", "url(#gloss)"),
    shape("M34 214H194V540L110 620L34 540Z", "#363a40"),
    times(11, (i) => rect(46, 236 + i * 26, 136, 9, "#4b5057")),
    rect(8, 186, 212, 5, "#f4f6f8"),
    chip(80, 106, 62, 48, { legs: 4, sides: "y", label: "555" }),
    scatter(random, 40, 120, 1, 2),
    smd(184, 120),
    smd(184, 146, "#b08a5c"),
    jstSocket(74, -12, 3, { pitch: 20 }),
    silk(114, 78, 14, "SOIL MOISTURE v2.0"),
  );

const loadCell: Drawing = (random) =>
  [
    ...["#d8342e", "#26292d", "#e9ecef", "#2f9e4d"].map((color, i) =>
      wire(`M420 ${250 + i * 8}C560 ${300 + i * 10} 620 ${400 + i * 12} 440 ${478 + i * 22}`, color, 9),
    ),
    group(
      "rotate(-16 330 230)",
      block(70, 180, 500, 96, "#c3c9d0", { radius: 4, depth: 16 }),
      rect(240, 180, 160, 96, "#f1f2ee"),
      rect(252, 192, 136, 72, "#e2ded2", 'rx="8"'),
      screw(104, 228, 16),
      screw(164, 228, 16),
      screw(476, 228, 16),
      screw(536, 228, 16),
      text(320, 228, 24, "5 kg", "#6b7179"),
    ),
    board(
      random,
      { width: 320, height: 200, color: mask.green, angle: -6, holes: 18, centre: [310, 520] },
      chip(110, 66, 104, 62, { legs: 8, sides: "y", label: "HX711" }),
      pins(6, 52, 4, { vertical: true, pitch: 24 }),
      pads(286, 40, 5, { vertical: true, pitch: 24 }),
      scatter(random, 90, 164, 5, 1),
      silk(164, 34, 16, "24-BIT ADC"),
      outline(104, 54, 116, 86),
    ),
  ].join("");

export const sensorPictures: Readonly<Record<string, Drawing>> = {
  "Ultrasonic/HC-SR04-1.jpg": ultrasonic,
  "TDS/TDS Meter-1.jpg": tds,
  "MQ/MQ-2-1.jpg": gas,
  "DHT/DHT22-1.jpg": dht,
  "BME280/BME280-1.jpg": breakout("BME280", mask.purple, [380, 260, 1.4], 6, bme),
  "PIR/HC-SR501-1.jpg": pir,
  "DS18B20/DS18B20 Probe-1.jpg": probe,
  "IMU/GY-521-1.jpg": breakout("GY-521", mask.blue, [400, 280, 1.35], 8, gyro, -14),
  "Soil/Soil Moisture v2-1.jpg": soil,
  "ToF/VL53L1X-1.jpg": breakout("VL53L1X", mask.navy, [380, 260, 1.4], 7, laser, -6),
  "Load Cell/Load Cell 5kg HX711-1.jpg": loadCell,
  "MAX30102/MAX30102-1.jpg": breakout("MAX30102", mask.green, [380, 280, 1.35], 8, pulse, -12),
};
